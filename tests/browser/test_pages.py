"""Pages for a memory stick, opened as files in a browser that reaches no network."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from toolkit.study.start import start_study
from toolkit.teaching import write_classroom
from toolkit.teaching.lesson import find_lessons, solution_lines

LESSONS = Path(__file__).parents[2] / "notebooks" / "lessons"
Take = Callable[[Page, str], None]
# The contrast of letters against what lies behind them, as WCAG 2.2 reckons it.
CONTRAST = """() => {
  const channels = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    for (let one = node; one; one = one.parentElement) {
      const colour = channels(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || ["STYLE", "SCRIPT"].includes(node.tagName)) continue;
    const [a, b] = [light(channels(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(text.data.trim().slice(0, 40));
  }
  return poor;
}"""


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stick")
    start_study(folder / "mine")
    write_classroom(LESSONS, folder / "classroom", study=folder / "mine" / "study.toml")
    return folder / "classroom"


def test_a_student_walks_from_page_to_page(context: BrowserContext, page: Page, classroom: Path, take: Take) -> None:
    context.set_offline(True)
    page.goto((classroom / "students" / "index.html").as_uri())
    take(page, "classroom-index")
    names = [link.inner_text() for link in page.locator("ol.cards a").all()]
    page.locator("ol.cards a").first.click()
    for number, name in enumerate(names):
        expect(page.locator("h1")).to_have_text(name)
        if number == 0:
            page.locator("h2").first.evaluate("heading => heading.scrollIntoView()")
            take(page, "classroom-lesson")
        if number + 1 < len(names):
            page.locator("header a[rel=next]").click()
    page.get_by_role("link", name="All lessons").first.click()
    page.locator("ul.cards a").first.click()
    expect(page.locator("h1")).to_have_text("My study")
    take(page, "report")
    page.get_by_role("link", name="All lessons").click()
    page.locator("ul.cards a").last.click()
    expect(page.locator("h1")).to_have_text("My study: the evidence")
    take(page, "explorer")
    page.get_by_role("link", name="All lessons").click()
    expect(page.locator("h1")).to_have_text("Lessons on media framing")


def test_no_line_of_a_solution_is_on_a_students_page(page: Page, classroom: Path) -> None:
    for lesson in find_lessons(LESSONS):
        page.goto((classroom / "students" / f"{lesson.name}.html").as_uri())
        said = page.locator("body").inner_text()
        assert [line for line in solution_lines(lesson) if len(line) > 3 and line in said] == [], lesson.name


def test_all_letters_can_be_read(page: Page, classroom: Path) -> None:
    page.set_content('<p style="color: #767676">enough</p><p style="color: #777">just too little</p>')  # 4.54 and 4.48
    assert page.evaluate(CONTRAST) == ["just too little"]
    for path in sorted(classroom.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate(CONTRAST) == [], path.name


def test_nothing_is_wider_than_a_telephone(page: Page, classroom: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    for path in sorted((classroom / "students").glob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path.name


def test_scripts_in_a_page_do_not_run(page: Page, classroom: Path, tmp_path: Path) -> None:
    text = (classroom / "students" / "index.html").read_text(encoding="utf-8")
    changed = tmp_path / "changed.html"
    changed.write_text(text.replace("<main>", "<main><script>document.title = 'run'</script>"), encoding="utf-8")
    page.goto(changed.as_uri())
    assert page.title() == "Lessons on media framing"
