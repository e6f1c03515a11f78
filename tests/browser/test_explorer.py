"""The page of evidence in a real browser: choices show the numbers of the measurement, by mouse and by keyboard."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.widgets.making import HOSTILE, LEXICON, corpus_of
from toolkit.framing.frames import FrameSalience
from toolkit.lexicons.lexicon import Lexicon
from toolkit.widgets.explorer import write_explorer


@pytest.fixture
def address(tmp_path: Path) -> str:
    return write_explorer(tmp_path / "explorer.html", FrameSalience(lexicon=LEXICON)(corpus_of())).as_uri()


def test_a_choice_shows_its_numbers_sentences_and_articles(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("select[name=what]").select_option(label="deter")
    page.locator("select[name=outlet]").select_option(label="Alpha")
    # By hand: Alpha has deter three times in 25 words, on e2 twice in 9.
    expect(page.get_by_role("status")).to_contain_text(
        "120 per 1,000 words (amount 3, exposure 25, 2 articles); 3 spans"
    )
    page.locator("select[name=event]").select_option(index=2)
    expect(page.get_by_role("status")).to_contain_text("222 per 1,000 words (amount 2, exposure 9, 1 article); 2 spans")
    assert page.locator(".mf-lines li:visible").count() == 2
    page.locator(".mf-lines li:visible a").first.click()
    expect(page.locator(".mf-article[open]")).to_contain_text("The ships deter")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_keyboard_reaches_every_control(page: Page, address: str) -> None:
    page.goto(address)
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.value"))
    assert reached == ["what", "outlet", "event", "voice", "found", "events", "articles"]
    page.keyboard.press("Enter")
    expect(page.locator(".mf-article").first).to_be_visible()
    expect(page.locator(".mf-numbers").first).to_be_hidden()


def test_without_its_program_the_page_is_there_to_read(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".mf-tools")).to_be_hidden()
        expect(page.locator("tbody[data-key='0.1'] tr[data-outlet='0']")).to_have_text(
            re.compile(r"Alpha\s*3\s*25\s*120")
        )
        assert page.locator(".mf-article").count() == 5


def test_hostile_text_stays_text(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    rows = [(one, other, f"{other} calm", f"{one} calm {other}") for other in HOSTILE for one in HOSTILE]
    measured = FrameSalience(lexicon=Lexicon.of({HOSTILE[1]: ["calm"]}))(corpus_of(rows))
    page.goto(write_explorer(tmp_path / "page.html", measured, title=HOSTILE[0]).as_uri())
    page.locator("select[name=outlet]").select_option(index=2)
    expect(page.get_by_role("status")).to_contain_text(HOSTILE[1])
    assert page.locator("img, b").count() == 0
    assert asked == []
