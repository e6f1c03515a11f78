"""Wire copy in comparisons: which articles count, and when a warning is due."""

import warnings

import pandas as pd
import pytest

from toolkit.comparison.outlets import compare
from toolkit.comparison.wire import dependent_row, left_out, warn_once
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import OptionError, SmallSampleWarning, WireCopyWarning
from toolkit.framing.force import ForceAxis
from toolkit.lexicons.lexicon import Lexicon

FORCE = ForceAxis(Lexicon.of({"destroy": ["destroy"], "deter": ["deter"]}))
FILLER = [f"w{i}" for i in range(100_000)]


def text(n_destroy: int, number: int) -> str:
    """Return 100 words, so many of them `destroy`, the others in no other text."""
    own = FILLER[100 * number : 100 * number + 100 - n_destroy]
    return " ".join(["destroy"] * n_destroy + own)


def press(wire: list[int], copied: int, daily: list[int], evening: list[int]) -> Corpus:
    """An agency and two papers on some events; on the first `copied` ones Evening prints the agency's text."""
    rows = []
    for i, (w, d, e) in enumerate(zip(wire, daily, evening, strict=True)):
        wire_text = text(w, 3 * i)
        texts = {
            "Wire": wire_text,
            "Daily": text(d, 3 * i + 1),
            "Evening": wire_text if i < copied else text(e, 3 * i + 2),
        }
        rows += [
            {"article_id": f"{outlet[0]}{i}", "outlet": outlet, "event_id": f"e{i}", "text": story,
             "published": pd.Timestamp(2020, 3, 2 if outlet == "Evening" else 1)}
            for outlet, story in texts.items()
        ]  # fmt: skip
    return Corpus(pd.DataFrame(rows))


def estimate(corpus: Corpus, wire: str) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        result = compare(FORCE(corpus), outlets=["Evening", "Daily"], categories=["destroy"], wire=wire)
    return float(result.table["estimate"].iloc[0])


def test_the_three_modes_by_hand() -> None:
    # Evening minus Daily, per 1,000 words. On the first two events Evening prints the Wire's text (4 and 2 words).
    corpus = press([4, 2, 1, 1], 2, [1, 1, 1, 3], [0, 0, 2, 2])
    assert estimate(corpus, "keep") == pytest.approx(10 * ((4 - 1) + (2 - 1) + (2 - 1) + (2 - 3)) / 4)
    assert estimate(corpus, "once") == pytest.approx(10 * ((2 - 1) + (2 - 3)) / 2)
    assert estimate(corpus, "drop") == pytest.approx(10 * ((2 - 1) + (2 - 3)) / 2)
    assert left_out(corpus, "keep").sum() == 0
    assert set(corpus.articles.loc[left_out(corpus, "once"), "article_id"]) == {"E0", "E1"}
    assert set(corpus.articles.loc[left_out(corpus, "drop"), "article_id"]) == {"E0", "E1", "W0", "W1"}


def test_drop_leaves_out_credited_articles_too() -> None:
    corpus = press([1] * 3, 0, [1] * 3, [1] * 3)
    articles = corpus.articles.copy()
    articles.loc[articles["article_id"] == "D2", "text"] = "ROME (AFP) - " + text(3, 500)
    corpus = Corpus(articles)
    assert not left_out(corpus, "once").any()
    assert corpus.articles.loc[left_out(corpus, "drop"), "article_id"].tolist() == ["D2"]


def test_an_agencys_own_articles_are_not_wire_copy() -> None:
    corpus = load_corpus("taji-2020", language="en")
    ids = corpus.articles["article_id"]
    assert set(ids[left_out(corpus, "once")]) == {"tc-taji-attack-2", "gl-patriots"}
    dropped = {"tc-taji-attack-2", "gl-patriots", "mw-taji-attack-2", "mw-patriots"}
    assert set(ids[left_out(corpus, "drop")]) == dropped


def test_the_researchers_column_goes_before_what_is_found() -> None:
    corpus = press([4, 2, 1, 1], 2, [1, 1, 1, 3], [0, 0, 2, 2])
    ids = corpus.articles["article_id"]
    none = Corpus(corpus.articles.assign(wire_id=None))
    assert not left_out(none, "once").any()
    assert estimate(none, "once") == estimate(corpus, "keep")
    said = Corpus(corpus.articles.assign(wire_id=["W3" if i == "D3" else None for i in ids]))
    assert set(ids[left_out(said, "once")]) == {"D3"}
    assert set(ids[left_out(said, "drop")]) == {"D3", "W3"}
    # Of reprints of an article that is not there, the first stands for it.
    elsewhere = Corpus(corpus.articles.assign(wire_id=["reuters-1" if i in ("E2", "D2") else None for i in ids]))
    assert set(ids[left_out(elsewhere, "once")]) == {"E2"}


def test_the_result_says_what_was_done() -> None:
    corpus = press([4, 2, 1, 1, 2, 3, 1], 1, [1, 1, 1, 3, 2, 2, 1], [0, 0, 2, 2, 1, 1, 1])
    result = compare(FORCE(corpus), outlets=["Evening", "Daily"], categories=["destroy"])
    assert (result.settings["wire"], result.settings["wire_left_out"]) == ("once", 1)
    assert repr(result).endswith("Wire copy counts for the outlet it came from: 1 article not counted.")
    assert "wire=once" in result.signature
    kept = compare(FORCE(corpus), outlets=["Evening", "Daily"], categories=["destroy"], wire="keep")
    assert kept.signature != result.signature
    assert "Wire copy" not in repr(kept)
    # The rows of each mode are those of a comparison in that mode.
    by_mode = result.by_wire.set_index("mode")["estimate"]
    assert by_mode.to_dict() == kept.by_wire.set_index("mode")["estimate"].to_dict()
    assert by_mode["keep"] == kept.table["estimate"].iloc[0]
    assert by_mode["once"] == result.table["estimate"].iloc[0]


def test_without_wire_copy_there_is_one_mode_and_no_line() -> None:
    corpus = press([1] * 6, 0, [1, 2, 3, 1, 2, 3], [2, 1, 1, 3, 1, 4])
    result = compare(FORCE(corpus), outlets=["Evening", "Daily"], categories=["destroy"])
    assert result.by_wire["mode"].tolist() == ["once"]
    assert "Wire copy" not in repr(result)


def modes(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["mode", "estimate", "low", "high"])
    return table.assign(category="destroy", outlet="Evening", reference="Daily")


@pytest.mark.parametrize(
    ("rows", "depends"),
    [
        ([("once", 2, 0.5, 3.5), ("keep", 1, -0.5, 2.5)], True),  # moves by 1, more than half of 1.5
        ([("once", 2, 0.2, 3.8), ("keep", 1.5, -0.3, 3.3)], False),  # moves by 0.5, less than half of 1.8
        ([("once", 1, 0.5, 2), ("keep", -1, -2, -0.5)], True),
        ([("once", 1, 0.5, 2), ("keep", 2, 1, 3)], False),
        ([("once", 1, -0.5, 2), ("keep", -1, -3, 1)], False),  # neither says anything
        ([("once", 1, 0.5, 2), ("drop", 1, float("nan"), float("nan"))], False),  # too few events to say
    ],
)
def test_when_an_answer_depends_on_the_mode(rows: list[tuple[str, float, float, float]], depends: bool) -> None:
    assert (dependent_row(modes(*rows)) is not None) == depends


def test_the_warning_names_the_row_and_all_estimates_and_comes_once() -> None:
    table = modes(("once", 1, 0.5, 2), ("drop", 1.5, 0.25, 3), ("keep", 0.1, -1, 1.2))
    with pytest.warns(WireCopyWarning) as caught:
        warn_once({"force": table, "sentiment": table})
    assert len(caught) == 1
    message = str(caught[0].message)
    assert "(force, sentiment)" in message
    assert 'destroy, Evening minus Daily (force): "once" +1.0 (+0.50 to +2.0); "drop" +1.5 (+0.25 to +3.0)' in message
    assert '"keep" +0.10 (-1.0 to +1.2)' in message


def test_a_comparison_warns() -> None:
    # Evening's own articles are as Daily's; the agency's, which it prints on six of twelve events, are not.
    corpus = press([9] * 6 + [1] * 6, 6, [1, 2] * 6, [1] * 6 + [1, 2, 2, 1, 2, 1])
    with pytest.warns(WireCopyWarning, match='"keep"'):
        compare(FORCE(corpus), outlets=["Evening", "Daily"], categories=["destroy"])


def test_a_wrong_mode() -> None:
    with pytest.raises(OptionError, match="'once', 'drop' or 'keep'"):
        compare(FORCE(press([1], 0, [1], [1])), wire="twice")
