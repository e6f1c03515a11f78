"""Agency, roles of actors, voices and sourcing as measures: numbers that a reader can count in the texts."""

import math

import pandas as pd
import pytest

from toolkit.comparison.outlets import compare
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ActorWarning, OptionError
from toolkit.measure import Measure, Measurement
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.actor_roles import ActorRoles
from toolkit.stance.agency import Agency
from toolkit.stance.sourcing import Sourcing
from toolkit.stance.voices import Voices

ACTORS = Actors((Actor("army", "the army", side="state"), Actor("rebels", "the rebels", side="rebels")))


def values(measure: Measure, *texts: str) -> pd.DataFrame:
    """Return the values of each article (row) in each category (column)."""
    return table_of(measure(corpus_of(*texts)))


def table_of(measurement: Measurement) -> pd.DataFrame:
    scores = measurement.article_scores().astype({"category": str})
    return scores.set_index(["article_id", "category"])["value"].unstack()  # noqa: PD010


def corpus_of(*texts: str) -> Corpus:
    return Corpus(pd.DataFrame({"article_id": [str(n) for n in range(len(texts))], "text": texts, "language": "en"}))


def test_agency_by_hand() -> None:
    table = values(
        Agency(),
        "Police killed a man. A boy was killed. A girl was killed by police. Ten people died.",
        "A boy was killed. The killing of two women angered him. Police may kill the dog.",
        "Nurses helped the boy.",
    )
    first, second, third = (table.loc[name] for name in "012")
    assert first["named agent"] == pytest.approx(2 / 3) and first["passive"] == pytest.approx(2 / 3)
    assert first["passive without agent"] == 0.5 and first["outlet's word"] == 1
    assert second["named agent"] == 0 and second["nominal"] == 0.5 and second["nominal without agent"] == 1
    assert third.isna().all()  # no harm, so nothing to tell how it is told


def test_what_is_only_planned_counts_if_it_is_wanted() -> None:
    text = "Police may kill the dog. A boy was killed."
    assert values(Agency(), text).loc["0", "named agent"] == 0
    assert values(Agency(told_as_done=False), text).loc["0", "named agent"] == 0.5


def test_acts_counted_against_a_share_are_evidence_with_weight_0() -> None:
    evidence = Agency()(corpus_of("Police killed a man. A boy was killed.")).evidence
    named = evidence[evidence["category"] == "named agent"]
    assert named[["match", "weight"]].to_numpy().tolist() == [["killed", 1.0], ["killed", 0.0]]


def test_roles_of_actors_by_hand() -> None:
    text = "The army bombed the rebels. The rebels shelled the army. Troops of the army helped the village. It rained."
    row = values(ActorRoles(ACTORS), text).loc["0"]
    # The army bombs, helps and is shelled; the rebels shell and are bombed.
    assert row["army acts"] == pytest.approx(2 / 3) and row["rebels acts"] == 0.5
    assert (row["army harms"], row["army suffers"]) == (0.5, 1)
    assert (row["rebels harms"], row["rebels suffers"]) == (1, 1)
    assert row["army aggression"] < row["rebels aggression"]  # helping is less hostile than shelling


def test_roles_on_the_outlets_own_word_leave_out_what_sources_say() -> None:
    text = "The army bombed the rebels, officials said. The rebels shelled the army."
    row = values(ActorRoles(ACTORS, own_voice=True), text).loc["0"]
    assert (row["army acts"], row["rebels acts"]) == (0, 1)


def test_an_actor_in_no_act_is_named_in_a_warning_and_has_no_value() -> None:
    with pytest.warns(ActorWarning, match=r"1 of 2 actors never mentioned in an act: rebels"):
        row = values(ActorRoles(ACTORS), "The army bombed a town.").loc["0"]
    assert math.isnan(row["rebels acts"]) and row["army acts"] == 1


def test_roles_need_actors() -> None:
    with pytest.raises(OptionError, match="measure 'roles' needs actors"):
        ActorRoles()


def test_voices_by_hand() -> None:
    # 12 words: "We will stay" (3, direct), that the road was closed (5, indirect), the other 4 the outlet's.
    text = "“We will stay,” she said. Police said that the road was closed."
    measurement = Voices()(corpus_of(text))
    row = table_of(measurement).loc["0"]
    assert row.to_dict() == pytest.approx({"own": 4 / 12, "direct": 3 / 12, "indirect": 5 / 12, "unattributed": 0})
    assert measurement.evidence[["match", "voice", "weight"]].to_numpy().tolist() == [
        ["We will stay", "quotation", 3.0],
        ["that the road was closed", "reported", 5.0],
    ]


def test_words_in_marks_in_nobodys_name_are_unattributed() -> None:
    row = values(Voices(), "The so-called “road map” was lost.").loc["0"]
    assert row["unattributed"] == pytest.approx(2 / 6) and row["direct"] == 0


def test_sourcing_by_hand() -> None:
    text = (
        "The army said that the road was closed. The rebels claimed that it was open. "
        "“It is closed,” said Anna Bell. A diplomat confirmed that it was closed."
    )
    row = values(Sourcing(ACTORS), text).loc["0"]
    assert row["direct"] == 1 / 4 and row["anonymous"] == 1 / 4  # the diplomat has no name
    assert (row["cue doubting"], row["cue asserting"]) == (1 / 4, 1 / 4)  # claimed, confirmed
    assert (row["side state"], row["side rebels"], row["side other"]) == (1 / 4, 1 / 4, 1 / 2)
    assert 0 < row["position"] < 1


def test_without_sources_there_is_no_share() -> None:
    assert values(Sourcing(), "The road was closed.").loc["0"].isna().all()


def test_outlets_are_compared_on_them_like_on_any_measure() -> None:
    texts = ["Police killed a man.", "A man was killed."] * 5
    table = pd.DataFrame({
        "article_id": [str(n) for n in range(10)], "text": texts, "language": "en", "outlet": ["Post", "Mail"] * 5,
        "event_id": [f"e{n // 2}" for n in range(10)],
    })  # fmt: skip
    row = compare(Agency()(Corpus(table)), outlets=["Post", "Mail"], categories="named agent").table.iloc[0]
    assert row["estimate"] == 1 and row["n_events"] == 5  # always named against never
