"""Pages for a memory stick: nothing of an answer for students, everything for teachers, no network for anybody."""

import asyncio
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from matplotlib.figure import Figure

from tests.teaching.making import cell, notebook, small_cells, solution, write_lesson
from tests.teaching.making import test_of as check_of
from toolkit.cli import main
from toolkit.errors import LessonError
from toolkit.teaching.alternative import describe_figure
from toolkit.teaching.cell_html import markdown_html, outputs_html
from toolkit.teaching.classroom import write_classroom
from toolkit.teaching.depends import cells_after_answers
from toolkit.teaching.execute import execute_notebook
from toolkit.teaching.lesson import find_lessons, solution_lines
from toolkit.teaching.notebook import Cell
from toolkit.teaching.seal import seal_lessons

LESSONS = Path(__file__).parents[2] / "notebooks" / "lessons"
TEXTS = "text = 'The cat sat. The dog ran off.'\nn_words, n_sentences = 7, 2"
PLOT = (
    "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.bar(['Gulf Daily', 'Evening Wire'], [3, 1])\n"
    "axes.set_title('Words of force')\naxes.set_ylabel('per 1,000 words');"
)


class Page(HTMLParser):
    """What a browser would find in a page: tags with attributes, and the text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two lessons as pages; the second has no exercise, a figure, and a hostile heading in its outputs."""
    lessons = tmp_path_factory.mktemp("lessons")
    cells = small_cells()
    cells.insert(5, cell("print('Your rate is', rate)"))
    cells.insert(3, cell("print(n_words, 'words')"))
    write_lesson(lessons, cells=cells)
    second = write_lesson(lessons / "other", hints="", cells=[cell("# Seeing & reading", "markdown"), cell(PLOT)])
    second.rename(lessons / "10_seeing.ipynb")
    seal_lessons(lessons)
    write_classroom(lessons, lessons / "room")
    return lessons / "room"


def test_students_get_the_questions_and_no_answer(room: Path) -> None:
    page = Page(room / "students" / "09_small.html").text
    for given in ("A small lesson", "rate = ...", "# YOUR CODE HERE", "Exercise 9a, 2 points", "7 words", "3 points"):
        assert given in page
    for secret in ("n_words / n_sentences", "3.5", "'cat'", "model answer", "right.", "Do not round", "SOLUTION"):
        assert secret not in page, secret
    assert page.count("depends on your answers") == 1


def test_teachers_get_the_solutions_and_how_answers_are_marked(room: Path) -> None:
    page = Page(room / "teacher" / "09_small.html").text
    for given in (
        "rate = n_words / n_sentences", "Your rate is 3.5", "9a: right.", "A model answer: both.", "Do not round.",
        "above 1000: That is a great many.", "Give or take 0.05.", "any other: Words by sentences.", "7 points in all",
    ):  # fmt: skip
        assert given in page, given
    assert "SOLUTION" not in page


def test_a_page_of_a_real_lesson_holds_no_line_of_its_solution(tmp_path: Path) -> None:
    name = "02_counting_words"  # `make browser` looks at all of them
    write_classroom(LESSONS, tmp_path / "room", names=[name])
    (lesson,) = find_lessons(LESSONS, [name])
    said = Page(tmp_path / "room" / "students" / f"{name}.html").text
    assert [line for line in solution_lines(lesson) if len(line) > 3 and line in said] == []


def test_pages_lead_from_one_to_the_next(room: Path) -> None:
    for audience in ("students", "teacher"):
        folder = room / audience
        assert sorted(path.name for path in folder.iterdir()) == ["09_small.html", "10_seeing.html", "index.html"]
        links = {
            name: {a["href"] for a in Page(folder / f"{name}.html").all("a")} for name in ("09_small", "10_seeing")
        }
        assert links == {
            "09_small": {"#lesson", "index.html", "10_seeing.html"},
            "10_seeing": {"#lesson", "index.html", "09_small.html"},
        }
        assert [a["href"] for a in Page(folder / "index.html").all("a")] == ["09_small.html", "10_seeing.html"]
    assert "Seeing & reading" in Page(room / "students" / "index.html").text


def test_pages_ask_nobody_for_anything_and_run_nothing(room: Path) -> None:
    for path in room.rglob("*.html"):
        page, source = Page(path), path.read_text(encoding="utf-8")
        for name in ("script", "link", "iframe", "object", "embed", "base", "form"):
            assert page.all(name) == [], (path.name, name)
        assert [a for _, a in page.tags if (a.get("src") or "data:")[:5] != "data:"] == []
        assert not re.search(r"url\s*\(|@import", source)
        (policy,) = [one["content"] for one in page.all("meta") if one.get("http-equiv")]
        assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_pages_can_be_read_aloud(room: Path) -> None:
    for path in room.rglob("*.html"):
        page = Page(path)
        assert page.all("html") == [{"lang": "en"}]
        assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
        assert all(heading.get("scope") in ("col", "row") for heading in page.all("th"))
    (picture,) = Page(room / "students" / "10_seeing.html").all("img")
    assert picture["alt"] == (
        "Plot: Words of force. Horizontal axis: Gulf Daily, Evening Wire. "
        "Vertical axis: per 1,000 words; from 0 to 3.15."  # matplotlib leaves a twentieth of the height free
    )


def test_pages_of_an_earlier_run_are_replaced_and_nothing_else(small, sealed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    room = tmp_path / "room"
    (room / "students").mkdir(parents=True)
    (room / "students" / "08_old.html").write_text("old", encoding="utf-8")
    result = CliRunner().invoke(main, ["teach", "classroom", str(room), "--lessons", str(small.path.parent)])
    assert result.exit_code == 0, result.output
    assert "For students, without answers" in result.output
    assert not (room / "students" / "08_old.html").exists()
    (room / "essay.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(LessonError, match=r"holds 'essay\.docx', which is no page of a classroom"):
        write_classroom(small.path.parent, room)


def test_a_report_and_its_evidence_go_along(small, sealed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from tests.study.small import write_study

    write_classroom(small.path.parent, tmp_path / "room", study=write_study(tmp_path))
    index, report = (Page(tmp_path / "room" / "students" / name) for name in ("index.html", "report.html"))
    assert {"href": "report.html"} in index.all("a") and "A small press" in index.text
    assert {"href": "index.html"} in report.all("a")
    explorer = Page(tmp_path / "room" / "students" / "explorer.html")
    assert {"href": "explorer.html"} in index.all("a") and {"href": "index.html"} in explorer.all("a")
    for page in (report, explorer):
        (policy,) = [str(one["content"]) for one in page.all("meta") if one.get("http-equiv")]
        assert policy.startswith("default-src 'none';") and "http" not in policy
        assert [
            one for name in ("script", "link", "img") for one in page.all(name) if str(one.get("src"))[:4] == "http"
        ] == []


def test_every_page_to_which_a_report_leads_is_there(small, sealed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from tests.study.small import STUDY, write_study

    study = write_study(tmp_path, f"{STUDY}[words]\nmin_count = 1\nmin_articles = 1\n")
    write_classroom(small.path.parent, tmp_path / "room", study=study)
    for folder in (tmp_path / "room" / "students", tmp_path / "room" / "teacher"):
        links = {str(one.get("href", "")).partition("#")[0] for one in Page(folder / "report.html").all("a")}
        files = {link for link in links if link and "//" not in link}
        assert "words-1.html" in files
        assert files <= {path.name for path in folder.iterdir()}
    assert "words-1.html" not in Page(folder / "index.html").text


def test_what_is_wrong_with_a_lesson_is_said(tmp_path: Path) -> None:
    lessons = write_lesson(tmp_path / "lessons").parent
    with pytest.raises(LessonError, match=r"no sealed answers.*framing teach seal"):
        write_classroom(lessons, tmp_path / "room")
    seal_lessons(lessons)
    write_lesson(lessons, cells=[cell("# Broken", "markdown"), cell("1 / 0")], hints="")
    with pytest.raises(LessonError, match=r"09_small: it does not run\. ZeroDivisionError: division by zero"):
        write_classroom(lessons, tmp_path / "room")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(LessonError, match="is a file"):
        write_classroom(lessons, tmp_path / "file")


@pytest.mark.parametrize(
    ("code", "depends"),
    [
        ("n_words", False),
        ("rate * 2", True),
        ("double = rate * 2", True),
        ("table['x'] = rate", True),
        ("rate = 3\nrate", False),
        ("rate", True),
        ("tk.plot_facts(table)", False),
        ("[rate for _ in table]", True),
        ("seen.append(1)\nlen(seen)", True),
        ("%matplotlib inline", True),
    ],
)
def test_outputs_that_depend_on_an_answer_are_known(code: str, depends: bool) -> None:
    answer = "### BEGIN SOLUTION\nrate = n_words\nseen.append(rate)\ntk.show(rate)\n### END SOLUTION"
    made = [
        cell("import toolkit as tk\nseen = []\ntable = {}"),
        solution("1a", answer),
        check_of("1a", "check('1a', rate)", 1),
    ]
    cells = [Cell("code", "".join(one["source"]), one["metadata"].get("nbgrader", {})) for one in [*made, cell(code)]]
    assert cells_after_answers(cells) == ({2, 3} if depends else {2})


def test_what_comes_from_an_answer_is_followed_further() -> None:
    sources = ["double = rate * 2", "table['x'] = double", "table", "double = 1\nprint(double)"]
    answer = Cell("code", "rate = 1", {"solution": True})
    assert cells_after_answers([answer, *(Cell("code", source, {}) for source in sources)]) == {1, 2, 3}


def test_html_in_texts_is_shown_and_addresses_of_programs_are_not_links() -> None:
    html = markdown_html("# A <b>b</b>\n\n<script>x</script>\n\n[c](javascript:alert(1)) *d*")
    assert [harm for harm in ("<script", "<b>", "javascript") if harm in str(html)] == []
    assert "&lt;script&gt;" in html and "<em>d</em>" in html
    table = markdown_html("| | |\n|---|---|\n| **a** | b |")
    assert "<td><strong>a</strong></td>" in table and "<thead>" not in table


def test_of_each_output_the_richest_form_without_a_program_is_taken() -> None:
    html = "<table><thead><tr><th>a</th></tr></thead><tr><th>b</th></tr></table>"
    outputs = [
        {"output_type": "stream", "name": "stderr", "text": "a warning"},
        {"output_type": "stream", "name": "stdout", "text": "one\x1b[31m\n"},
        {"output_type": "execute_result", "data": {"text/plain": "two"}},
        {"output_type": "display_data", "data": {"text/plain": "words", "image/png": "QUJD\n"}},
        {"output_type": "display_data", "data": {"text/plain": "x", "text/html": html}},
        {"output_type": "display_data", "data": {"text/plain": "W()", "application/vnd.jupyter.widget-view+json": {}}},
    ]  # fmt: skip
    text, picture, table, widget = outputs_html(outputs)
    assert text.content == "one\ntwo\n"
    assert (picture.content, picture.alt) == ("data:image/png;base64,QUJD", "words")
    assert '<th scope="col">a</th>' in table.content and '<th scope="row">b</th>' in table.content
    assert "W()" not in widget.content


def test_a_figure_without_words_says_so() -> None:
    assert describe_figure(Figure()) == "A plot without a title or names of axes."


def test_a_figure_with_many_labels_and_a_legend_is_told_in_a_few_words() -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.barh([f"outlet {n}" for n in range(14)], range(14), label="headlines")
    axes.legend()
    told = describe_figure(figure)
    assert "outlet 11 and 2 more." in told and told.endswith("Legend: headlines.")


def test_a_notebook_can_write_pages_though_it_has_a_loop_of_its_own(tmp_path: Path) -> None:
    async def call() -> dict[str, Any]:
        return execute_notebook(notebook([cell("1 + 1")]), tmp_path, name="x")

    (ran,) = asyncio.run(call())["cells"]
    assert [output["data"]["text/plain"] for output in ran["outputs"]] == ["2"]
