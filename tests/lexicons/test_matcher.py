"""The matcher against hand-made counts and a slow reference."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lexicons.reference import SlowMatcher, split_words
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.matcher import Matcher
from toolkit.text.tokens import tokenize
from toolkit.text.vocabulary import Vocabulary


def fast_matches(lexicon: Lexicon, texts: list[str]) -> list[list[tuple[int, int, str, str]]]:
    vocabulary = Vocabulary()
    matcher = Matcher([lexicon], vocabulary)
    tokens = tokenize(texts, vocabulary=vocabulary)
    matches = matcher.match(tokens)
    found: list[list[tuple[int, int, str, str]]] = [[] for _ in texts]
    for first, length, number in zip(matches.token, matches.length, matches.entry, strict=True):
        category = lexicon.category_names[matcher.compiled.category_of[number]]
        place = int(tokens.start[first]), int(tokens.end[first + length - 1])
        found[tokens.text[first]].append((*place, category, matcher.compiled.entries[number].pattern))
    return [sorted(rows) for rows in found]


def matched(patterns: list[str], text: str, *, ignore: list[str] | None = None) -> list[str]:
    rows = fast_matches(Lexicon.of({"c": patterns}, ignore=ignore or []), [text])[0]
    return [text[start:end] for start, end, _, _ in rows]


@pytest.mark.parametrize(
    ("patterns", "text", "expected"),
    [
        (["destroy"], "Destroy, destroyed, DESTROY", ["Destroy", "DESTROY"]),
        (["destroy*"], "They destroyed a destroyer", ["destroyed", "destroyer"]),
        (["*-backed"], "Iran-backed and US-backed groups backed off", ["Iran-backed", "US-backed"]),
        (["de*ter"], "deter deterred debater", ["deter", "debater"]),
        (["neighbo*rhood*"], "neighborhoods, neighbourhood", ["neighborhoods", "neighbourhood"]),
        (["*deter*t"], "nondeterrent deterred", ["nondeterrent"]),
        (["ward* off"], "to ward off, warded off, warded. Off", ["ward off", "warded off"]),
        (["wip* * out"], "wipe them out or wipe out or wiped it all out", ["wipe them out"]),
        (["don't"], "Don’t do, DON'T", ["Don’t", "DON'T"]),
        (["militia"], "the militia’s men", ["militia"]),
        (["iran's threat"], "Iran’s threat", ["Iran’s threat"]),
        (["u.s."], "the U.S. left", ["U.S."]),
        (["resist*"], "", []),
        (["a b", "b c"], "a b c", ["a b"]),
        (["a b", "b c d"], "a b c d", ["b c d"]),
        (["good", "not good"], "not good, good", ["not good", "good"]),
        (["café"], "cafe\u0301", ["cafe\u0301"]),
        (["by (fire|flood*)"], "by fire, by floods, by frost", ["by fire", "by floods"]),
        (
            ["by (a|the|) fire"],
            "by fire, by a fire, by the fire, by some fire",
            ["by fire", "by a fire", "by the fire"],
        ),
        (["(act of god|fire*)"], "an act of god, fires", ["act of god", "fires"]),
        (["neighbo(u|)r*"], "neighbour, neighbors, neighborly", ["neighbour", "neighbors", "neighborly"]),
        (["(iran|iraq)-backed"], "Iran-backed, Iraq-backed, Syria-backed", ["Iran-backed", "Iraq-backed"]),
    ],
)
def test_patterns(patterns: list[str], text: str, expected: list[str]) -> None:
    assert matched(patterns, text) == expected


def test_ignored_entries_keep_others_from_counting() -> None:
    text = "The Department of Defense said defense of the base by a destroyer"
    assert matched(["defense", "destroy*"], text, ignore=["department of defense", "destroyer"]) == ["defense"]


def test_places_are_code_points_counted_by_hand() -> None:
    rows = fast_matches(Lexicon.of({"c": ["destroy*"]}), ["Été: destroy it", "", "👍 destroyed"])
    assert [[row[:2] for row in one] for one in rows] == [[(5, 12)], [], [(2, 11)]]


def test_one_pattern_in_two_categories_counts_in_both() -> None:
    lexicon = Lexicon.of({"a": ["war"], "b": ["war", "war crime*"]})
    rows = fast_matches(lexicon, ["war and war crimes"])[0]
    assert [(category, start) for start, _, category, _ in rows] == [("a", 0), ("b", 0), ("b", 8)]


def test_two_patterns_of_one_category_count_a_word_once() -> None:
    rows = fast_matches(
        Lexicon.of({"c": ["destroy*", "destroyed", "*ed", "was destroyed", "* destroyed"]}),
        ["it destroyed, was destroyed"],
    )
    assert [pattern for _, _, _, pattern in rows[0]] == ["* destroyed", "was destroyed"]


def test_lexicons_do_not_disturb_each_other() -> None:
    vocabulary = Vocabulary()
    one, two = Lexicon.of({"c": ["good"]}), Lexicon.of({"c": ["not good"]}, ignore=["good"])
    matcher = Matcher([one, two], vocabulary)
    tokens = tokenize(["not good"], vocabulary=vocabulary)
    matches = matcher.match(tokens)
    assert sorted(matcher.compiled.lexicon_of[matches.entry].tolist()) == [0, 1]


def test_words_met_later_are_resolved_too() -> None:
    vocabulary = Vocabulary()
    matcher = Matcher([Lexicon.of({"c": ["deter*", "ward* off"]})], vocabulary)
    counts = [len(matcher.match(tokenize([t], vocabulary=vocabulary))) for t in ("none", "deters", "wards off")]
    assert counts == [0, 1, 1]


def test_gaps_of_every_width_are_bridged() -> None:
    patterns = ["x" + " *" * n + " y" for n in range(12)]
    texts = ["x " + "z " * n + "y" for n in range(12)]
    assert [matched(patterns, text) for text in texts] == [[text] for text in texts]


@pytest.mark.parametrize("most_pairs", [0, 1_000])
def test_texts_matched_one_after_the_other_give_the_same(most_pairs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.lexicons.matcher.MOST_PAIRS", most_pairs)
    lexicon = Lexicon.of({"c": ["ward* off", "(was|were) * off"]})
    texts = ["It was warded off.", "They ward off, ward on.", "We were put off: it was warded off.", "ward off"]
    vocabulary = Vocabulary()
    matcher = Matcher([lexicon], vocabulary)
    counts = [len(matcher.match(tokenize([text], vocabulary=vocabulary))) for text in texts]
    assert counts == [len(rows) for rows in fast_matches(lexicon, texts)] == [1, 1, 2, 1]


words = st.sampled_from(["a", "b", "ab", "abc", "ba", "a-b", "b's", ".", "\n", "A"])
patterns = st.sampled_from(
    [
        "a",
        "b",
        "a*",
        "*b",
        "a*c",
        "a*b*",
        "*b*",
        "*a*c",
        "*",
        "a b",
        "a * b",
        "b a b",
        "* b",
        "a* b*",
        "ab ba",
        "a-b",
        "b's",
        "(a|b*) b",
        "a (b|a|)",
        "(b|a b) a",
    ]
).filter(lambda pattern: pattern != "*")


@given(
    st.lists(st.lists(words, max_size=14).map(" ".join), min_size=1, max_size=3),
    st.lists(patterns, min_size=1, max_size=5),
    st.lists(patterns, max_size=3),
    st.lists(patterns, max_size=3),
)
@settings(max_examples=300, deadline=None)
def test_agrees_with_a_slow_matcher(texts: list[str], one: list[str], two: list[str], ignored: list[str]) -> None:
    lexicon = Lexicon.of({"one": one, "two": two}, ignore=ignored)
    slow = SlowMatcher(lexicon)
    assert fast_matches(lexicon, texts) == [slow.match(words) for words in split_words(texts)]
