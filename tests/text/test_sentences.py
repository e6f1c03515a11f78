"""Sentence ends: expected splits are written by hand."""

import pytest

from toolkit.text.tokens import tokenize


def sentences(text: str) -> list[list[str]]:
    tokens = tokenize([text])
    found: list[list[str]] = [[] for _ in range(int(tokens.n_sentences[0]))]
    for number, start, end in zip(tokens.sentence, tokens.start, tokens.end, strict=True):
        found[number].append(text[start:end])
    return found


@pytest.mark.parametrize(
    ("text", "first_words"),
    [
        ("It fell. They left.", ["It", "They"]),
        ("Lt. Gen. Robert P. White sent a memo. It warned of costs.", ["Lt", "It"]),
        ("Dr. al-Hashemi spoke. Nobody answered.", ["Dr", "Nobody"]),
        ("The U.S. Army left. It went home.", ["The", "It"]),
        ("They left the U.S. The rest stayed.", ["They", "The"]),
        ("He works for Smith Inc. in Basra. She does not.", ["He", "She"]),
        ("It began at 9 a.m. and ended. No one slept.", ["It", "No"]),
        ("It began on Jan. 3. Then came No. 5 of them.", ["It", "Then"]),
        ("On Sept. 11 it was quiet.", ["On"]),
        ("Sen. Warner and Rep. Smith met Gov. Jones.", ["Sen"]),
        ("“We will go.” They went.", ["We", "They"]),
        ("“Will you go?” he asked. Nobody moved.", ["Will", "Nobody"]),
        ("He said “Stop!” and left.", ["He"]),
        ("It cost 3.5 tons. More came.", ["It", "More"]),
        ("They waited ... and waited. Nothing.", ["They", "Nothing"]),
        ("They waited… Then it came.", ["They", "Then"]),
        ("Rockets fell on the bases.The army left.", ["Rockets", "The"]),
        ("See example.com for more. Thanks.", ["See", "Thanks"]),
        ("A headline without a stop\nThe story begins.", ["A", "The"]),
        ("One (two. Three.) Four.", ["One", "Three", "Four"]),
        ("قال المسؤول. ماذا حدث؟ لا شيء", ["قال", "ماذا", "لا"]),
        ("他们走了。我们留下。", ["他们走了", "我们留下"]),
        ("Gen. White vs. Col. Brown. Both lost.", ["Gen", "Both"]),
        ("12 rockets fell. 18 were found.", ["12", "18"]),
        ("The base in St. Louis closed. Mr. Smith wept.", ["The", "Mr"]),
        ("Is it over? Yes! Go.", ["Is", "Yes", "Go"]),
    ],
)
def test_sentence_ends(text: str, first_words: list[str]) -> None:
    assert [sentence[0] for sentence in sentences(text)] == first_words


def test_sentences_are_numbered_within_each_text() -> None:
    tokens = tokenize(["One. Two.", "", "Three. Four. Five."])
    assert tokens.sentence.tolist() == [0, 1, 0, 1, 2]
    assert tokens.n_sentences.tolist() == [2, 0, 3]


def test_text_without_marks_is_one_sentence() -> None:
    assert tokenize(["rockets fell on the base and nobody was hurt"]).n_sentences.tolist() == [1]
