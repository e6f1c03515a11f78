"""Words that differ between tellings; the spans are counted by hand."""

import pytest

from toolkit.events.content import content_form, stem
from toolkit.events.wording import telling_words


def test_the_word_that_one_telling_alone_has_is_marked() -> None:
    first, second = telling_words(["Three were killed.", "3 were martyred."])
    assert first == [(0, 5, False), (11, 17, True)]
    assert second == [(0, 1, False), (7, 15, True)]


def test_case_and_endings_make_no_difference() -> None:
    spans = telling_words(["Rockets HIT the base", "a rocket hits bases", "the base burns"])
    assert [alone for _, _, alone in spans[0]] == [False, False, False]
    assert spans[2] == [(4, 8, False), (9, 14, True)]


def test_a_word_twice_in_one_telling_is_still_its_own() -> None:
    assert telling_words(["Shame, shame", "Nothing else"])[0] == [(0, 5, True), (7, 12, True)]


def test_a_country_and_its_people_are_one_and_the_pronoun_is_none() -> None:
    spans = telling_words(["US planes struck us", "American planes struck them"])
    assert [(start, end) for start, end, _ in spans[0]] == [(0, 2), (3, 9), (10, 16)]
    assert not any(alone for own in spans for _, _, alone in own)


@pytest.mark.parametrize(
    ("texts", "expected"), [([], []), ([""], [[]]), (["the of"], [[]]), (["Taji"], [[(0, 4, True)]])]
)
def test_little_to_mark(texts: list[str], expected: object) -> None:
    assert telling_words(texts) == expected


@pytest.mark.parametrize(
    ("word", "form"),
    [("three", "3"), ("٣", "3"), ("۳۳", "33"), ("5,200", "5200"), ("dozen", "12"), ("the", ""), ("iraqis", "iraq")],
)
def test_numbers_and_names_have_one_form(word: str, form: str) -> None:
    assert content_form(word) == form


@pytest.mark.parametrize(
    ("words", "form"),
    [
        (("attack", "attacks", "attacked", "attacking"), "attack"),
        (("militia", "militias"), "militia"),
        (("stop", "stopped", "stopping"), "stop"),
        (("base", "bases"), "bas"),
        (("السيادة", "والسيادة", "سيادة"), "سيادة"),
    ],
)
def test_inflected_forms_have_one_stem(words: tuple[str, ...], form: str) -> None:
    assert {stem(word) for word in words} == {form}
