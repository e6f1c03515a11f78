"""The task `quotations` on a small gold file whose figures can be counted by hand, and on real articles."""

import json
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import ColumnError, OptionError, ReadError
from toolkit.validity.quotations import clean_spans, validate_quotations

TEXT = "The minister said that the talks had failed. The senator criticised the new law."


def write(folder: Path, attributions: list[dict[str, Any]], text: str = TEXT) -> list[Path]:
    articles, codes = folder / "articles.jsonl", folder / "attributions.jsonl"
    articles.write_text(json.dumps({"article_id": "a", "text": text}), encoding="utf-8")
    codes.write_text("\n".join(json.dumps(row) for row in attributions), encoding="utf-8")
    return [articles, codes]


def marked(source: str, cue: str, content: str, annotator: str = "x", text: str = TEXT) -> dict[str, Any]:
    roles = {
        role: [{"spans": [[text.index(words), text.index(words) + len(words)]], "text": words}] if words else []
        for role, words in (("source", source), ("cue", cue), ("content", content))
    }
    return {"article_id": "a", "annotator": annotator, **roles}


def estimates(paths: list[Path]) -> dict[str, float]:
    return {name: figure.estimate for name, figure in validate_quotations(paths).figures.items()}


def test_figures_by_hand(tmp_path: Path) -> None:
    rows = [
        marked("The minister", "said", "that the talks had failed."),  # as found, but for the full stop
        marked("senator", "criticised", "law"),  # cue equal; source and content overlap only
        marked("", "talks", "failed"),  # a cue that is not found; its content overlaps with one that is
    ]
    figures = estimates(write(tmp_path, rows))
    # Sources: 2 found, 2 marked, 1 equal, all meet. Cues: 2 found, 3 marked, 2 equal; 2 of 2 and 2 of 3 meet.
    # (The cue "talks" lies in a content, not in a cue.) Contents: 2 found, 3 marked, 1 equal; all meet.
    assert figures["source_exact_f1"] == 2 * 1 / (2 + 2)
    assert figures["source_overlap_f1"] == 1
    assert figures["cue_exact_f1"] == 2 * 2 / (2 + 3)
    assert figures["cue_overlap_f1"] == pytest.approx(2 * 1 * (2 / 3) / (1 + 2 / 3))
    assert figures["content_exact_f1"] == 2 * 1 / (2 + 3)
    assert figures["content_overlap_f1"] == 1
    assert figures["linked_exact_f1"] == 2 * 1 / (2 + 3)
    assert {name: figures[f"rules_{name}"] for name in figures if not name.startswith("rules_")} == {
        name: value for name, value in figures.items() if not name.startswith("rules_")
    }


def test_kinds_of_content_are_held_against_each_other(tmp_path: Path) -> None:
    text = '"We lost," said Anna Berg. The mayor said the bridge was closed.'
    rows = [
        marked("Anna Berg", "said", '"We lost,"', text=text),
        marked("The mayor", "said", "closed", text=text),
    ]
    figures = estimates(write(tmp_path, rows, text))
    assert figures["content_direct_exact_f1"] == 1
    assert figures["content_indirect_exact_f1"] == 0
    assert figures["content_indirect_overlap_f1"] == 1


def test_the_first_annotator_by_name_counts(tmp_path: Path) -> None:
    rows = [
        marked("The minister", "said", "that the talks had failed", annotator="b"),
        marked("The senator", "criticised", "the new law", annotator="a"),
    ]
    assert validate_quotations(write(tmp_path, rows)).n == 1


def test_marks_at_the_edges_and_between_do_not_count() -> None:
    text = "“Yes,” he said. “We can”"
    assert clean_spans(text, [(0, 6)]) == ((1, 4),)
    # Nothing but marks stands between the first two spans; between the second and the third there are words.
    assert clean_spans("“One.” “Two.” she “three”", [(7, 13), (0, 6), (18, 25)]) == ((1, 11), (19, 24))
    assert clean_spans(text, [(4, 6)]) == ()


def test_bad_files(tmp_path: Path) -> None:
    good = write(tmp_path, [marked("The minister", "said", "that the talks had failed")])
    with pytest.raises(ReadError, match="two files"):
        validate_quotations(good[:1])
    outside = [{"article_id": "a", "source": [], "cue": [{"spans": [[0, 900]]}], "content": []}]
    with pytest.raises(ReadError, match="outside its text"):
        validate_quotations(write(tmp_path, outside))
    with pytest.raises(ColumnError, match="content"):
        validate_quotations(write(tmp_path, [{"article_id": "a", "source": [], "cue": []}]))


def test_training_needs_attributions_and_leaves_the_gold_articles_out(tmp_path: Path) -> None:
    paths = write(tmp_path, [marked("The minister", "said", "that the talks had failed")])
    with pytest.raises(OptionError, match="at least 50"):
        validate_quotations(paths, paths)
