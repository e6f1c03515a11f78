"""The words for acts: what is shipped says what it should, and broken files are refused with the place named."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolkit.errors import LexiconError
from toolkit.stance import acts as acts_module
from toolkit.stance.acts import CLASSES, NEEDS, Acts, ActVerb, load_acts, read_acts

MARKS = {"of": {"agent": ["by"], "patient": ["of"], "possessive": "agent"}}
SCALES = {"agent_power": 0.5, "agent_aggression": 1, "patient_effect": -1, "attitude": -1, "legitimacy": 0}
BURN = {"class": "destroy", "verbs": ["burn", "burn down"], "nouns": {"of": {"burning": "burn"}}, "reason": "Fire."}


def table(**changes: Any) -> dict[str, Any]:
    """Return a small table of acts with one group, and changes to that group."""
    return {"name": "small", "version": "1", "marks": MARKS, "groups": [{**BURN, **SCALES, **changes}]}


def read(content: Any, folder: Path) -> Acts:
    path = folder / "small.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return read_acts(path)


def verb(lemma: str) -> ActVerb:
    found = load_acts().verb(lemma)
    assert found is not None, lemma
    return found


# What a reader of news would say, without looking at the file.
EXPECTED_CLASSES = {
    "kill": "kill", "murder": "kill", "die": "die", "shell": "harm", "torture": "harm", "besiege": "harm",
    "destroy": "destroy", "crack down on": "destroy", "arrest": "capture", "kidnap": "capture", "force": "coerce",
    "evict": "coerce", "rob": "deprive", "sack": "punish", "lay off": "punish", "mislead": "deceive",
    "threaten": "threat", "insult": "provoke", "accuse": "accuse", "condemn": "criticise", "reject": "oppose",
    "investigate": "investigate", "pardon": "restraint", "free": "release", "rescue": "help", "feed": "help",
    "defend": "protect", "endorse": "support", "praise": "praise", "cooperate with": "cooperate", "defeat": "win",
    "surrender to": "lose", "admire": "regard",
}  # fmt: skip


def test_plain_verbs_stand_in_the_class_a_reader_expects() -> None:
    assert {lemma: verb(lemma).group.act_class for lemma in EXPECTED_CLASSES} == EXPECTED_CLASSES
    assert set(EXPECTED_CLASSES.values()) == set(CLASSES)


def test_values_point_the_way_a_reader_expects() -> None:
    assert verb("kill").group.patient_effect < 0 < verb("rescue").group.patient_effect
    assert verb("condemn").group.attitude < 0 < verb("praise").group.attitude
    assert verb("murder").group.legitimacy < verb("kill").group.legitimacy < verb("neutralise").group.legitimacy
    assert verb("beg").group.agent_power < 0 < verb("arrest").group.agent_power
    assert verb("help").group.agent_aggression == 0 < verb("bomb").group.agent_aggression


@pytest.mark.parametrize("act_class", ["kill", "harm", "destroy", "capture", "deprive", "punish", "deceive", "threat"])
def test_harmful_classes_harm_throughout(act_class: str) -> None:
    groups = {v.group for v in load_acts().verbs.values() if v.group.act_class == act_class}
    assert groups and all(group.patient_effect < 0 for group in groups)


@pytest.mark.parametrize("act_class", ["restraint", "release", "help", "protect", "support", "praise", "cooperate"])
def test_friendly_classes_benefit_throughout(act_class: str) -> None:
    groups = {v.group for v in load_acts().verbs.values() if v.group.act_class == act_class}
    assert groups and all(group.patient_effect > 0 and group.attitude > 0 for group in groups)


def test_counts_by_class_add_up() -> None:
    acts = load_acts()
    assert len(acts.verbs) >= 1200
    assert len(acts.nouns) >= 500
    counts = acts.counts()
    assert sum(verbs for verbs, _ in counts.values()) == len(acts.verbs) + len(acts.intransitives)
    assert sum(nouns for _, nouns in counts.values()) == len(acts.nouns)


def test_a_last_preposition_introduces_the_patient_and_a_particle_does_not() -> None:
    assert (verb("crack down on").words, verb("crack down on").preposition) == (("crack", "down", "on"), "on")
    assert verb("lay off").preposition is None  # laid off 900 workers
    assert verb("take over").preposition is None  # took over the firm
    assert verb("beat to death").preposition is None  # beat the man to death
    assert verb("strip of").preposition is None  # stripped the man of his rank
    assert verb("steal from").preposition == "from"


def test_no_lemma_holds_an_article_or_a_mark_of_place() -> None:
    words = {word for entry in load_acts().verbs.values() for word in entry.words}
    assert not words & {"the", "a", "an", "his", "her", "its", "their", "~", ""}
    assert all(word == word.lower() for word in words)


def test_verbs_by_their_first_word_come_longest_first() -> None:
    found = [entry.lemma for entry in load_acts().heads("beat")]
    assert {"beat", "beat up", "beat to death", "beat back"} <= set(found)
    assert found[-1] == "beat"
    assert load_acts().heads("mumble") == ()


def test_american_spelling_finds_the_same_entry() -> None:
    acts = load_acts()
    assert acts.verb("criticize") is acts.verb("criticise")
    assert acts.noun("Defense") is acts.noun("defence")
    assert [entry.lemma for entry in acts.heads("apologize")] == ["apologise to"]


def test_an_ambiguous_verb_names_the_object_it_needs() -> None:
    assert verb("fire").needs == "person"
    assert verb("level").needs == "place"
    assert verb("kill").needs is None
    needs = {entry.needs for entry in (*load_acts().verbs.values(), *load_acts().nouns.values())}
    assert needs <= {None, *NEEDS}


def test_a_verb_with_another_sense_when_it_has_no_object_is_two_entries() -> None:
    acts = load_acts()
    assert acts.verb("drown") is not acts.intransitive("drown")
    drown = acts.intransitive("drown")
    assert drown is not None and (drown.group.act_class, drown.group.subject) == ("die", "patient")
    assert verb("drown").group.act_class == "kill"
    assert acts.intransitive("kill") is None
    assert acts.heads("drown")[-1] is drown


def test_nouns_name_their_parties() -> None:
    acts = load_acts()
    attack, arrest, support = acts.noun("attack"), acts.noun("arrest"), acts.noun("support")
    assert attack and arrest and support
    assert {"on", "against"} <= set(attack.patient_marks) and "by" in attack.agent_marks
    assert (attack.possessive, arrest.possessive) == ("agent", "patient")
    assert "of" in arrest.patient_marks and "of" not in arrest.agent_marks
    assert support.patient_marks == ("for",) and "from" in support.agent_marks
    assert support.needs == "patient"


def test_no_preposition_marks_both_parties_of_a_noun() -> None:
    assert not [n.lemma for n in load_acts().nouns.values() if set(n.agent_marks) & set(n.patient_marks)]


def test_every_noun_names_a_verb_that_is_there() -> None:
    acts = load_acts()
    assert all(noun.verb in acts.verbs for noun in acts.nouns.values())


def test_light_verbs_stand_on_one_side_each() -> None:
    acts = load_acts()
    assert "carry out" in acts.light_active
    assert "come under" in acts.light_inverse
    assert not acts.light_active & acts.light_inverse - {"win"}


def test_idioms_and_quantities_are_no_acts_upon_a_party() -> None:
    acts = load_acts()
    assert acts.is_idiom("kill", "time") and acts.is_idiom("hit", "price") and acts.is_idiom("criticize", "forecast")
    assert not acts.is_idiom("kill", "worker") and not acts.is_idiom("hit", "refinery")
    assert not acts.is_idiom("rescue", "time")


def test_a_noun_under_two_marks_takes_the_prepositions_of_both(tmp_path: Path) -> None:
    content = table(nouns={"of": {"burning": "burn"}, "on": {"burning": "burn"}})
    content["marks"] = {**MARKS, "on": {"agent": ["by", "of"], "patient": ["on"], "possessive": "agent"}}
    noun = read(content, tmp_path).noun("burning")
    assert noun is not None
    assert (noun.agent_marks, noun.patient_marks) == (("by",), ("of", "on"))


BROKEN: list[tuple[Any, str]] = [
    (["no", "table"], "expected a key `groups`"),
    ({**table(), "gruops": []}, "unknown key 'gruops'.*Did you mean 'groups'"),
    (table(**{"class": "destory"}), "group 1: `class` must be one of.*got 'destory'.*Did you mean 'destroy'"),
    (table(agent_power=2), "`agent_power` must be a number from -1 to 1; got 2"),
    (table(agent_aggression=-0.5), "`agent_aggression` must be a number from 0 to 1"),
    (table(attitude=True), "`attitude` must be a number"),
    (table(legitimacy="high"), "`legitimacy` must be a number"),
    (table(reason=" "), "a group needs a `reason`"),
    (table(subject="object"), "`subject` must be one of"),
    (table(verbs=["burn", "burn"]), "'burn' is there twice"),
    (table(verbs=["burn", True]), "`verbs` must be a list of words"),
    (table(needs={"burm": "place"}), "'burm' is no word of the group. Did you mean 'burn'"),
    (table(needs={"burn": "somebody"}), "needs of 'burn' must be one of"),
    (table(nouns={"of": {"burning": "brun"}}), "the noun 'burning' names the verb 'brun'.*Did you mean 'burn'"),
    (table(nouns={"at": {"burning": "burn"}}), "the mark of nouns must be one of 'of'; got 'at'"),
    (table(nouns=["burning"]), "`nouns` must be a table"),
    ({**table(), "marks": {"of": {"agent": ["by"]}}}, "marks 'of': expected the keys"),
    ({**table(), "spellings": {"birn": "bern"}}, "'bern' .for 'birn'. is no entry"),
    ({**table(), "spellings": {"burn down": "burn"}}, "'burn down' is an entry of its own"),
    ({**table(), "idioms": {"brun": ["tent"]}}, "idioms: no entry begins with 'brun'.*Did you mean 'burn'"),
    ({**table(), "quantities": [1]}, "`quantities` must be a list of words"),
    ({**table(), "groups": ["burn"]}, "group 1: expected a table"),
]


@pytest.mark.parametrize(("content", "message"), BROKEN)
def test_a_broken_file_is_refused_and_the_place_named(content: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=f"small.yaml.*{message}"):
        read(content, tmp_path)


def test_a_missing_file_and_bad_yaml_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no file of acts"):
        read_acts(tmp_path / "none.yaml")
    (tmp_path / "bad.yaml").write_text("groups: [", encoding="utf-8")
    with pytest.raises(LexiconError, match="not valid YAML"):
        read_acts(tmp_path / "bad.yaml")
    (tmp_path / "tag.yaml").write_text("groups: [!!python/object/apply:os.getcwd []]", encoding="utf-8")
    with pytest.raises(LexiconError, match="not valid YAML"):
        read_acts(tmp_path / "tag.yaml")


def test_the_card_names_every_class_and_value() -> None:
    card = tomllib.loads((Path(acts_module.__file__).parent / "data/acts.about.toml").read_text(encoding="utf-8"))
    assert card["version"] == load_acts().version
    words = set(re.findall(r"[a-z_]+", card["classes"] + card["measures"]))
    assert set(CLASSES) | set(SCALES) <= words
    assert set(NEEDS) <= set(re.findall(r"[a-z]+", card["form"]))
    assert len(card["traps"]) >= 5
