"""Engines of stance toward a target: signs a reader can agree on, negation, quotation, files, bad input."""

from pathlib import Path

import numpy as np
import pytest

from toolkit.errors import FramingWarning, OptionError, ReadError
from toolkit.stance.places import find_places
from toolkit.stance.rules import RuleEngine
from toolkit.stance.target import FunctionEngine, StanceScores, TargetSentence
from toolkit.stance.trained import TrainedEngine, load_stance, train_stance
from toolkit.stance.word_factors import nearness, of_another

# A sentence with its target in square brackets, and the sign that it was given by hand before any engine was run.
SENTENCES = [
    ("[Nora Lind] is a brilliant and honest leader.", 1),
    ("[Nora Lind] is a corrupt and dishonest leader.", -1),
    ("The corrupt [minister] resigned on Monday.", -1),
    ("The heroic [firefighter] went home.", 1),
    ("Critics called [the senator] a liar.", -1),
    ("[The governor] was widely praised for his courage.", 1),
    ("[The governor] was condemned for his cruelty.", -1),
    ("[The militia] murdered twelve villagers.", -1),
    ("[The volunteers] rescued forty children.", 1),
    ("[The company] cheated its customers.", -1),
    ("[The doctor] saved dozens of lives.", 1),
    ("[The regime] tortured its prisoners.", -1),
    ("[The president] met the ambassador on Tuesday.", 0),
    ("[The committee] will meet again next week.", 0),
    ("The report names [the agency] on page four.", 0),
    ("The train to [the capital] leaves at nine.", 0),
    ("[The secretary] said the figures would come in May.", 0),
    ("Observers admired [the judge] for her fairness.", 1),
    ("Voters despise [the chancellor].", -1),
    ("The speaker applauded [the nurses].", 1),
    ("The newspaper attacked [the mayor] as incompetent.", -1),
    ("[The terrorist group] claimed the attack.", -1),
    ("[The senator], a disgraced racist, left the room.", -1),
    ("[The coach], a gifted and generous man, left the room.", 1),
    ("[The general], who betrayed his country, was seen abroad.", -1),
    ("[The bank] was accused of fraud.", -1),
    ("[The minister] lied to parliament.", -1),
    ("[The charity] helped the victims.", 1),
    ("[Mayor]'s scandal shocks city", -1),
    ("[Senator] praised for rescue of refugees", 1),
    ("[The party] suffers a humiliating failure.", -1),
    ("[The team] won a splendid victory.", 1),
    ("The mayor's failures are known, but [the council] did excellent work.", 1),
    ("The city is lovely, but [the landlord] is a crook.", -1),
    ("It was a terrible mistake by [the airline].", -1),
    ("The award honours [the scientist].", 1),
]


def marked(text: str) -> TargetSentence:
    start, end = text.index("["), text.index("]") - 1
    return TargetSentence(text.replace("[", "").replace("]", ""), start, end)


def scored(*texts: str) -> StanceScores:
    return RuleEngine().score([marked(text) for text in texts])


@pytest.fixture(scope="module")
def all_scores() -> StanceScores:
    return scored(*(text for text, _ in SENTENCES))


@pytest.mark.parametrize("place", range(len(SENTENCES)), ids=lambda place: SENTENCES[place][0])
def test_the_sign_is_the_one_that_a_reader_gives(all_scores: StanceScores, place: int) -> None:
    assert all_scores.label[place] == SENTENCES[place][1]


def test_negation_turns_the_value_round() -> None:
    plain, negated, bad, not_bad = scored(
        "[The mayor] is honest.", "[The mayor] is not honest.", "[The mayor] is corrupt.", "[The mayor] is not corrupt."
    ).value
    assert plain > 0 > negated
    assert bad < 0 < not_bad


def test_a_target_that_suffers_is_not_thereby_against() -> None:
    doer, sufferer = scored("[The militia] murdered the villagers.", "The militia murdered [the villagers].").value
    assert doer < -0.3
    assert sufferer > doer
    assert RuleEngine().score([marked("The militia murdered [the villagers].")]).label[0] != -1


def test_who_is_praised_by_others_fares_better_than_who_is_blamed() -> None:
    praised, blamed = scored("Voters praised [the mayor].", "Voters condemned [the mayor].").value
    assert praised > 0 > blamed


def test_a_word_said_of_another_name_counts_half() -> None:
    of_ann, of_ivo = (find_places([marked(text)]) for text in (
        "[Ann Reed] is honest, says Ivo Marsh.", "Ann Reed is honest, says [Ivo Marsh]."
    ))  # fmt: skip
    assert of_another(of_ann)[3] == 1  # "honest" is the fourth token
    assert of_another(of_ivo)[3] == 0.5


def test_a_word_more_than_twelve_words_away_counts_less() -> None:
    places = find_places([marked("[Ann] saw a b c d e f g h i j k l.")])
    assert nearness(places, np.arange(14)).tolist() == [1.0] * 13 + [0.6]


def test_admission_and_trial_are_cues_against_and_family_one_in_favour() -> None:
    scores = scored("[The senator] admitted it.", "[The senator] faces jail.", "[The senator] has two daughters.")
    assert scores.evidence["why"].tolist() == ["cue:evasion", "cue:pressure", "cue:law", "cue:life"]
    assert np.sign(scores.evidence["weight"]).tolist() == [-1, -1, -1, 1]


def test_the_bounds_of_the_labels_shrink_with_the_amount_of_evaluation() -> None:
    # "honest" (root of 2/3 = .816) and "cruel" (-.816 * .9 = -.735) make S = .08 and A = 1.55: a bound of .1 holds, one
    # of .1 - .1 * 1.55, which is below 0, does not.
    text = [marked("[The mayor] is honest and cruel.")]
    weights = {"complement:subject": (1.0, 0.9)}
    evidence = RuleEngine(weights=weights, alpha=1).score(text).evidence
    assert len(evidence) == 2
    assert RuleEngine(weights=weights, favour=0.1, charge=0).score(text).label[0] == 0
    assert RuleEngine(weights=weights, favour=0.1, charge=0.1).score(text).label[0] == 1


def test_quoted_evaluation_is_marked_as_quoted() -> None:
    scores = scored("“[The mayor] is corrupt,” the clerk said.", "[The mayor] is corrupt, the clerk said.")
    evidence = scores.evidence
    spans = evidence[["row", "start", "end", "voice"]].to_records(index=False).tolist()
    assert spans == [(0, 14, 21, "quotation"), (1, 13, 20, "outlet")]


def test_evidence_says_where_the_words_stand_and_adds_up_to_the_value() -> None:
    text = "[The corrupt minister] lied to parliament."
    scores = scored(text)
    plain = marked(text).text
    words = [plain[a:b] for a, b in zip(scores.evidence["start"], scores.evidence["end"], strict=True)]
    assert set(words) == {"corrupt", "lied"}
    assert scores.evidence["weight"].sum() == pytest.approx(scores.value[0])


def test_one_sentence_can_favour_one_target_and_be_against_another() -> None:
    texts = "The judge is honest, but [the mayor] is corrupt.", "[The judge] is honest, but the mayor is corrupt."
    mayor, judge = scored(*texts).value
    assert mayor < 0 < judge


def test_the_same_sentence_gets_the_same_score_alone_and_among_others(all_scores: StanceScores) -> None:
    for place in (0, 7, 20):
        alone = scored(SENTENCES[place][0])
        assert alone.value[0] == all_scores.value[place]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[رئيس البلدية] فاسد وغير أمين.", "not in Latin script"), ("Nothing [...] here.", "the mention holds no word")],
)
def test_what_cannot_be_read_is_nan_with_a_reason(text: str, reason: str) -> None:
    scores = scored(text)
    assert np.isnan(scores.value[0]) and np.isnan(scores.label[0])
    assert reason in scores.reason[0]
    assert not len(scores.evidence)


def test_long_sentences_and_missing_marks_are_scored() -> None:
    long = "[The mayor] is corrupt and " + "the river runs past the old mill and " * 250 + "the day ends"
    scores = RuleEngine().score([marked(long), marked("[mayor] corrupt"), marked("[x]")])
    assert scores.value[0] < 0
    assert np.isfinite(scores.value[:2]).all()


def test_no_sentences_give_no_scores() -> None:
    scores = RuleEngine().score([])
    assert (len(scores), len(scores.evidence), scores.probabilities.shape) == (0, 0, (0, 3))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (0, 99), (2, 1)])
def test_a_mention_outside_of_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(OptionError, match="within the text"):
        TargetSentence("The mayor left.", start, end)


def test_other_things_than_sentences_are_refused() -> None:
    with pytest.raises(OptionError, match="place 0"):
        RuleEngine().score(["The mayor left."])  # type: ignore[list-item]
    with pytest.raises(OptionError, match="against"):
        RuleEngine(favour=-0.5, against=0.5)
    with pytest.raises(OptionError, match="charge"):
        RuleEngine(charge=-1)


GOOD = ["honest", "brilliant", "brave", "generous", "wise", "excellent", "kind", "admirable"]
BAD = ["corrupt", "cruel", "dishonest", "cowardly", "greedy", "terrible", "mean", "despicable"]
PLAIN = ["tall", "late", "in town", "on the train", "at work", "at the door", "thirty", "upstairs"]
MADE = [
    (f"{who} was {word} on that day.", label)
    for words, label in ((GOOD, 1), (BAD, -1), (PLAIN, 0))
    for word in words
    for who in ("[The mayor]", "They said [the clerk]")
]


@pytest.fixture(scope="module")
def engine() -> TrainedEngine:
    return train_stance([marked(text) for text, _ in MADE], [label for _, label in MADE])


def test_a_trained_engine_tells_sentences_like_those_it_was_trained_on(engine: TrainedEngine) -> None:
    new = ["[The judge] was honest and brave on that day.", "[The judge] was corrupt and cruel on that day."]
    scores = engine.score([marked(text) for text in new])
    assert scores.value[0] > scores.value[1]
    assert scores.label.tolist() == [1, -1]
    assert scores.probabilities.sum(axis=1) == pytest.approx([1, 1])
    assert scores.value == pytest.approx(scores.probabilities[:, 2] - scores.probabilities[:, 0])


def test_training_twice_gives_the_same_engine(engine: TrainedEngine) -> None:
    rows = [marked(text) for text, _ in MADE]
    again = train_stance(rows, [label for _, label in MADE])
    assert (again.score(rows[:9]).value == engine.score(rows[:9]).value).all()


def test_a_saved_engine_gives_identical_scores(engine: TrainedEngine, tmp_path: Path) -> None:
    rows = [marked(text) for text, _ in MADE]
    path = engine.save(tmp_path / "mine.npz")
    loaded = load_stance(path)
    assert (loaded.score(rows).probabilities == engine.score(rows).probabilities).all()
    assert b"pickle" not in path.read_bytes()


def test_a_file_that_was_changed_after_saving_is_refused(engine: TrainedEngine, tmp_path: Path) -> None:
    path = engine.save(tmp_path / "mine.npz")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(ReadError, match="one of them was changed"):
        load_stance(path)


def test_a_description_that_was_changed_after_saving_is_refused(engine: TrainedEngine, tmp_path: Path) -> None:
    path = engine.save(tmp_path / "mine.npz")
    about = path.with_suffix(".json")
    about.write_text(about.read_text(encoding="utf-8").replace('"n": 48', '"n": 49'), encoding="utf-8")
    with pytest.raises(ReadError, match="one of them was changed"):
        load_stance(path)


def test_an_engine_with_other_features_is_refused(engine: TrainedEngine, tmp_path: Path) -> None:
    arrays = {**engine.arrays, "words_weight": engine.arrays["words_weight"][:-1]}
    with pytest.raises(ReadError, match="another version"):
        load_stance(TrainedEngine(arrays, engine.about).save(tmp_path / "old.npz"))


def test_an_engine_trained_with_other_models_warns(engine: TrainedEngine, tmp_path: Path) -> None:
    other = TrainedEngine(engine.arrays, {**engine.about, "models": "a parser of 1999"})
    with pytest.warns(FramingWarning, match="a parser of 1999"):
        load_stance(other.save(tmp_path / "other.npz"))


def test_the_shipped_engine_tells_praise_from_blame_and_says_what_it_was_trained_on() -> None:
    shipped = load_stance()
    texts = ["Voters admire [the senator] for her honesty.", "[The senator] was convicted of fraud and lied about it."]
    assert shipped.score([marked(text) for text in texts]).label.tolist() == [1, -1]
    assert "NewsMTSC" in shipped.about["source"]["data"]


def test_missing_and_foreign_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="There is no file"):
        load_stance(tmp_path / "none.npz")
    with pytest.raises(ReadError, match="whose name ends in"):
        load_stance(tmp_path / "engine.pickle")


def test_a_trained_engine_gives_nan_with_a_reason_where_it_cannot_read(engine: TrainedEngine) -> None:
    scores = engine.score([marked("[رئيس البلدية] فاسد وغير أمين."), marked("[The mayor] was honest.")])
    assert np.isnan(scores.value[0]) and scores.reason[0]
    assert np.isfinite(scores.value[1]) and not scores.reason[1]
    assert len(engine.score([])) == 0


@pytest.mark.parametrize("labels", [[1, 0], [1, 0, 2], [1, 1, 1], [1.5, 0, -1]])
def test_labels_that_cannot_be_learnt_from_are_refused(labels: list[int]) -> None:
    rows = [marked("[A man] was kind."), marked("[A man] was cruel."), marked("[A man] was tall.")]
    with pytest.raises(OptionError, match="labels"):
        train_stance(rows, labels)


def test_an_engine_made_from_a_function() -> None:
    engine = FunctionEngine("mine", lambda one: (0.7, 0.2, 0.1) if "bad" in one.text else (0.0, 0.25, 0.75))
    scores = engine.score([TargetSentence("A bad mayor.", 6, 11), TargetSentence("A mayor.", 2, 7)])
    assert scores.value.tolist() == pytest.approx([0.1 - 0.7, 0.75]) and scores.label.tolist() == [-1, 1]
    assert engine.name == "mine" and len(engine.score([])) == 0


def test_a_function_that_gives_no_probabilities_is_refused() -> None:
    with pytest.raises(OptionError, match="'mine' must return three probabilities that add up to 1"):
        FunctionEngine("mine", lambda one: (0.5, 0.9)).score([TargetSentence("A mayor.", 2, 7)])
