"""Notebooks as a student meets them: in JupyterLab, in a browser, everything run from the menu."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

MOST_SECONDS = 90
CELL = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell"
PICTURE = f"{CELL} .jp-OutputArea-output img"

Take = Callable[[Page, str], None]

WORKBENCH = """import pandas as pd
import toolkit as tk
texts = ["Rockets fell. Soldiers ran.", "Families fled."]
table = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["A", "B"], "text": texts})
tk.LexiconWorkbench(tk.Lexicon.of({"people": ["soldier*"]}), tk.Corpus(table))"""


def open_notebook(page: Page, lab: str, workshop: Path, name: str) -> Path:
    """Open a notebook that nobody has run yet, in a copy of its folder; return its path."""
    folder, _, file = name.partition("/")
    copies = sum(path.name.startswith(f"{folder}-") for path in workshop.iterdir())
    copy = Path(shutil.copytree(workshop / folder, workshop / f"{folder}-{copies + 1}")) / file
    page.goto(f"{lab}/lab/tree/{copy.relative_to(workshop).as_posix()}?reset")
    expect(page.locator("#jp-bottom-panel, #jp-main-statusbar").get_by_text("| Idle")).to_be_visible(timeout=60_000)
    expect(page.locator(CELL).first).to_be_visible()
    return copy


def run_all(page: Page) -> None:
    """Choose Run All Cells and wait until each cell has been run, which gives it a number."""
    prompts = page.locator(f"{CELL} .jp-InputPrompt")
    for _ in range(5):  # a menu that is opened while the page is still busy does nothing
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_timeout(2000)
        if prompts.filter(has_text=re.compile(r"\[[\d*]+\]")).count():
            break
    waiting = prompts.filter(has_not_text=re.compile(r"\[\d+\]"))
    expect(waiting).to_have_count(0, timeout=1000 * MOST_SECONDS)


def saved(page: Page, path: Path) -> list[dict]:
    """Save the notebook and return the cells of the file."""
    before = path.stat().st_mtime_ns
    page.keyboard.press("Control+s")
    for _ in range(100):
        page.wait_for_timeout(100)
        if path.stat().st_mtime_ns != before:
            break
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def errors(cells: list[dict]) -> list[str]:
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [output["ename"] for output in outputs if output["output_type"] == "error"]


def is_drawn(picture: Locator) -> bool:
    return picture.evaluate("image => image.complete && image.naturalWidth > 100 && image.naturalHeight > 100")


def test_the_first_notebook_runs_and_shows_its_pictures(page: Page, lab: str, workshop: Path, take: Take) -> None:
    path = open_notebook(page, lab, workshop, "notebooks/01_compare_outlets.ipynb")
    take(page, "notebook-start")
    run_all(page)
    cells = saved(page, path)
    assert errors(cells) == []
    assert [c["id"] for c in cells if c["cell_type"] == "code" and c["source"] and not c["execution_count"]] == []
    assert page.locator(f"{CELL} [data-mime-type='application/vnd.jupyter.error']").count() == 0
    pictures = page.locator(PICTURE)
    assert pictures.count() >= 3
    assert all(is_drawn(one) for one in pictures.all())
    pictures.first.scroll_into_view_if_needed()
    take(page, "notebook-comparison")
    page.locator(f"{CELL} .mf-concordance").first.scroll_into_view_if_needed()
    take(page, "notebook-evidence")


def test_a_lesson_runs_to_its_end_and_asks_for_answers(page: Page, lab: str, workshop: Path) -> None:
    path = open_notebook(page, lab, workshop, "lessons/01_reading_closely.ipynb")
    run_all(page)
    cells = saved(page, path)
    checks = [c for c in cells if c["metadata"].get("nbgrader", {}).get("grade") and c["cell_type"] == "code"]
    # Nothing is answered yet: each check says so, kindly, and nothing else is wrong.
    assert errors(cells) == ["NotYet"] * len(checks)
    assert all("Nothing is there yet" in json.dumps(cell["outputs"]) for cell in checks)
    assert page.locator(CELL).filter(has_text="Traceback").count() == 0


def test_a_student_answers_and_is_told(page: Page, lab: str, workshop: Path, take: Take) -> None:
    open_notebook(page, lab, workshop, "lessons/01_reading_closely.ipynb")
    run_all(page)
    answer = page.locator(CELL).filter(has_text="not_a_function = ")
    write(page, answer, 'not_a_function = "a"')
    check = page.locator(CELL).filter(has_text='check("1a", not_a_function)')
    run_cell(page, check)
    expect(check).to_contain_text("Look for the one that only states a fact.")
    take(page, "lesson-hint")
    write(page, answer, 'not_a_function = "c"')
    run_cell(page, check)
    expect(check).to_contain_text("1a: right.")


def write(page: Page, cell: Locator, text: str) -> None:
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Shift+Enter")


def run_cell(page: Page, cell: Locator) -> None:
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")


def test_the_notebook_of_a_new_study_runs(page: Page, lab: str, workshop: Path) -> None:
    from toolkit.study.start import start_study

    start_study(workshop / "mine")
    path = open_notebook(page, lab, workshop, "mine/study.ipynb")
    run_all(page)
    assert errors(saved(page, path)) == []
    assert is_drawn(page.locator(PICTURE).first)


def test_the_workbench_counts_what_is_written_in_its_field(page: Page, lab: str, workshop: Path, take: Take) -> None:
    (workshop / "bench").mkdir()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(WORKBENCH)], metadata=kernel)
    nbformat.write(notebook, workshop / "bench" / "workbench.ipynb")
    open_notebook(page, lab, workshop, "bench/workbench.ipynb")
    run_all(page)
    field = page.locator(f"{CELL} textarea")
    expect(field).to_have_value("soldier*")
    marked = page.locator(f"{CELL} .jp-OutputArea-output mark")
    expect(marked).to_have_text(["Soldiers"])
    field.fill("soldier*\nfamil*")
    page.get_by_role("button", name="Count").click()
    expect(marked).to_have_text(["Soldiers", "Families"])
    take(page, "workbench")
