"""The lexicon of loaded language: what it holds, and whether it keeps its own promises."""

import pytest
import yaml

from toolkit.lexicons import shipped
from toolkit.lexicons.lexicon import Entry
from toolkit.lexicons.matcher import Matcher
from toolkit.lexicons.shipped import load_lexicon
from toolkit.text.tokens import tokenize
from toolkit.text.vocabulary import Vocabulary

LEXICON = load_lexicon("loaded-language")


def found(sentence: str) -> list[tuple[str, Entry]]:
    """Return the category and the entry of each match that counts."""
    vocabulary = Vocabulary()
    matcher = Matcher([LEXICON], vocabulary)
    compiled = matcher.compiled
    entries = matcher.match(tokenize([sentence], vocabulary=vocabulary)).entry.tolist()
    names = LEXICON.category_names
    return [
        (names[compiled.category_of[one]], compiled.entries[one]) for one in entries if compiled.category_of[one] >= 0
    ]


def test_every_entry_names_something_neutral_and_every_group_its_reason() -> None:
    entries = [entry for category in LEXICON.categories for entry in category.entries]
    assert [entry.pattern for entry in entries if not entry.neutral] == []
    assert [entry.pattern for entry in (*entries, *LEXICON.ignore) if not entry.note] == []
    assert len(entries) > 700


def test_no_word_is_offered_as_neutral_that_the_lexicon_calls_loaded() -> None:
    offered = {one for category in LEXICON.categories for entry in category.entries for one in entry.neutral}
    assert {one: found(one) for one in sorted(offered) if found(one)} == {}


def test_no_pattern_stands_in_two_categories_or_twice_in_one() -> None:
    assert LEXICON.overlaps().empty


def test_the_two_sides_have_about_as_many_groups_and_entries() -> None:
    table = yaml.safe_load((shipped._FOLDER / "loaded-language" / "lexicon.yaml").read_text(encoding="utf-8"))
    left, right = (table["categories"][side]["entries"] for side in ("left terms", "right terms"))
    assert len(left) == len(right)
    n_left, n_right = (sum(len(group["patterns"]) for group in side) for side in (left, right))
    assert abs(n_left - n_right) <= 0.15 * max(n_left, n_right)


@pytest.mark.parametrize(
    ("sentence", "category", "neutral"),
    [
        ("The senator slammed the plan.", "saying", "criticised"),
        ("Troops neutralised two men.", "war euphemism", "killed"),
        ("The regime has fallen.", "power", "government"),
        ("They deported illegal aliens.", "right terms", "people in the country without permission"),
        ("Undocumented immigrants were held.", "left terms", "people in the country without permission"),
        ("She spoke for the pro-abortion side.", "right terms", "supporters of abortion rights"),
        ("She spoke for the anti-choice side.", "left terms", "opponents of abortion rights"),
        ("The strike caused collateral damage.", "war euphemism", "civilians killed"),
        ("The death tax was raised.", "right terms", "estate tax"),
        ("His so-called plan was read.", "ridicule", "(leave out)"),
    ],
)
def test_what_could_have_been_written(sentence: str, category: str, neutral: str) -> None:
    ((kind, entry),) = found(sentence)
    assert kind == category
    assert neutral in entry.neutral


@pytest.mark.parametrize(
    "sentence",
    [
        "He hit a grand slam.",
        "The car slammed into a wall.",
        "Free radicals were measured.",
        "Elite troops landed.",
        "She was admitted to hospital.",
        "The tax regime is old.",
        "The group claimed responsibility.",
        "The Socialist Party met.",
        "Divers found unexploded ordnance.",
        "The court found cruel and unusual punishment.",
    ],
)
def test_plain_senses_are_left_out(sentence: str) -> None:
    assert found(sentence) == []
