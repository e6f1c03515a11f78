"""Text repair."""

import numpy as np

from toolkit.text.concordance import context_lines, sentence_bounds
from toolkit.text.normalize import normalize_word, repair_text, unwrap_lines


def test_words_that_look_the_same_are_the_same() -> None:
    assert normalize_word("Don’t") == "don't"
    assert normalize_word("Iran\u2011backed") == "iran-backed"
    assert normalize_word("co\u00adoperate") == "cooperate"


def test_repair_keeps_quotes_and_drops_control_characters() -> None:
    assert repair_text("“a”\r\nb\x00c\u2028d") == "“a”\nb c\nd"


def test_hard_wrapped_lines_are_joined() -> None:
    wrapped = (
        "The coalition said on Thursday that it would move several\nhundred troops from smaller bases to larger\n"
        "ones in the north of the country, officials\nsaid.\n\nNo date was given for the last of these moves, which\n"
        "had been planned for some weeks by the command and\nits partners."
    )
    assert unwrap_lines(wrapped).split("\n\n")[1].count("\n") == 0
    assert unwrap_lines(wrapped).startswith("The coalition said on Thursday that it would move several hundred troops")


def test_paragraph_a_line_is_left_alone() -> None:
    text = "The first paragraph ends here.\nThe second one too.\n\nAnd the third does.\nAnd a fourth."
    assert unwrap_lines(text) == text


def test_context_is_cut_at_spaces() -> None:
    text = "alpha beta gamma destroy delta epsilon"
    assert context_lines(text, 17, 24, width=10) == ("…gamma ", "destroy", " delta…")


def test_a_sentence_keeps_its_opening_mark() -> None:
    texts = ["He left. “We stay,” she said. Then (it) rained."]
    start, end = sentence_bounds(texts, np.array([0, 0], dtype=np.int32), np.array([1, 2], dtype=np.int32))
    assert texts[0][start[0] : end[0]].strip() == "“We stay,” she said."
    assert texts[0][start[1] : end[1]] == "Then (it) rained."
