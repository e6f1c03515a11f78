"""The hand-written suite of roles is well formed: its spans, counts and values."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

SUITE = Path(__file__).with_name("roles.jsonl")
SENTENCES: list[dict[str, Any]] = [json.loads(line) for line in SUITE.read_text(encoding="utf-8").splitlines()]
ACTS = [(sentence, act) for sentence in SENTENCES for act in sentence["acts"]]

CONSTRUCTIONS = (
    "active", "passive-with-agent", "passive-without-agent", "nominalised", "coordinated", "negated",
    "modal-and-planned", "relative-clause", "reported-speech", "headline", "control-and-raising",
    "get-passive-and-causative",
)  # fmt: skip
OTHERS = {"death-without-doer": 12, "trap": 25}
FIELDS = {
    "word": str, "start": int, "end": int, "agent": (str, type(None)), "agent_span": (list, type(None)),
    "patient": (str, type(None)), "patient_span": (list, type(None)), "form": str, "agent_deleted": bool,
    "negated": bool, "modal": str, "asserted_by": str, "asserter": (str, type(None)),
}  # fmt: skip
ALLOWED = {
    "form": {"active", "passive", "nominal", "participle"},
    "modal": {"none", "possible", "planned", "ordered", "threatened", "denied", "required"},
    "asserted_by": {"outlet", "quoted", "reported"},
}


def ids(pair: Any) -> str:
    return str(pair[0]["id"])


def test_each_construction_has_enough_sentences() -> None:
    counts = Counter(sentence["construction"] for sentence in SENTENCES)
    assert set(counts) == {*CONSTRUCTIONS, *OTHERS}
    assert all(counts[name] >= 18 for name in CONSTRUCTIONS), counts
    assert all(counts[name] >= least for name, least in OTHERS.items()), counts
    assert len(SENTENCES) >= 240


def test_ids_and_texts_are_unique_and_ids_name_the_construction() -> None:
    assert len({sentence["id"] for sentence in SENTENCES}) == len(SENTENCES)
    assert len({sentence["text"] for sentence in SENTENCES}) == len(SENTENCES)
    for sentence in SENTENCES:
        assert set(sentence) == {"id", "construction", "text", "acts"}
        assert sentence["id"].rsplit("-", 1)[0] == sentence["construction"]


def test_only_traps_have_no_act() -> None:
    assert {sentence["construction"] for sentence in SENTENCES if not sentence["acts"]} == {"trap"}
    assert not any(sentence["acts"] for sentence in SENTENCES if sentence["construction"] == "trap")


@pytest.mark.parametrize("pair", ACTS, ids=ids)
def test_an_act_has_its_fields_and_its_spans_match(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    sentence, act = pair
    text = sentence["text"]
    assert set(act) == set(FIELDS)
    assert all(isinstance(act[name], kind) for name, kind in FIELDS.items())
    assert all(act[name] in values for name, values in ALLOWED.items())
    assert text[act["start"] : act["end"]] == act["word"]
    for role in ("agent", "patient"):
        span = act[f"{role}_span"]
        assert (span is None) == (act[role] is None)
        assert span is None or text[span[0] : span[1]] == act[role]
    assert act["agent"] or act["patient"]
    assert act["asserter"] is None or act["asserter"] in text


@pytest.mark.parametrize("pair", ACTS, ids=ids)
def test_the_fields_of_an_act_agree_with_each_other(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    sentence, act = pair
    assert not (act["agent_deleted"] and act["agent"])
    missing = act["agent"] is None and not act["agent_deleted"]
    assert missing == (act["word"] in {"died", "die", "drowned", "perished", "death"})
    assert act["form"] != "active" or not act["agent_deleted"]
    assert act["asserted_by"] != "outlet" or act["asserter"] is None
    assert act["modal"] != "denied" or act["asserted_by"] == "reported"
    inside = sentence["text"][: act["start"]]
    marks = inside.count('"') % 2 == 1 or (inside.startswith("'") and "':" not in inside)
    assert (act["asserted_by"] == "quoted") == marks


def test_acts_of_a_sentence_are_in_order_and_words_do_not_overlap() -> None:
    for sentence in SENTENCES:
        spans = [(act["start"], act["end"]) for act in sentence["acts"]]
        ends = [0, *(end for _, end in spans)]
        assert all(start >= end for (start, _), end in zip(spans, ends, strict=False)), sentence["id"]


def test_three_places_counted_by_hand() -> None:
    by_id = {sentence["id"]: sentence["acts"] for sentence in SENTENCES}
    two_killed = by_id["headline-01"][0]  # Two killed in strike
    assert (two_killed["start"], two_killed["end"], two_killed["patient_span"]) == (4, 10, [0, 3])
    bombed = by_id["reported-speech-04"][0]  # "The army bombed our school," a teacher said.
    assert (bombed["agent_span"], bombed["start"], bombed["patient_span"]) == ([1, 9], 10, [17, 27])
    surrounded, burned = by_id["coordinated-01"]  # Soldiers surrounded the village and burned eleven houses.
    assert (surrounded["start"], burned["start"], burned["patient_span"]) == (9, 36, [43, 56])
