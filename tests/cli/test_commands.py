"""Every command: what it prints for people, and one JSON object with --json."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.study.small import HEADLINE, N_DESTROY, STUDY, rows, write_csv, write_study
from toolkit.cli import main

Call = Callable[..., Result]


@pytest.fixture
def call() -> Call:
    """Run the program inside this process."""

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(one) for one in arguments])

    return invoke


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "articles.csv", rows())


def _json(result: Result) -> dict[str, Any]:
    """Return the one object on stdout; NaN is no JSON."""
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(result.stdout, parse_constant=refuse)


def test_measure_gives_scores_and_evidence_as_json(call: Call, articles: Path) -> None:
    data = _json(call("measure", articles, "--measure", "force", "--json"))
    assert set(data) == {"measure", "signature", "scores", "evidence"}
    assert data["measure"] == "force"
    assert {frozenset(row) for row in data["scores"]} == {
        frozenset(["article_id", "part", "category", "amount", "exposure", "value"])
    }
    assert {frozenset(row) for row in data["evidence"]} == {
        frozenset(
            [
                "article_id",
                "part",
                "sentence",
                "start",
                "end",
                "match",
                "category",
                "weight",
                "voice",
                "negated",
                "modal",
            ]
        )
    }
    body = [row for row in data["scores"] if (row["article_id"], row["part"]) == ("G1", "body")]
    values = {row["category"]: row["value"] for row in body}
    assert values == {"destroy": 100.0, "deter": 0.0, "defend": 0.0, "de-escalate": 0.0, "balance": -1.0}
    assert [row["exposure"] for row in body] == [20, 20, 20, 20, 2]
    first = data["evidence"][0]
    assert (first["article_id"], first["part"], first["start"], first["end"]) == ("G1", "body", 18, 25)
    assert (first["match"], first["category"], first["weight"]) == ("destroy", "destroy", 1.0)
    assert (first["voice"], first["negated"], first["modal"]) == ("outlet", False, "intended")
    assert sum(row["category"] == "destroy" for row in data["evidence"]) == sum(map(sum, N_DESTROY.values()))


def test_undefined_is_null(call: Call, articles: Path) -> None:
    data = _json(call("measure", articles, "--measure", "force", "--json"))
    headline = [row for row in data["scores"] if row["part"] == "headline" and row["category"] == "balance"]
    assert {row["value"] for row in headline} == {None}


def test_several_measures_and_texts(call: Call, articles: Path) -> None:
    data = _json(call("measure", articles, "--measure", "force", "--measure", "vader", "--texts", "--json"))
    assert [one["measure"] for one in data["measures"]] == ["force", "vader"]
    texts = {(one["article_id"], one["part"]): one["text"] for one in data["parts"]}
    assert texts["G1", "headline"] == HEADLINE
    assert len(texts) == 36
    for row in data["measures"][0]["evidence"]:
        assert texts[row["article_id"], row["part"]][row["start"] : row["end"]] == row["match"]


def test_measure_for_people(call: Call, articles: Path) -> None:
    result = call("measure", articles, "--measure", "force")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == f"G1 | Gulf Daily | {HEADLINE}"
    assert lines[2].split() == ["headline", "lead", "body"]
    assert lines[3].split() == ["destroy", "0", "0", "100"]
    assert lines[7].split() == ["balance", "–", "–", "-1"]
    assert "Officials want to [destroy] the camp near the old river." in lines[8]
    assert lines[8].endswith("(outlet, intended)")


def test_a_measure_takes_a_lexicon_and_settings(call: Call, articles: Path, tmp_path: Path) -> None:
    words = write_csv(tmp_path / "w.csv", [{"category": "destroy", "pattern": "camp"}])
    data = _json(call("measure", articles, "--measure", "force", "--lexicon", words, "--json"))
    assert {row["match"] for row in data["evidence"]} == {"camp"}
    data = _json(call("measure", articles, "--measure", "force", "--set", "count_negated=true", "--json"))
    assert "count_negated=True" in data["signature"]
    assert "actor=('river',)" in _json(
        call("measure", articles, "--measure", "labels", "--set", 'actor=["river"]', "--json")
    )["signature"]  # fmt: skip


def test_cleaning_is_the_default_and_can_be_left_out(call: Call, tmp_path: Path) -> None:
    page = "Ministers meet again today\n\nBy Anna Reporter\n\nThe ministers met on Monday and spoke about the budget."
    path = tmp_path / "page.txt"
    path.write_text(page, encoding="utf-8")
    texts = {}
    for option in ("--clean", "--no-clean"):
        data = _json(call("measure", path, "--measure", "force", "--texts", option, "--json"))
        texts[option] = " ".join(one["text"] for one in data["parts"])
    assert "Anna" not in texts["--clean"] and "Anna" in texts["--no-clean"]
    default = _json(call("measure", path, "--measure", "force", "--texts", "--json"))
    assert " ".join(one["text"] for one in default["parts"]) == texts["--clean"]


def test_concordance(call: Call, articles: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    options = ["--measure", "force", "--category", "destroy", "--outlet", "Evening Wire"]
    data = _json(call("concordance", articles, *options, "--html", page, "--json"))
    assert data["n"] == len(data["lines"]) == sum(N_DESTROY["Evening Wire"])
    assert {line["outlet"] for line in data["lines"]} == {"Evening Wire"}
    assert data["lines"][0]["left"] == "Officials want to "
    assert data["lines"][0]["published"] == "2020-03-11T00:00:00"
    assert page.read_text(encoding="utf-8").count("<mark>destroy</mark>") == 3
    text = call("concordance", articles, *options, "--limit", "2")
    assert text.stdout.splitlines()[-1] == "2 lines"
    assert "Officials want to [destroy] the camp" in text.stdout


def test_lexicon_list_show_and_audit(call: Call, articles: Path) -> None:
    listed = _json(call("lexicon", "list", "--json"))["lexicons"]
    assert {"force", "valence"} <= {one["name"] for one in listed}
    assert set(listed[0]) == {"name", "version", "language", "licence", "title", "n_entries"}
    shown = _json(call("lexicon", "show", "force", "--json"))
    assert [one["name"] for one in shown["categories"]] == ["destroy", "deter", "defend", "de-escalate"]
    assert set(shown["categories"][0]["entries"][0]) == {"pattern", "weight", "note", "neutral"}
    audit = _json(call("lexicon", "audit", "force", articles, "--json"))
    fired = {entry["pattern"]: entry["n"] for entry in audit["entries"] if entry["n"]}
    assert sum(fired.values()) == 24
    assert audit["n_texts"] == 36
    for command in (["list"], ["show", "force"], ["audit", "force", articles]):
        assert call("lexicon", *command).exit_code == 0


def test_corpus_list_info_and_clean(call: Call, articles: Path, tmp_path: Path) -> None:
    assert "taji-2020" in [one["name"] for one in _json(call("corpus", "list", "--json"))["corpora"]]
    info = _json(call("corpus", "info", articles, "--json"))
    assert (info["n_articles"], info["n_events"]) == (12, 6)
    assert info["outlets"] == {"Evening Wire": 6, "Gulf Daily": 6}
    assert (info["first"], info["last"]) == ("2020-03-11T00:00:00", "2020-03-16T00:00:00")
    cleaned = _json(call("corpus", "clean", articles, "--output", tmp_path / "out", "--json"))
    assert cleaned["n_articles"] == 12
    again = _json(call("corpus", "info", tmp_path / "out", "--json"))
    assert again["checksum"] == cleaned["checksum"]
    assert again["history"][-1]["operation"] == "clean"
    for command in (["list"], ["info", articles], ["clean", articles, "--output", tmp_path / "out"]):
        assert call("corpus", *command).exit_code == 0


def test_a_language_picks_articles_of_a_shipped_corpus_and_names_that_of_a_file(call: Call, articles: Path) -> None:
    assert _json(call("corpus", "info", "taji-2020", "--json"))["languages"] == {"ar": 8, "en": 35}
    assert _json(call("corpus", "info", "taji-2020", "--language", "ar", "--json"))["languages"] == {"ar": 8}
    assert _json(call("corpus", "info", articles, "--language", "en", "--json"))["languages"] == {"en": len(rows())}


def test_measures_have_one_line_each(call: Call) -> None:
    found = _json(call("measures", "--json"))["measures"]
    assert {"force", "frames", "sentiment", "labels", "certainty", "vader"} <= {one["name"] for one in found}
    assert all(one["summary"].endswith(".") for one in found)
    assert call("measures").stdout.startswith("force ")


def test_run_and_reproduce(call: Call, tmp_path: Path) -> None:
    path = write_study(tmp_path)
    data = _json(call("run", path, "--json"))
    assert Path(data["report"]).is_file()
    assert (data["n_articles"], data["n_outlets"], data["n_events"], data["n_set_aside"]) == (12, 2, 6, 0)
    assert data["comparisons"]["force"][0]["estimate"] == pytest.approx(29.4117647)
    assert data["findings"][0]["measure"] == "force"
    again = _json(call("reproduce", tmp_path / "results" / "small", "--json"))
    assert again["same"] is True and again["changes"] == [] and again["failure"] is None
    write_csv(tmp_path / "articles.csv", rows()[:-1])
    changed = call("reproduce", tmp_path / "results" / "small", "--json")
    assert changed.exit_code == 1
    assert json.loads(changed.stdout)["changes"] == ["input: articles.csv was edited"]


def test_run_tells_the_findings_in_sentences(call: Call, tmp_path: Path) -> None:
    result = call("run", write_study(tmp_path), "--output", tmp_path / "here")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == f"Report: {tmp_path / 'here' / 'report.html'}"
    assert lines[1] == "12 articles, 2 outlets, 6 events."
    assert any("destroy: Gulf Daily minus Evening Wire = +29.4 per 1,000 words" in line for line in lines)


def test_run_says_what_could_not_be_compared(call: Call, tmp_path: Path) -> None:
    articles = [{key: value for key, value in row.items() if key != "event"} for row in rows()]
    result = call("run", write_study(tmp_path, STUDY, articles))
    assert result.exit_code == 0
    assert "Not compared: force." in result.stdout


def test_validate(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def run_task(task: str, *, gold: list[Path], train: list[Path]) -> SimpleNamespace:
        asked.update(task=task, gold=gold, train=train)
        figure = SimpleNamespace(estimate=0.5, low=float("nan"), high=0.75)
        return SimpleNamespace(task=task, n=8, figures={"r": figure}, table=lambda: "r 0.5")

    monkeypatch.setattr("toolkit.validity.tasks.run_task", run_task)
    arguments = ["validate", "sentiment", "--gold", "a.csv", "--gold", "b.csv", "--train", "c.csv"]
    data = _json(call(*arguments, "--json"))
    assert data == {"task": "sentiment", "n": 8, "figures": {"r": {"estimate": 0.5, "low": None, "high": 0.75}}}
    assert [str(path) for path in asked["gold"]] == ["a.csv", "b.csv"]
    assert call(*arguments).stdout == "r 0.5\n"


def test_an_unknown_task_lists_the_tasks(call: Call, tmp_path: Path) -> None:
    result = call("validate", "sentimant", "--gold", tmp_path / "x.csv", "--json")
    assert result.exit_code == 2
    assert "'sentiment'" in json.loads(result.stdout)["error"]


def test_validate_takes_several_files_after_one_option(tmp_path: Path) -> None:
    for name in ("a", "b"):
        row = {"event_id": name, "title": "Fire", "date": "2021-05-03", "text": f"A fire in {name} Street."}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    files = [str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")]
    together = CliRunner().invoke(main, ["validate", "events", "--gold", *files, "--json"])
    apart = CliRunner().invoke(main, ["validate", "events", "--gold", files[0], "--gold", files[1], "--json"])
    assert together.exit_code == apart.exit_code == 0
    assert json.loads(together.output) == json.loads(apart.output)
    assert json.loads(together.output)["n"] == 2
