"""Frame axes against figures worked out by hand, and against a slow reading of the formulas."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.measures.axis_words import VECTORS, S, corpus_of
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import AxisWarning, LanguageWarning, OptionError, ReadError
from toolkit.framing.axis import FrameAxis
from toolkit.framing.axis_poles import Axis, axes_of, list_axes, load_axes, read_axes
from toolkit.framing.axis_sentences import SentenceAxis
from toolkit.framing.axis_space import audit_axes
from toolkit.measure import Measurement
from toolkit.models.vectors import TableVectors, load_vectors
from toolkit.stance.in_voice import in_voice
from toolkit.text.function_words import FUNCTION_WORDS
from toolkit.text.tokens import tokenize

# Of the six words that count: court and theft have s/5 and -s/5, law and crime s and -s.
TEXTS = ("The court, the court! Theft x.", "Law and crime: crime.")


def axis(**settings: Any) -> FrameAxis:
    return FrameAxis("law", "crime", vectors=VECTORS, **settings)


def values(measurement: Measurement, category: str) -> list[float]:
    scores = measurement.article_scores()
    return list(scores.loc[scores["category"] == category, "value"])


def test_bias_by_hand() -> None:
    measured = axis()(corpus_of(*TEXTS))
    assert measured.categories == ("law/crime bias", "law/crime intensity")
    assert values(measured, "law/crime bias") == pytest.approx([S / 5 / 3, -S / 3])
    assert measured.article_scores()["exposure"].tolist() == [3, 3, 3, 3]  # neither "the" nor "and" nor "x"


def test_intensity_by_hand() -> None:
    # B_0 = (s/5 + s/5 - s/5 + s - s - s) / 6 = -2s/15; then (1/3)^2, (1/3)^2, (1/15)^2 and (17/15)^2, (13/15)^2 twice.
    measured = axis()(corpus_of(*TEXTS))
    assert measured.measure.baseline == pytest.approx((-2 * S / 15,))
    first, second = (2 / 9 + 1 / 225) / 3, (289 + 2 * 169) / 225 / 3
    assert values(measured, "law/crime intensity") == pytest.approx([first / 2, second / 2])


def test_the_counts_are_not_squared() -> None:
    # The same words three times as often are as intense as before.
    once, thrice = (values(axis(baseline=[0.0])(corpus_of(" ".join(["law court"] * n))), "law/crime intensity")
                    for n in (1, 3))  # fmt: skip
    assert once == thrice == pytest.approx([(1 / 2 + 1 / 50) / 2])


def test_the_baseline_may_be_another_corpus_or_numbers() -> None:
    background = corpus_of("law law crime")  # (s + s - s) / 3
    for baseline in (background, [S / 3], (S / 3,)):
        measured = axis(baseline=baseline)(corpus_of("vote"))
        assert values(measured, "law/crime intensity") == pytest.approx([1 / 18])
    with pytest.raises(OptionError, match="'small' given as `baseline` has no word that counts"):
        axis(baseline=corpus_of("the the"))(corpus_of("law"))
    for wrong in ([1.0, 2.0], "0.5", [np.nan], 0.1):
        with pytest.raises(OptionError, match="`baseline` must be a corpus or a number for each axis"):
            axis(baseline=wrong)


def test_swapped_poles_turn_the_sign_and_keep_the_intensity() -> None:
    corpus = load_corpus("taji-2020", language="en")
    one, other = FrameAxis("legal", "illegal")(corpus), FrameAxis("illegal", "legal")(corpus)
    assert values(one, "legal/illegal bias") == pytest.approx([-v for v in values(other, "illegal/legal bias")])
    assert values(one, "legal/illegal intensity") == pytest.approx(values(other, "illegal/legal intensity"))


def test_a_pole_of_several_words_is_their_mean() -> None:
    # (1, 0) + (4, 3) over 2 less (0, 1): (2.5, 0.5); cos(vote) = 3 / sqrt(2) / sqrt(6.5).
    measured = FrameAxis(["law", "court"], "crime", vectors=VECTORS)(corpus_of("vote"))
    assert values(measured, "law/crime bias") == pytest.approx([3 * S / np.sqrt(6.5)])


def test_pole_words_and_stop_words_can_be_left_out_or_kept() -> None:
    corpus = corpus_of("The law court.")
    assert values(axis(pole_words=False)(corpus), "law/crime bias") == pytest.approx([S / 5])
    assert values(axis(stop_words=None)(corpus), "law/crime bias") == pytest.approx([(S + S + S / 5) / 3])
    assert values(axis(stop_words=["Court", "the"])(corpus), "law/crime bias") == pytest.approx([S])
    for wrong in ("none", True, [1]):
        with pytest.raises(OptionError, match="`stop_words` must be 'function', None or a list"):
            axis(stop_words=wrong)


def test_without_a_word_that_counts_there_is_no_value() -> None:
    measured = axis()(corpus_of("the x", "unheard words", "law"))
    assert np.isnan(values(measured, "law/crime bias")).tolist() == [True, True, False]


def test_every_word_is_evidence_with_its_cosine() -> None:
    measured = axis()(corpus_of(*TEXTS))
    assert measured.found is None  # it is found again
    bias = measured.evidence[measured.evidence["category"] == "law/crime bias"]
    assert bias["match"].tolist() == ["court", "court", "Theft", "Law", "crime", "crime"]
    assert bias["start"].tolist() == [4, 15, 22, 0, 8, 15]
    assert bias["weight"].tolist() == pytest.approx([S / 5, S / 5, -S / 5, S, -S, -S])
    assert "every word is evidence" in repr(measured)


def test_a_voice_has_its_own_words() -> None:
    measured = axis()(corpus_of('The law stands. "Crime, crime, court," the minister said.'))
    # s / 1 outside of the marks, where "stands", "minister" and "said" have no vector; (-2s + s/5) / 3 inside.
    for voice, value in (("own", S), ("direct", -1.8 * S / 3)):
        assert values(in_voice(measured, voice), "law/crime bias") == pytest.approx([value])


def slow(text: str, positive: Sequence[str], negative: Sequence[str]) -> tuple[Counter[str], dict[str, float]]:
    """Counts and cosines of the words of a text, word by word."""
    vectors = load_vectors()
    place = {word: number for number, word in enumerate(vectors.words[:60_000])}
    words = [w for w in tokenize([text]).to_frame()["word"] if w in place and w not in FUNCTION_WORDS and len(w) > 1]
    row = {word: [float(x) for x in vectors.table[place[word]]] for word in {*words, *positive, *negative}}
    mean = [[sum(row[w][k] for w in pole) / len(pole) for k in range(50)] for pole in (positive, negative)]
    f = [a - b for a, b in zip(*mean, strict=True)]

    def cosine(word: str) -> float:
        v = row[word]
        dot = sum(a * b for a, b in zip(v, f, strict=True))
        return dot / (sum(a * a for a in v) * sum(b * b for b in f)) ** 0.5

    return Counter(words), {word: cosine(word) for word in set(words)}


def test_it_agrees_with_a_slow_reading_of_the_formulas() -> None:
    positive, negative = ("legal", "lawful"), ("illegal", "unlawful")
    corpus = load_corpus("taji-2020", language="en")
    corpus = corpus.select(np.arange(len(corpus)) < 3)
    # The slow reading knows the 60,000 most frequent words; the others are left out of the measure too.
    known = set(load_vectors().words[:60_000])
    rare = {w for text in corpus.parts.texts for w in tokenize([text]).to_frame()["word"] if w not in known}
    measure = FrameAxis({"law": (positive, negative)}, stop_words=[*FUNCTION_WORDS, *rare])
    measured = measure(corpus)
    story = [f"{row.headline}\n\n{row.text}" for row in corpus.articles.itertuples()]
    read = [slow(text, positive, negative) for text in story]
    bias = [sum(n[w] * c[w] for w in n) / sum(n.values()) for n, c in read]
    whole = sum((n for n, _ in read), Counter())
    cosine = {word: c for _, of_text in read for word, c in of_text.items()}
    middle = sum(whole[w] * cosine[w] for w in whole) / sum(whole.values())
    intensity = [sum(n[w] * (c[w] - middle) ** 2 for w in n) / sum(n.values()) for n, c in read]
    assert values(measured, "law bias") == pytest.approx(bias, abs=1e-6)
    assert values(measured, "law intensity") == pytest.approx(intensity, abs=1e-6)


@pytest.mark.filterwarnings("ignore::toolkit.errors.AxisWarning")  # pairs of frequent words are no opposites
def test_many_axes_have_the_numbers_of_each_alone() -> None:
    corpus = load_corpus("taji-2020", language="en")
    many = FrameAxis([("legal", "illegal"), *[(f"{a}", f"{b}") for a, b in PAIRS]])(corpus)
    alone = FrameAxis("legal", "illegal")(corpus)
    assert len(many.categories) == 2 * (len(PAIRS) + 1) > 128
    assert values(many, "legal/illegal bias") == pytest.approx(values(alone, "legal/illegal bias"), abs=1e-7)
    assert values(many, "legal/illegal intensity") == pytest.approx(values(alone, "legal/illegal intensity"), abs=1e-7)


def _pairs(n: int) -> list[tuple[str, str]]:
    words = [w for w in load_vectors().words[:2_000] if re.fullmatch("[a-z]{4,}", w)]
    return list(zip(words[: 2 * n : 2], words[1 : 2 * n : 2], strict=True))


PAIRS = _pairs(140)


def test_vectors_of_another_language_measure_its_articles() -> None:
    german = TableVectors("de", ["recht", "unrecht", "gericht"], np.array([[1.0, 0], [0, 1], [4, 3]]), "de")
    corpus = corpus_of("Gericht", "court")
    corpus = corpus.step(corpus.articles.assign(language=["de", "en"]), "test", "languages")
    with pytest.warns(LanguageWarning, match="1 of 2 articles are not in the language 'de'"):
        measured = FrameAxis("recht", "unrecht", vectors=german)(corpus)
    assert values(measured, "recht/unrecht bias") == pytest.approx([S / 5, np.nan], nan_ok=True)


def test_vectors_that_are_none_are_refused() -> None:
    with pytest.raises(OptionError, match=r"what read_vectors\(file\) returns.*which has no 'language'"):
        FrameAxis("law", "crime", vectors=Path("mine.vec"))
    with pytest.raises(OptionError, match=r"`vectors` must be 'glove'; got 'mine\.vec'"):
        FrameAxis("law", "crime", vectors="mine.vec")


def test_the_signature_names_vectors_baseline_and_poles() -> None:
    corpus = corpus_of(*TEXTS)
    one = axis()(corpus).signature
    assert "vectors=by hand" in one
    assert "baseline=(-0.094" in one
    others = [axis(pole_words=False), axis(stop_words=None), FrameAxis("law", "theft", vectors=VECTORS)]
    assert len({one, *(other(corpus).signature for other in others)}) == 4
    assert "glove-6B-50d 1.0.0" in FrameAxis().signature


# Poles


def test_words_of_a_pole_that_are_missing_are_named() -> None:
    with pytest.warns(AxisWarning, match="'law/crime': without a vector: lawful"):
        measured = FrameAxis(["law", "lawful"], "crime", vectors=VECTORS)(corpus_of("court"))
    assert values(measured, "law/crime bias") == pytest.approx([S / 5])
    with pytest.raises(OptionError, match=r"No word of a pole of the axis 'leagal/illegal'.*'legal', .*"):
        FrameAxis("leagal", "illegal")(corpus_of("court"))


def test_poles_that_are_alike_or_misplaced_are_warned_of() -> None:
    with pytest.warns(AxisWarning, match=r"'up/down': poles are alike \(cosine 0\.95\)"):
        FrameAxis("up", "down")(corpus_of("court"))
    # f = (1, 0) - (-2, 1) = (3, -1). Cosines: aa .95, bb -.95, cc -.99; the middle is (0 - .99) / 2.
    three = TableVectors("three", ["aa", "bb", "cc"], np.array([[3.0, 0], [-1, 0], [-2, 1]]))
    with pytest.warns(AxisWarning, match="'aa/cc': on the other pole's side: bb"):
        FrameAxis(["aa", "bb"], "cc", vectors=three)(corpus_of("aa"))
    same = TableVectors("same", ["aa", "bb"], np.ones((2, 2)))
    with pytest.raises(OptionError, match="have the same vector"):
        FrameAxis("aa", "bb", vectors=same)(corpus_of("court"))


def test_audit_by_hand() -> None:
    row = audit_axes({"a": (["law", "lawful"], ["court"])}, vectors=VECTORS).iloc[0]
    assert (row["positive"], row["negative"], row["missing"], row["misplaced"]) == ("law", "court", "lawful", "")
    assert row["similarity"] == pytest.approx(0.8)  # (1, 0) and (4, 3)


def test_shipped_axes_are_whole_and_reasoned() -> None:
    audit = audit_axes()
    assert len(audit) >= 36
    assert (audit[["missing", "misplaced"]] == "").all(axis=None)
    assert audit["similarity"].max() < 0.9
    assert all(len(reason) > 20 for reason in list_axes()["reason"])
    assert [a.name for a in load_axes(["economy", "cost"])][-1] == "efficiency"  # a group, and one of it


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("legalty",), "no shipped axis 'legalty'.*Did you mean 'legality'"),
        (([],), "Axes are given as"),
        ((None,), "Axes are given as"),
        ((7,), "Axes are given as"),
        (("", "crime"), "positive pole of the axis .* must have at least one word"),
        (([], "crime"), "must have at least one word"),
        ((3, "crime"), "must be a word or a list of words; got 3"),
        (("law", "Law"), "'law' at both of its poles"),
        (({"a": "law"},), "must have two poles"),
        (({"a": (["law"], [1])},), "must be a word or a list of words"),
        (([("law", "crime", "theft")],), "must have two poles"),
        (([("law", "crime"), ("law", "crime")],), "two axes are called 'law/crime'"),
    ],
)
def test_poles_that_are_none_are_one_clear_error(given: tuple[Any, ...], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        FrameAxis(*given)


def test_the_ways_to_give_an_axis_are_the_same() -> None:
    pair = Axis("law/crime", ("law",), ("crime",))
    assert axes_of("Law", "crime") == axes_of([("law", ["crime"])]) == axes_of([pair]) == (pair,)
    assert axes_of({"x": ("law", "crime")}) == (Axis("x", ("law",), ("crime",)),)


def test_axes_are_read_from_files(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("legal\tillegal\n\nRich\tpoor\nlegal\tillegal\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("\ufefflegal,illegal\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(
        "axes:\n  law:\n    positive: [legal]\n    negative: illegal\n    reason: r\n", encoding="utf-8"
    )
    assert [a.name for a in read_axes(tmp_path / "a.tsv")] == ["legal/illegal", "rich/poor"]
    assert read_axes(tmp_path / "a.csv")[0].positive == ("legal",)
    assert read_axes(tmp_path / "a.yaml") == (Axis("law", ("legal",), ("illegal",), "r"),)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.tsv", "legal\n", "line 1: a word and its opposite"),
        ("a.csv", "a,b\nlegal,illegal,x\n", "line 2: a word and its opposite"),
        ("a.csv", "a,a\n", "'a' at both of its poles"),
        ("a.csv", "", "holds no axes"),
        ("a.yaml", "axes: [1]\n", "expected a key `axes`"),
        ("a.yaml", "axes:\n  law: {positive: [a]}\n", "must have the keys `positive` and `negative`"),
        ("a.yaml", "axes:\n  law: {positive: [a], negative: [b], colour: red}\n", "must have the keys"),
        ("a.yaml", "axes: !!python/object/apply:os.system ['true']\n", "not valid YAML"),
        ("a.yaml", "axes: {\n", "not valid YAML"),
        ("a.txt", "legal illegal\n", "axes are read from"),
    ],
)
def test_files_of_axes_that_are_broken(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        read_axes(tmp_path / name)


# Sentences


class Letters:
    """Sentences as (number of a, number of b), scaled to length 1."""

    name = "letters"
    dimension = 2

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.array([[text.count("a"), text.count("b")] for text in texts], dtype=np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9).astype(np.float32)


def sentences(positive: str = "a", negative: str = "b") -> SentenceAxis:
    return SentenceAxis({"axis": (positive, negative)}, model=Letters())


def test_sentences_by_hand() -> None:
    # f = (1, -1) / sqrt(2): "aaa" has s, "ab" 0, "aaaabbb" (4 - 3) / 5 s; "Zzz" has no embedding and is none.
    measured = sentences()(corpus_of("Aaaa. Zzz. B ab ba. Caaaabbb!"))
    assert measured.evidence["match"].tolist() == ["Aaaa.", "B ab ba.", "Caaaabbb!"]
    assert measured.evidence["weight"].tolist() == pytest.approx([S, 0, S / 5], abs=1e-6)
    row = measured.article_scores().iloc[0]
    assert (row["value"], row["exposure"]) == (pytest.approx((S + S / 5) / 3, abs=1e-6), 3)


def test_swapped_statements_turn_the_sign() -> None:
    corpus = corpus_of("Aaaa. Bab. Aab.")
    one, other = sentences()(corpus), sentences("b", "a")(corpus)
    assert one.article_scores()["value"].tolist() == pytest.approx((-other.article_scores()["value"]).tolist())


def test_statements_may_be_several_and_keep_their_case() -> None:
    measure = SentenceAxis(["A a.", "Aa aa."], "B.", model=Letters())
    assert measure.axes[0].positive == ("A a.", "Aa aa.")
    assert measure.categories == ("A a. / B.",)
    assert len(SentenceAxis("a" * 80, "b" * 80, model=Letters()).categories[0]) == 60


@pytest.mark.parametrize("given", [("a",), ([("a", "b")],), ({"x": "a"},), ({"x": ("a", 3)},), ("a", [1])])
def test_statements_that_are_none(given: tuple[Any, ...]) -> None:
    with pytest.raises(OptionError, match=r"Sentence axes are given as|must have two poles|A pole must be"):
        SentenceAxis(*given)


def test_statements_with_one_embedding_are_no_axis() -> None:
    with pytest.raises(OptionError, match="same embedding"):
        sentences("a", "aa")(corpus_of("Aab."))
