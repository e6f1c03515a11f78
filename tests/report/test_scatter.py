"""The page of all terms: what is in it, what cannot act, and how large it is."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.comparison.collocations import collocations
from toolkit.comparison.keyness import keyness
from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.term_counts import Terms
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.report.scatter import LARGEST_PAGE, write_scatter

HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror=alert(1)> <!-- \u2028 \x07 ]]>'


def corpus_of() -> Corpus:
    rows = [
        {
            "article_id": f"{outlet}{event}", "outlet": f"{outlet} </script>", "event_id": f"e{event}",
            "published": "2020-03-12", "headline": f"War {HOSTILE}",
            "text": f"They {'destroy the base' if outlet == 'A' else 'calm the town'}. {HOSTILE} It’s war.",
        }
        for event in range(6) for outlet in "AB"
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows))


@pytest.fixture(scope="module")
def found() -> Keyness:
    return keyness(corpus_of(), target="A </script>", terms=Terms(ngrams=2, min_count=2), n_resamples=199)


def data_of(page: str) -> dict[str, object]:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]


def test_the_page_holds_the_numbers_and_lines_of_every_term(found: Keyness, tmp_path: Path) -> None:
    page = write_scatter(tmp_path / "s.html", found).read_text(encoding="utf-8")
    terms = {row[0]: row for row in data_of(page)["terms"]}  # type: ignore[attr-defined]
    assert set(terms) == set(found.table["term"])
    row = found.table.set_index("term").loc["destroy the" if "destroy the" in terms else "destroy"]
    shown = terms[row.name]
    assert shown[1:5] == [6, 0, 6, 0]
    assert shown[7:10] == pytest.approx([row["log_odds"], row["low"], row["high"]], rel=1e-3)
    assert len(shown[-1]) == 3
    assert {line[4].lower() for line in shown[-1]} == {row.name}
    # Lines of the target and of others in turn.
    assert {line[0] for line in terms["war"][-1]} == {0, 1}


def test_nothing_of_an_article_can_act_or_fetch(found: Keyness, tmp_path: Path) -> None:
    page = write_scatter(tmp_path / "s.html", found).read_text(encoding="utf-8")
    # The page's own two scripts, and no third.
    assert len(re.findall(r"<script", page)) == len(re.findall(r"</script>", page)) == 2
    assert "onerror" not in re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert not re.search(
        r"(src|href)\s*=", re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    )
    assert re.findall(r"https?://[^\"']+", page) == ["http://www.w3.org/2000/svg"]  # a name, never fetched
    assert "default-src 'none'" in page
    assert "innerHTML" not in page
    assert "\x07" not in page
    assert any(HOSTILE[:9] in line[3] + line[5] for row in data_of(page)["terms"] for line in row[-1])  # type: ignore[attr-defined]


def test_five_thousand_terms_stay_below_two_megabytes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    words = np.array([f"term{number}{'é' * 12}" for number in range(5200)])
    rows = [
        {
            "article_id": str(i),
            "outlet": "AB"[i % 2],
            "event_id": f"e{i // 2}",
            "text": " ".join(rng.permutation(words)),
        }
        for i in range(12)
    ]
    found = keyness(Corpus(pd.DataFrame(rows)), target="A", n_resamples=0)
    file = write_scatter(tmp_path / "s.html", found)
    assert 0.9 * LARGEST_PAGE < file.stat().st_size < LARGEST_PAGE
    page = file.read_text(encoding="utf-8")
    assert len(data_of(page)["terms"]) == 5000  # type: ignore[arg-type]
    assert "5,000 of 5,200 terms are on the page." in page


def test_lines_of_collocates_are_those_near_the_word(tmp_path: Path) -> None:
    near = collocations(corpus_of(), "destroy", window=2, min_count=2, stop_words=None).compare(
        target="A </script>", n_resamples=0
    )
    page = write_scatter(tmp_path / "s.html", near).read_text(encoding="utf-8")
    terms = {row[0]: row[-1] for row in data_of(page)["terms"]}  # type: ignore[attr-defined]
    assert {line[4] for line in terms["base"]} == {"destroy"}


def test_wrong_options_are_named(found: Keyness, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="`max_terms` must be 1 or more"):
        write_scatter(tmp_path / "s.html", found, max_terms=0)
    with pytest.raises(OptionError, match="got 'Z'"):
        write_scatter(tmp_path / "s.html", found, target="Z")
    assert "No lines" in write_scatter(tmp_path / "s.html", found, n_lines=0).read_text(encoding="utf-8")
