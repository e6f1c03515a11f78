"""Any measurement split by voice: counts that a reader can redo."""

import pandas as pd
import pytest

from toolkit.comparison.outlets import compare
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.framing.force import ForceAxis
from toolkit.framing.labels import Labels
from toolkit.measure import Measurement
from toolkit.registry import make_measure
from toolkit.stance.in_voice import VOICES_OF, by_voice, in_voice
from toolkit.stance.sources import find_sources

# 17 words: 3 own + "We will destroy them" (4 direct) + "the minister said" (3 own) + 2 own + 5 indirect
TEXT = "Guns fired. “We will destroy them,” the minister said. Aides said that it would deter raids."


def force(text: str = TEXT) -> Measurement:
    return ForceAxis()(Corpus(pd.DataFrame({"article_id": ["a"], "outlet": ["Post"], "text": [text]})))


def test_each_voice_has_its_own_evidence_and_its_own_words() -> None:
    whole = force()
    n_words = {"own": 2 + 3 + 2, "direct": 4, "indirect": 5}
    assert whole.looked_in.sum() == sum(n_words.values())
    for voice, n in n_words.items():
        assert in_voice(whole, voice).looked_in.sum() == pytest.approx(n)
    assert in_voice(whole, "own").evidence.empty
    direct = in_voice(whole, "direct").article_scores().set_index("category")["value"]
    assert direct["destroy"] == pytest.approx(1000 / 4) and direct["deter"] == 0
    indirect = in_voice(whole, "indirect").article_scores().set_index("category")["value"]
    assert indirect["deter"] == pytest.approx(1000 / 5) and indirect["destroy"] == 0


def test_the_voices_together_are_the_whole() -> None:
    whole, sources = force(), find_sources(force().corpus)
    pieces = [in_voice(whole, voice, sources=sources) for voice in ("own", "direct", "indirect", "unattributed")]
    assert sum(len(piece.spans) for piece in pieces) == len(whole.spans)
    assert sum(piece.looked_in for piece in pieces) == pytest.approx(whole.looked_in)


def test_a_voice_without_words_has_no_value() -> None:
    assert in_voice(force("Guns fired at the town."), "direct").article_scores()["value"].isna().all()


def test_a_balance_counted_from_evidence_is_counted_anew() -> None:
    scores = in_voice(force(), "direct").article_scores().set_index("category")["value"]
    assert scores["balance"] == -1  # destroy alone is left


def test_the_words_of_chosen_sources_alone() -> None:
    whole, sources = force(), find_sources(force().corpus)
    aides = in_voice(whole, "sourced", sources=sources, rows=sources.table["source"] == "Aides")
    assert aides.evidence["match"].tolist() == ["deter"] and aides.looked_in.sum() == pytest.approx(5)


def test_the_signature_and_the_title_name_the_voice() -> None:
    own = in_voice(force(), "own")
    assert own.signature != force().signature and own.title == "force (voice=own)"


def test_the_table_of_voices_adds_up() -> None:
    table = by_voice(force())
    destroy = table[table["category"] == "destroy"].set_index("voice")
    assert destroy["n_spans"].to_dict() == {"own": 0, "direct": 1, "indirect": 0, "unattributed": 0}
    assert destroy.loc["direct", "value"] == pytest.approx(250) and destroy.isna().loc["unattributed", "value"]


@pytest.mark.parametrize("name", ["force", "frames", "sentiment", "labels", "certainty", "vader", "agency"])
def test_every_measure_can_be_split(name: str) -> None:
    whole = make_measure(name)(Corpus(pd.DataFrame({"article_id": ["a"], "outlet": ["Post"], "text": [TEXT]})))
    for voice in VOICES_OF:
        split = in_voice(whole, voice)
        for category in whole.categories:
            scale = whole.measure.scale(category)
            found = split.article_scores().set_index("category").loc[category, "value"]
            assert pd.isna(found) or scale.low <= found <= scale.high


def test_outlets_are_compared_within_a_voice() -> None:
    texts = ["“We will destroy them,” she said. Guns fired.", "“We will deter them,” she said. Guns fired."] * 5
    corpus = Corpus(pd.DataFrame({
        "article_id": [str(n) for n in range(10)], "text": texts, "outlet": ["Post", "Mail"] * 5,
        "event_id": [f"e{n // 2}" for n in range(10)],
    }))  # fmt: skip
    result = compare(in_voice(ForceAxis()(corpus), "direct"), categories="destroy", outlets=["Post", "Mail"])
    assert result.table["estimate"].iloc[0] == pytest.approx(250)
    assert result.table["measure"].iloc[0] == "force (voice=direct)"


def test_what_does_not_fit_is_refused() -> None:
    other = find_sources(Corpus(pd.DataFrame({"article_id": ["a", "b"], "text": ["One.", "Two."]})))
    with pytest.raises(OptionError, match="found in another corpus"):
        in_voice(force(), "own", sources=other)
    with pytest.raises(OptionError, match="`voice` must be 'own'"):
        in_voice(force(), "outlet")
    with pytest.raises(OptionError, match='goes with voice="sourced"'):
        in_voice(force(), "own", rows=[True])
    labels = Labels()(force().corpus)
    assert in_voice(labels, "own").categories == labels.categories
