"""Pronouns of actors: sentences whose answers were written by hand."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import LanguageWarning, ReadError
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.actor_pronouns import PRONOUNS
from toolkit.stance.actors import find_actors
from toolkit.validity.pronouns import validate_pronouns

ACTORS = Actors((
    Actor("lind", "Nora Lind", kind="person"), Actor("brandt", "Carl Brandt", kind="person"),
    Actor("union", "the union"), Actor("guards", "the guards"),
))  # fmt: skip

# text -> pronouns with their actors, in order
SENTENCES = {
    "Nora Lind said that she would stay.": [("she", "lind")],
    "Nora Lind left early. She was tired.": [("She", "lind")],
    "Carl Brandt praised his staff.": [("his", "brandt")],
    "Carl Brandt told him to leave.": [],  # him is somebody else
    "Nora Lind met a doctor. The doctor said that she was ill.": [],  # the doctor
    "The union said that it would strike.": [("it", "union")],
    "The union met. It was clear that nobody would come.": [],  # it stands for nothing
    "The union met. It rained all day.": [],
    "The guards left the gate. They were paid.": [("They", "guards")],
    "The union wrote to the city. The letter said nothing. They left.": [],
    "Nora Lind left. “He lied,” said a nurse.": [],
    "Nora Lind resigned on Monday. The weather was fine. The town was calm. She wept.": [],  # too far back
    "Mr. Carl Brandt and Mrs. Nora Lind came. She sang.": [("She", "lind")],
}


def pronouns_of(text: str) -> list[tuple[str, str]]:
    corpus = Corpus(pd.DataFrame({"article_id": ["a"], "text": [text], "language": "en"}))
    table = find_actors(corpus, ACTORS, pronouns=True).table
    return [(row.text, row.actor) for row in table[table["how"] == "pronoun"].itertuples()]


@pytest.mark.filterwarnings("ignore::toolkit.errors.ActorWarning")
@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_by_hand(text: str) -> None:
    assert pronouns_of(text) == SENTENCES[text]


@pytest.mark.filterwarnings("ignore::toolkit.errors.ActorWarning")
def test_pronouns_are_mentions_in_their_place_and_only_if_wanted() -> None:
    corpus = Corpus(pd.DataFrame({"article_id": ["a"], "text": ["Nora Lind left. She was tired."]}))
    assert "pronoun" not in set(find_actors(corpus, ACTORS).table["how"])
    row = find_actors(corpus, ACTORS, pronouns=True).table.iloc[-1]
    assert (row["start"], row["end"], row["sentence"], row["how"]) == (16, 19, 1, "pronoun")


@pytest.mark.filterwarnings("ignore::toolkit.errors.ActorWarning")
def test_other_languages_are_left_alone_and_said() -> None:
    corpus = Corpus(pd.DataFrame({"article_id": ["a"], "text": ["Nora Lind ging. Sie war müde."], "language": ["de"]}))
    with pytest.warns(LanguageWarning, match="find_actors"):
        assert "pronoun" not in set(find_actors(corpus, ACTORS, pronouns=True).table["how"])


def test_figures_by_hand(tmp_path: Path) -> None:
    rows = [
        # coded and linked
        ("Nora Lind said that she would stay.", "Nora Lind", [{"from": 20, "to": 23, "mention": "she"}]),
        # coded, but not linked: what stands before in a quotation is another's word
        ("Nora Lind said: “She lied.”", "Nora Lind", [{"from": 17, "to": 20, "mention": "She"}]),
        ("No pronoun of Nora Lind.", "Nora Lind", None),
    ]
    file = tmp_path / "gold.jsonl"
    lines = [{"sentence": s, "target": t, "start": s.index(t), "end": s.index(t) + len(t), "other_mentions": o}
             for s, t, o in rows]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    result = validate_pronouns([file])
    assert result.n == 2 and result.figures["recall"].estimate == 0.5
    assert result.figures["precision"].estimate == 1
    file.write_text(json.dumps(lines[2]), encoding="utf-8")
    with pytest.raises(ReadError, match="no sentence with a pronoun"):
        validate_pronouns([file])


def test_on_coded_news_it_is_more_precise_than_taking_every_pronoun_for_the_target(shared_dir: Path) -> None:
    file = shared_dir / "data" / "newsmtsc" / "devtest_mt.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    n_coded = n_all = 0
    for row in rows:
        coded = [one for one in row["other_mentions"] or [] if one["mention"].lower() in PRONOUNS]
        if coded and row["target"].lower() not in PRONOUNS:
            n_coded += len(coded)
            n_all += len([word for word in re.findall(r"\w+", row["sentence"].lower()) if word in PRONOUNS])
    assert validate_pronouns([file]).figures["precision"].low > n_coded / n_all
