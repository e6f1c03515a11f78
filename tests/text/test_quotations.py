"""Quotations: expected spans are written by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.text.tokens import tokenize


def quotations(text: str) -> list[str]:
    found = tokenize([text]).quotations
    return [text[start:end] for start, end in zip(found.start, found.end, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we will go" today.', ['"we will go"']),
        ("He said “we will go” today.", ["“we will go”"]),
        ("‘We will go,’ he said.", ["‘We will go,’"]),
        ("'We will go,' he said.", ["'We will go,'"]),
        ("“He said ‘no’ to us,” she said.", ["“He said ‘no’ to us,”", "‘no’"]),
        ("\"He said 'no' to us,\" she said.", ["\"He said 'no' to us,\"", "'no'"]),
        ("‘He said “no” to us,’ she said.", ["‘He said “no” to us,’", "“no”"]),
        ("The militias’ bases and the army’s bases.", []),
        ("the '90s and the ’80s", []),
        ("Don't say it isn't so", []),
        ("'The militias' bases are safe,' he said.", ["'The militias' bases are safe,'"]),
        ("Group ‘ready to deter’ attacks", ["‘ready to deter’"]),
        ("“One.\n\n“Two.” Outside.", ["“One.\n\n“Two.”"]),
        ('"One.\n\n"Two.\n\n"Three." Outside.', ['"One.\n\n"Two.\n\n"Three."']),
        ("“Never closed.\n\nNext paragraph.", ["“Never closed."]),
        ("Stray close” here.", []),
        ('("yes")', ['("yes")'[1:-1]]),
        ("„Ja“, sagte er. «Oui», dit-il.", ["„Ja“", "«Oui»"]),
        ('A 5" gun and "a word" here', ['"a word"']),
        ("“a”“b”", ["“a”", "“b”"]),
        ('He said: "a." "b."', ['"a."', '"b."']),
        ("Asa’ib Ahl al-Haq and al-Sha‘bi", []),
        ("", []),
    ],
)
def test_quoted_spans(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


def test_depth_and_closing() -> None:
    found = tokenize(["“He said ‘no’ to us.” “Never closed"]).quotations
    assert found.depth.tolist() == [1, 2, 1]
    assert found.closed.tolist() == [True, True, False]


def test_words_know_their_voice() -> None:
    tokens = tokenize(["They said “we ‘may’ go” today"])
    assert tokens.quoted.tolist() == [0, 0, 1, 2, 1, 0]


def test_quotations_do_not_run_into_the_next_text() -> None:
    tokens = tokenize(["“never closed", "closed” here", "“yes”"])
    assert tokens.quotations.text.tolist() == [0, 2]
    assert tokens.quoted.tolist() == [1, 1, 0, 0, 1]


def test_an_opening_mark_far_below_does_not_continue_an_unclosed_one() -> None:
    text = "“Never closed.\n\nPlain.\n\nPlain too.\n\n“Another one.” End."
    assert quotations(text) == ["“Never closed.", "“Another one.”"]


marks = st.sampled_from(["“", "”", "‘", "’", '"', "'", "word ", "s", " ", "\n", ".", ", ", "(", ")", "é"])


@given(st.lists(st.lists(marks, max_size=30).map("".join), max_size=3))
@settings(max_examples=200, deadline=None)
def test_spans_lie_in_their_text_and_begin_with_a_mark(texts: list[str]) -> None:
    tokens = tokenize(texts)
    found = tokens.quotations
    for text, start, end in zip(found.text, found.start, found.end, strict=True):
        assert 0 <= start < end <= len(texts[text])
        assert texts[text][start] in "“”‘’\"'"
    assert (tokens.quoted <= 2 * len(found)).all()
