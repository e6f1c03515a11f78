"""Tokens: offsets, words, types."""

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary


def spellings(text: str) -> list[str]:
    tokens = tokenize([text])
    return [text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The US won't go.", ["The", "US", "won't", "go"]),
        ("The US won’t go.", ["The", "US", "won’t", "go"]),
        ("Iran-backed, tit-for-tat", ["Iran-backed", "tit-for-tat"]),
        ("an early-morning raid – and after", ["an", "early-morning", "raid", "and", "after"]),
        ("Lt. Gen. Robert P. White", ["Lt", "Gen", "Robert", "P", "White"]),
        ("Dr. al-Hashemi of the U.S. said", ["Dr", "al-Hashemi", "of", "the", "U.S.", "said"]),
        ("at 9 a.m. local", ["at", "9", "a.m.", "local"]),
        ("$1,000.50 and 3.5 tons, 12 of 18", ["1,000.50", "and", "3.5", "tons", "12", "of", "18"]),
        ("Asa’ib Ahl al-Haq", ["Asa’ib", "Ahl", "al-Haq"]),
        ("al-Sha‘bi in Sana‘a", ["al-Sha‘bi", "in", "Sana‘a"]),
        ("Ḥizb Allāh, Ṣaʿda", ["Ḥizb", "Allāh", "Ṣaʿda"]),
        ("the militia's base", ["the", "militia", "'s", "base"]),
        ("the militia’s base", ["the", "militia", "’s", "base"]),
        ("the militias' bases", ["the", "militias", "bases"]),
        ("rock'n'roll", ["rock'n'roll"]),
        ("and/or", ["and", "or"]),
        ("bases.The", ["bases", "The"]),
        ("end of 2019.", ["end", "of", "2019"]),
        ('‘quoted’ "words"', ["quoted", "words"]),
        ("-5 - 6--7", ["5", "6", "7"]),
        ("قال المسؤول، نعم", ["قال", "المسؤول", "نعم"]),
        ("می‌خواهند", ["می‌خواهند"]),
        ("👍🎉 ok", ["ok"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert spellings(text) == expected


def test_offsets_are_code_points() -> None:
    # Counted by hand: é is one code point (two bytes), 👍 one (four bytes).
    tokens = tokenize(["Un été 👍 chaud", "x"])
    assert list(tokens.text) == [0, 0, 0, 1]
    assert list(tokens.start) == [0, 3, 9, 0]
    assert list(tokens.end) == [2, 6, 14, 1]


def test_case_and_apostrophes_share_a_type() -> None:
    tokens = tokenize(["Don't don’t DON'T don`t", "Été été"])
    assert len(set(tokens.type_id[:4])) == 1
    assert tokens.vocabulary.words[tokens.type_id[0]] == "don't"
    assert tokens.type_id[4] == tokens.type_id[5]


def test_composed_and_decomposed_letters_share_a_type() -> None:
    composed, apart = "caf\u00e9", "cafe\u0301"
    tokens = tokenize([composed, apart])
    assert tokens.type_id[0] == tokens.type_id[1]
    assert list(tokens.end) == [4, 5]


def test_the_possessive_is_no_word_of_its_own() -> None:
    tokens = tokenize(["Iran's and Iraq’s bases"])
    assert list(tokens.n_words) == [4]


def test_types_are_stable_while_the_vocabulary_grows() -> None:
    vocabulary = Vocabulary()
    first = tokenize(["alpha beta"], vocabulary=vocabulary)
    second = tokenize(["beta gamma"], vocabulary=vocabulary)
    assert first.type_id[1] == second.type_id[0]
    assert vocabulary.words == ["alpha", "beta", "gamma"]


def test_long_words_that_differ_at_their_end_are_told_apart() -> None:
    stem = "x" * 200
    tokens = tokenize([f"{stem}a {stem}b {stem}a " + "deterrence deterrents"])
    ids = list(tokens.type_id)
    assert ids[0] == ids[2] != ids[1]
    assert ids[3] != ids[4]


def test_one_string_is_refused() -> None:
    with pytest.raises(TypeError, match=r"tokenize\(\[text\]\)"):
        tokenize("one text")


def test_lone_surrogates_do_not_lose_a_text() -> None:
    assert spellings("before \ud800 after")[-1] == "after"


def slow_words(text: str) -> list[tuple[int, int]]:
    """A plain reading of the rules in toolkit.text.words, character by character."""
    inside = {"\u00ad", "\u200c", "\u200d", "\u2060", "\ufeff", "_"}
    not_letters = {"\u02bc"}

    def is_letter(c: str) -> bool:
        return c in inside or (unicodedata.category(c)[0] in "LM" and c not in not_letters)

    def is_digit(c: str) -> bool:
        return unicodedata.category(c)[0] == "N"

    def at(i: int) -> str:
        return text[i] if 0 <= i < len(text) else " "

    word = [is_letter(c) or is_digit(c) for c in text]
    apostrophes = "'ʼ＇‘‚‹`’›´′"
    splits = set()
    joined = list(word)
    for i, c in enumerate(text):
        near = is_letter(at(i - 1)) or is_digit(at(i - 1)), is_letter(at(i + 1)) or is_digit(at(i + 1))
        if c in apostrophes + "-‐‑" and all(near):
            joined[i] = True
        if c in ".," and is_digit(at(i - 1)) and is_digit(at(i + 1)):
            joined[i] = True
    for i, c in enumerate(text):
        alone_before = (
            is_letter(at(i - 1)) and at(i - 1).isascii() and not (is_letter(at(i - 2)) or is_digit(at(i - 2)))
        )
        alone_after = is_letter(at(i + 1)) and at(i + 1).isascii() and not (is_letter(at(i + 2)) or is_digit(at(i + 2)))
        if c == "." and alone_before and alone_after:
            joined[i] = True
            if at(i + 2) == ".":
                joined[i + 2] = True
    for i, c in enumerate(text):
        if c in apostrophes and joined[i] and at(i + 1) in "sS" and not (i + 2 < len(text) and joined[i + 2]):
            splits.add(i)
    spans, begin = [], None
    for i in range(len(text) + 1):
        here = i < len(text) and joined[i]
        if begin is not None and (not here or i in splits):
            spans.append((begin, i))
            begin = None
        if here and begin is None:
            begin = i
    return spans


pieces = st.sampled_from(
    ["U.S.", "a.m.", "Iran’s", "won't", "al-Sha‘bi", "3.5", "1,000", " ", "\n", "é", "👍", ".", ",", "'", "’", "s",
     "-", "ق", "x", "“", "”", '"', "\u200c", "A", "1", "e\u0301", "中"]
)  # fmt: skip


@given(st.lists(st.lists(pieces, max_size=25).map("".join), max_size=4))
@settings(max_examples=200, deadline=None)
def test_words_agree_with_a_slow_reading_of_the_rules(texts: list[str]) -> None:
    tokens = tokenize(texts)
    for i, text in enumerate(texts):
        rows = slice(tokens.first[i], tokens.first[i + 1])
        found = list(zip(tokens.start[rows].tolist(), tokens.end[rows].tolist(), strict=True))
        assert found == slow_words(text)


@given(st.lists(st.text(max_size=60), max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_ordered_spans_inside_it(texts: list[str]) -> None:
    tokens = tokenize(texts)
    assert tokens.n_texts == len(texts)
    for i, text in enumerate(texts):
        rows = slice(tokens.first[i], tokens.first[i + 1])
        start, end = tokens.start[rows], tokens.end[rows]
        assert (start < end).all() and (start[1:] >= end[:-1]).all()
        assert not len(end) or end[-1] <= len(text)
        assert (np.diff(tokens.sentence[rows]) >= 0).all()


def test_batches_give_the_same_as_one_call() -> None:
    texts = ["The U.S. said “no.” Then it went.", "", "Iran’s answer came.", "x " * 500]
    whole = tokenize(texts).to_frame()
    parts = []
    for rows in iter_batches([len(text) for text in texts], size=20):
        frame = tokenize(texts[rows]).to_frame()
        parts.append(frame.assign(text=frame["text"] + rows.start))
    for column in ("text", "sentence", "start", "end", "word", "quoted"):
        assert whole[column].tolist() == [value for part in parts for value in part[column]]


def test_every_text_is_in_exactly_one_batch() -> None:
    batches = list(iter_batches([5, 50, 5, 5, 0], size=12))
    assert [(b.start, b.stop) for b in batches] == [(0, 1), (1, 2), (2, 5)]


def test_a_long_line_is_read_in_one_piece() -> None:
    text = "destroy the base " * 300_000  # about 5 MB without a line break
    tokens = tokenize([text])
    assert len(tokens) == 900_000
    assert re.findall(r"\S+", text[-20:])[-1] == text[tokens.start[-1] : tokens.end[-1]]
