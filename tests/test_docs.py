"""The documentation is complete, its code runs and its links lead somewhere."""

import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import matplotlib.pyplot as plt
import pytest

from tests.measures.making import made
from toolkit.registry import list_measures
from toolkit.report.references import read_references

ROOT = Path(__file__).parents[1]
PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if page.is_file()]
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
CARDS = ROOT / "docs" / "measures"
HEADINGS = [
    "What it measures",
    "Formula",
    "An example by hand",
    "Settings",
    "What comes back",
    "How to read it",
    "Known traps",
    "Validity",
    "Licence",
    "References",
]
_FENCE = re.compile(r"^( *)(`{3,}|~{3,})([^\n]*)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|^\[[^\]]+\]:\s+(\S+)", re.MULTILINE)


def prose(text: str) -> str:
    """Return a page without its code, in which neither links nor headings are looked for."""
    return re.sub(r"`[^`\n]+`", "`code`", _FENCE.sub("", text))


def python_blocks(text: str) -> list[tuple[int, str]]:
    """Return line number and code of each block marked python; `python no-run` is the mark of one not to be run."""
    found = [(text.count("\n", 0, block.start()) + 1, block[3].split(), block[4]) for block in _FENCE.finditer(text)]
    return [(line, code) for line, marks, code in found if marks[:1] == ["python"] and "no-run" not in marks]


def anchors(page: Path) -> set[str]:
    """Return what a link may name after # on a page: its headings as GitHub writes them, and ids in HTML."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    known: set[str] = set(re.findall(r"<\w+ (?:id|name)=\"([^\"]+)\"", text))
    for heading in re.findall(r"^#{1,6} +(.+?)(?: +#+)? *$", text, flags=re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        n = 0
        while (f"{slug}-{n}" if n else slug) in known:
            n += 1
        known.add(f"{slug}-{n}" if n else slug)
    return known


def broken_links(page: Path) -> Iterator[str]:
    """Yield each relative link of a page that names no file, or no heading of the file."""
    for target in (inline or defined for inline, defined in _LINK.findall(prose(page.read_text(encoding="utf-8")))):
        if re.match(r"[a-z][a-z0-9+.-]*:", target, flags=re.IGNORECASE):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            yield target


def run_blocks(text: str, name: str) -> None:
    """Run the python blocks of a page one after the other, as a reader would; check what prompts are said to give."""
    names: dict[str, object] = {"__name__": "__main__"}
    for line, code in python_blocks(text):
        if ">>>" in code:
            test = doctest.DocTestParser().get_doctest(code, names, name, name, line)
            runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
            said: list[str] = []
            runner.run(test, out=said.append, clear_globs=False)
            assert not runner.failures, "".join(said)
            names = test.globs
        else:
            exec(compile("\n" * line + code, name, "exec"), names)  # noqa: S102 (our own pages)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_python_blocks_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(plt, "show", lambda *_, **__: None)
    plt.switch_backend("agg")
    try:
        run_blocks(page.read_text(encoding="utf-8"), page.name)
    finally:
        plt.close("all")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_relative_links_lead_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


@pytest.mark.parametrize("name", list_measures())
def test_every_measure_has_a_card_with_all_headings(name: str) -> None:
    card = (CARDS / f"{name}.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", _FENCE.sub("", card), flags=re.MULTILINE) == HEADINGS
    assert f"\nValidity: see [validity](../validity.md#{name})\n" in card
    assert f"({name}.md)" in (CARDS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list_measures())
def test_a_card_names_every_setting_and_category_and_cites_in_full(name: str) -> None:
    card = (CARDS / f"{name}.md").read_text(encoding="utf-8")
    measure = made(name)
    assert [setting for setting in measure.settings if f"| `{setting}` |" not in card] == []
    if name not in ("labels", "roles"):  # their categories are many; the cards explain the kinds
        assert [category for category in measure.categories if category not in card] == []
    known = read_references()
    listed = re.findall(r"^- `(\w+)`: (.+)$", card, flags=re.MULTILINE)
    assert listed == [(key, str(known[key])) for key, _ in listed]
    in_lexicons = {c.reference for lexicon in measure.lexicons for c in lexicon.categories if c.reference}
    assert set(measure.references) | in_lexicons <= {key for key, _ in listed}


def test_wrong_links_and_wrong_code_are_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# A Heading, *twice*\n# A heading twice\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "[ok](other.md#a-heading-twice) [ok](other.md#a-heading-twice-1) [web](https://example.org/x) `[code](no.md)`\n"
        "[bad](gone.md) ![bad](gone.png) [bad](other.md#no-heading) [bad](#nowhere)\n\n[ref]: lost.md\n",
        encoding="utf-8",
    )
    assert list(broken_links(page)) == ["gone.md", "gone.png", "other.md#no-heading", "#nowhere", "lost.md"]
    run_blocks(
        "```python\nx = 1\n```\n```python\n>>> x + 1\n2\n```\n```python no-run\n1 / 0\n```\n```\n1 / 0\n```\n", "p"
    )
    with pytest.raises(AssertionError, match="Expected"):
        run_blocks("```python\n>>> 1 + 1\n3\n```\n", "p")
    with pytest.raises(ZeroDivisionError):
        run_blocks("```python\n1 / 0\n```\n", "p")
