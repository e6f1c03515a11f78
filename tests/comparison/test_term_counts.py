"""Counts of terms agree with a slow reading of the rules."""

import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from toolkit.comparison import term_counts
from toolkit.comparison.term_counts import Terms, count_terms
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError

TEXTS = (
    "The militia will destroy the base. The base stands.\n\nGulf Daily told us: destroy the base, they say.",
    "Iran's militia will deter attacks. Will the militia deter? The Gulf is wide.",
    "",
    "Destroy the base.",
)


def corpus_of(texts: tuple[str, ...] = TEXTS, headline: str | None = None) -> Corpus:
    rows = [
        {"article_id": f"a{i}", "outlet": "The Gulf Daily" if i % 2 else "Wire", "text": text, "headline": headline}
        for i, text in enumerate(texts)
    ]
    return Corpus(pd.DataFrame(rows))


def slow(text: str, n: int) -> Counter[str]:
    """Count n words in a row, sentence by sentence, with plain string operations; outlets' names left out."""
    found: Counter[str] = Counter()
    for sentence in re.split(r"[.?\n]+", text.lower().replace("gulf daily", "# #")):
        # A possessive parts a sentence: what stands on both sides is not in a row.
        for piece in sentence.split("'s"):
            words = re.findall(r"[a-z]+|#", piece)
            found.update(" ".join(gram) for gram in zip(*(words[i:] for i in range(n)), strict=False))
    return Counter({gram: count for gram, count in found.items() if "#" not in gram})


@pytest.mark.parametrize("size", [2_000_000, 60])
def test_counts_are_those_of_a_slow_reading(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # With batches of 60 characters every article is a batch of its own, and the vocabulary grows in between.
    batches = term_counts.iter_batches
    monkeypatch.setattr(term_counts, "iter_batches", lambda lengths: batches(lengths, size=size))
    found = count_terms(corpus_of(), np.arange(4), Terms(ngrams=3, min_count=1, min_articles=1))
    expected = [sum((slow(text, n) for n in (1, 2, 3)), Counter()) for text in TEXTS]
    for row, counts in enumerate(expected):
        own = found.counts[[row]].toarray()[0]
        assert {found.terms[i]: own[i] for i in np.flatnonzero(own)} == dict(counts)
    assert found.counts.shape[1] == len(set().union(*expected))


def test_sizes_count_all_words_and_rows_of_words() -> None:
    found = count_terms(corpus_of(), np.arange(4), Terms(ngrams=2, stop_words="function", min_count=1))
    # The first text: sentences of 6, 3 and 9 words, outlets' names and stop words among them.
    assert found.sizes[0].tolist() == [18, 15]
    # The second: "Iran | militia will deter attacks" (1 + 4 words), 4, 4.
    assert found.sizes[1].tolist() == [13, 9]
    assert found.sizes[2].tolist() == [0, 0]


def test_rare_terms_stop_words_and_excluded_words_are_left_out() -> None:
    def terms(**options: object) -> list[str]:
        settings = Terms(**{"min_count": 1, "min_articles": 1, **options})  # type: ignore[arg-type]
        return count_terms(corpus_of(), np.arange(4), settings).terms

    assert terms(min_count=3) == ["base", "destroy", "militia", "the", "will"]
    assert terms(min_count=3, min_articles=3) == ["the"]
    assert terms(min_count=3, stop_words=["The", "will"]) == ["base", "destroy", "militia"]
    pairs = terms(min_count=3, ngrams=2, stop_words="function")
    assert pairs == ["base", "destroy", "militia"]
    assert "destroy the base" in terms(min_count=3, ngrams=3, stop_words="function")
    assert "destroy the base" not in terms(min_count=3, ngrams=3, exclude=["THE"])
    assert "daily" not in terms()
    assert "daily" in terms(outlet_names=True)
    assert "gulf" in terms()


def test_parts_are_read_alone() -> None:
    corpus = corpus_of(headline="Rockets fall")
    found = count_terms(corpus, np.arange(4), Terms(parts=("headline",), min_count=1))
    assert found.terms == ["fall", "rockets"]
    assert found.sizes[:, 0].tolist() == [2, 2, 2, 2]
    found = count_terms(corpus, np.arange(4), Terms(parts="lead", min_count=1, min_articles=1))
    assert "stands" in found.terms
    assert "rockets" not in found.terms
    assert "attacks" not in found.terms  # a text of one paragraph is all body


def test_articles_that_are_not_asked_for_do_not_count() -> None:
    found = count_terms(corpus_of(), np.array([1, 3]), Terms(min_count=1, min_articles=1))
    assert found.counts.shape[0] == 2
    assert found.articles_with("destroy").tolist() == [3]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"ngrams": 4}, "`ngrams` must be 1, 2 or 3"),
        ({"min_count": 0}, "`min_count` must be 1 or more"),
        ({"parts": ("heading",)}, "Did you mean 'headline'"),
        ({"parts": ()}, "at least one part"),
        ({"stop_words": "english"}, "'function'; got 'english'"),
    ],
)
def test_wrong_settings_are_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Terms(**options)  # type: ignore[arg-type]
