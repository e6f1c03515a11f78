"""The sentences for coding practice: balanced classes, and coders who disagree as the datasheet says."""

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from nltk.metrics.agreement import AnnotationTask

from toolkit.corpus.shipped import load_codes, load_corpus

NAME = "coding-practice"
FOLDER = Path(__file__).parents[2] / "corpora" / NAME
FRAMES = ["conflict", "responsibility", "human interest", "economic", "morality", "none"]
STANCES = ["favour", "neutral", "against"]


@pytest.fixture(scope="module")
def codes() -> pd.DataFrame:
    return load_codes(NAME)


def has(codes: pd.DataFrame, pattern: str) -> pd.Series:
    return codes["pattern"].str.split(";").map(lambda names: pattern in names)


def departs(codes: pd.DataFrame, coder: str, variable: str) -> pd.Series:
    return codes[f"coder_{coder}_{variable}"] != codes[f"gold_{variable}"]


def test_the_codes_belong_to_the_sentences(codes: pd.DataFrame) -> None:
    corpus = load_corpus(NAME)
    assert codes["article_id"].tolist() == [f"cp-{number:03d}" for number in range(1, 121)]
    assert codes[["article_id", "sentence"]].to_numpy().tolist() == (
        corpus.articles[["article_id", "text"]].to_numpy().tolist()
    )
    about = tomllib.loads((FOLDER / "about.toml").read_text(encoding="utf-8"))
    assert (about["n_articles"], about["n_outlets"], about["n_events"]) == (len(corpus), 0, 0)
    assert codes["sentence"].is_unique and codes["sentence"].str.endswith((".", '."')).all()


def test_targets_stand_where_the_offsets_say(codes: pd.DataFrame) -> None:
    cut = [row.sentence[row.target_start : row.target_end] for row in codes.itertuples()]
    assert cut == codes["target"].tolist()
    # Told from the codes alone, not from what the offsets cut out.
    first = codes.set_index("article_id").loc["cp-007"]
    assert (first["target"], first["target_start"], first["target_end"]) == ("The Brindle council", 0, 19)


def test_classes_are_balanced(codes: pd.DataFrame) -> None:
    assert codes["gold_frame"].value_counts().to_dict() == dict.fromkeys(FRAMES, 20)
    assert codes["gold_stance"].value_counts().to_dict() == dict.fromkeys(STANCES, 40)
    assert codes["topic"].value_counts().tolist() == [20] * 6
    counts = codes.groupby(["voice", "gold_stance"]).size()
    assert counts["own"].to_dict() == {"against": 33, "favour": 30, "neutral": 13}
    assert counts["quoted"].to_dict() == {"against": 7, "favour": 10, "neutral": 27}
    for coder in ("coder_a", "coder_b"):
        assert set(codes[f"{coder}_frame"]) == set(FRAMES) and set(codes[f"{coder}_stance"]) == set(STANCES)


def test_marks_of_quotation_stand_only_in_quoted_sentences(codes: pd.DataFrame) -> None:
    marked = codes["sentence"].str.contains('"')
    assert set(codes.loc[marked, "voice"]) == {"quoted"}
    assert (codes["sentence"].str.count('"') % 2 == 0).all()


def test_negation_is_flagged_where_there_is_a_negating_word(codes: pd.DataFrame) -> None:
    words = re.compile(r"\b(?:not|never|nobody|hardly|no)\b", re.IGNORECASE)
    flagged = codes.loc[codes["negation"] == "yes", "sentence"]
    assert len(flagged) == 8
    assert flagged.str.contains(words).all()


def test_coder_a_reads_implied_stance_into_facts(codes: pd.DataFrame) -> None:
    own = codes[has(codes, "implied stance")]
    assert len(own) == 7
    assert set(own["voice"]) == {"own"} and set(own["gold_stance"]) == {"neutral"}
    assert departs(own, "a", "stance").all() and not departs(own, "b", "stance").any()


def test_coder_b_takes_quoted_stance_for_the_outlets(codes: pd.DataFrame) -> None:
    own = codes[has(codes, "quoted stance")]
    assert len(own) == 15
    assert set(own["voice"]) == {"quoted"} and set(own["gold_stance"]) == {"neutral"}
    assert departs(own, "b", "stance").all() and not departs(own, "a", "stance").any()
    # All of B's departures in quoted sentences are of this kind.
    assert departs(codes[codes["voice"] == "quoted"], "b", "stance").sum() == 15
    # Without them the coders would give the same stance to 107 sentences, 15 more than they do.
    same = codes["coder_a_stance"] == codes["coder_b_stance"]
    assert (same.sum(), (same | has(codes, "quoted stance")).sum()) == (92, 107)


def test_coder_a_takes_wrong_for_blame_in_one_direction(codes: pd.DataFrame) -> None:
    own = codes[has(codes, "adjacent frames")]
    assert len(own) == 8
    assert set(own["gold_frame"]) == {"morality"} and set(own["coder_a_frame"]) == {"responsibility"}
    assert not departs(own, "b", "frame").any()
    assert not ((codes["gold_frame"] == "responsibility") & (codes["coder_a_frame"] == "morality")).any()


def test_coder_b_drifts_after_sentence_80(codes: pd.DataFrame) -> None:
    own = codes[has(codes, "drift")]
    assert len(own) == 6 and own.index.min() >= 80
    assert set(own["gold_frame"]) == {"none"} and (own["coder_b_frame"] != "none").all()
    assert not departs(own, "a", "frame").any()


def test_coders_depart_from_the_key_only_where_a_pattern_says_why(codes: pd.DataFrame) -> None:
    departing = pd.concat([departs(codes, coder, name) for coder in "ab" for name in ("frame", "stance")], axis=1)
    assert (departing.any(axis=1) == (codes["pattern"] != "")).all()
    assert (codes["note"] != "").all()
    n = codes["pattern"][codes["pattern"] != ""].str.split(";").explode().value_counts().to_dict()
    assert n == {
        "quoted stance": 15, "slip": 9, "adjacent frames": 8, "ambiguous": 8, "implied stance": 7, "drift": 6,
        "shared": 2,
    }  # fmt: skip
    shared = codes[has(codes, "shared")]
    same = (shared["coder_a_frame"] == shared["coder_b_frame"]) & (shared["coder_a_stance"] == shared["coder_b_stance"])
    assert same.all()


def stated() -> list[tuple[str, str, float, float, float, float]]:
    """Return the rows of the datasheet's table of agreement."""
    text = (FOLDER / "datasheet.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (frame|stance) \| ([^|]+) \| (\d+) \| (\S+) \| (\S+) \| (\S+) \|$", text, re.MULTILINE)
    return [(variable, which, *map(float, figures)) for variable, which, *figures in rows]


SUBSETS = {
    "all": lambda codes: codes["article_id"] != "",
    "own": lambda codes: codes["voice"] == "own",
    "quoted": lambda codes: codes["voice"] == "quoted",
    "cp-001 to cp-080": lambda codes: codes.index < 80,
    "cp-081 to cp-120": lambda codes: codes.index >= 80,
}


@pytest.mark.parametrize("row", stated(), ids=lambda row: f"{row[0]}, {row[1]}")
def test_agreement_is_as_stated(codes: pd.DataFrame, row: tuple[str, str, float, float, float, float]) -> None:
    variable, which, n, same, alpha, kappa = row
    own = codes[SUBSETS[which](codes)]
    task = AnnotationTask(data=[(c, i, code) for c in "ab" for i, code in own[f"coder_{c}_{variable}"].items()])
    assert len(own) == n
    assert task.avg_Ao() == pytest.approx(same, abs=0.0005)
    assert task.alpha() == pytest.approx(alpha, abs=0.0005)
    assert task.kappa() == pytest.approx(kappa, abs=0.0005)


def test_the_table_of_agreement_has_all_rows() -> None:
    assert len(stated()) == 6


def test_alpha_of_stance_by_hand(codes: pd.DataFrame) -> None:
    """The stated alpha from its formula: 1 - (n - 1) * sum of disagreeing values / sum of n_c * n_k over c, k apart."""
    pairs = codes[["coder_a_stance", "coder_b_stance"]].to_numpy()
    n_of = [(pairs == stance).sum() for stance in STANCES]
    n = sum(n_of)
    apart = sum(n_of[c] * n_of[k] for c in range(3) for k in range(3) if c != k)
    alpha = 1 - (n - 1) * 2 * (pairs[:, 0] != pairs[:, 1]).sum() / apart
    assert (n, round(float(alpha), 3)) == (240, 0.646)
