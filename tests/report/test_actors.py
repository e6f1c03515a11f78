"""The section on actors: numbers with their sentences, pictures with words for them, nothing in an article acts."""

import re
import warnings
from pathlib import Path

import pandas as pd
import pytest

from tests.report.test_report import HOSTILE, Page
from toolkit.comparison.actors import ActorFindings, find_all
from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.corpus.corpus import Corpus
from toolkit.errors import FramingWarning, OptionError
from toolkit.framing.force import ForceAxis
from toolkit.report.actors import MAX_GROUPS, N_LINES, actor_part
from toolkit.report.report import write_report
from toolkit.stance.actor import Actor, Actors

ACTORS = Actors((
    Actor("army", "the army"), Actor("rebels", "the rebels", short_forms=("the fighters",)), Actor("navy", "the navy"),
))  # fmt: skip
TEXT = (
    "The army bombed the rebels. The armed fighters fled. The army plans to destroy the rebels. "
    "“We will stay,” a cook said. The rebels said that they lost."
)
N_EVENTS = 6


def corpus_of(outlets: list[str], text: str = TEXT) -> Corpus:
    rows = [
        {"article_id": f"{outlet}-{event}", "outlet": outlet, "event_id": f"e{event}", "headline": "News today",
         "published": f"2020-03-{event + 1:02d}", "text": text}
        for outlet in outlets for event in range(N_EVENTS)
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows), name="small")


def found_in(corpus: Corpus, actors: Actors = ACTORS, target: str = "army") -> tuple[Comparison, ActorFindings]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        force = ForceAxis()(corpus)
        found = find_all(corpus, actors, targets=[target], force=force, options={"n_resamples": 49})
        return compare(force, n_resamples=49), found


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return corpus_of(["Alpha", "Beta"])


@pytest.fixture(scope="module")
def both(corpus: Corpus) -> tuple[Comparison, ActorFindings]:
    return found_in(corpus)


@pytest.fixture(scope="module")
def page(both: tuple[Comparison, ActorFindings], corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    gap, found = both
    return write_report(path, gap, corpus=corpus, actors=found).read_text(encoding="utf-8")


def section(page: str) -> str:
    return page[page.index('<section id="actors"') : page.index('<section id="headlines"')]


def test_numbers_are_those_counted_by_hand(both: tuple[Comparison, ActorFindings]) -> None:
    part = actor_part(both[1], most=8, plots=False)
    assert part.absent == ["the navy"]
    # Two sentences on the army in each of 12 articles; four on the rebels, one by a short form.
    assert part.counts.rows == [["the rebels", "24", "24", "48"], ["the army", "12", "12", "24"]]
    claims = {block.anchor: [item.claim for item in block.items] for block in part.blocks}
    assert claims["actors-acts"] == [
        "the army: 12 acts, 12 of harm; 0 acts upon it, 0 of harm",
        "the rebels: 0 acts, 0 of harm; 12 acts upon it, 12 of harm",
    ]
    assert "the army → the rebels, destroy: 12 acts, 0 told as done, 12 on the outlet's own word" in claims[
        "actors-parties"
    ]  # fmt: skip
    assert "“armed fighters”: 12 times, in 12 articles" in claims["actors-labels-1"]
    assert "a cook: 12 attributions, 36 words, in 12 articles; without a name" in claims["actors-voices"]


def test_behind_each_number_stand_lines_of_each_outlet(both: tuple[Comparison, ActorFindings]) -> None:
    part = actor_part(both[1], most=8, plots=False)
    acts = next(block for block in part.blocks if block.anchor == "actors-acts").items[0]
    assert [(group.outlet, len(group.lines), group.n_total) for group in acts.groups] == [
        ("Alpha", N_LINES, N_EVENTS), ("Beta", N_LINES, N_EVENTS)
    ]  # fmt: skip
    line = acts.groups[0].lines[0]
    assert (line.before, line.match, line.after) == ("The army ", "bombed", " the rebels.")
    assert line.tags == ("own words", "The army → the rebels")


def test_of_many_outlets_the_smaller_ones_are_put_together() -> None:
    n = MAX_GROUPS + 3
    _, found = found_in(corpus_of([f"Outlet {number}" for number in range(n)]))
    part = actor_part(found, most=1, plots=False)
    groups = part.blocks[0].items[0].groups
    assert [group.outlet for group in groups][-1] == "other outlets"
    assert len(groups) == MAX_GROUPS + 1
    assert sum(group.n_total for group in groups) == n * N_EVENTS
    assert all(len(block.items) <= 1 for block in part.blocks if block.anchor != "actors-stance")


def test_every_picture_has_words_for_who_does_not_see_it(page: str) -> None:
    images = re.findall(r"<img [^>]*>", section(page))
    assert len(images) >= 5
    assert all(re.search(r'alt="[^"]{30,}"', one) for one in images)
    assert all('src="data:image/svg+xml;base64,' in one for one in images)


def test_the_section_is_in_the_contents_and_has_no_program(page: str) -> None:
    assert '<li><a href="#actors">' in page
    assert "<script" not in page and "javascript:" not in page
    text = section(page)
    for anchor in ("acts", "who-whom", "parties", "voices", "labels-1", "stance"):
        assert f'<section id="actors-{anchor}">' in text
    assert text.count("<section") == text.count("</section>")
    assert "Stance: the army" in page[page.index('id="methods"') :]
    for key in ("sap2017", "newell2018", "hamborg2021"):
        assert f"<strong>{key}</strong>" in page


def test_without_actors_there_is_no_section(
    both: tuple[Comparison, ActorFindings], corpus: Corpus, tmp_path: Path
) -> None:
    page = write_report(tmp_path / "a.html", both[0], corpus=corpus).read_text(encoding="utf-8")
    assert "#actors" not in page and "Who acts" not in page


def test_without_pictures_the_numbers_are_there(
    both: tuple[Comparison, ActorFindings], corpus: Corpus, tmp_path: Path
) -> None:
    path = write_report(tmp_path / "a.html", both[0], corpus=corpus, actors=both[1], plots=False)
    text = section(path.read_text(encoding="utf-8"))
    assert "<img" not in text and "the army → the rebels" in text


def test_actors_of_other_articles_and_a_wrong_number_are_refused(
    both: tuple[Comparison, ActorFindings], corpus: Corpus, tmp_path: Path
) -> None:
    other = corpus_of(["Gamma", "Delta"])
    with pytest.raises(OptionError, match="`actors` must be made from the articles of `corpus`"):
        write_report(tmp_path / "a.html", found_in(other)[0], corpus=other, actors=both[1])
    with pytest.raises(OptionError, match="`most` must be at least 1; got 0"):
        write_report(tmp_path / "a.html", both[0], corpus=corpus, actors=both[1], most=0)
    assert not (tmp_path / "a.html").exists()


def test_actors_who_are_nowhere_make_a_section_that_says_so(corpus: Corpus, tmp_path: Path) -> None:
    gap, found = found_in(corpus, Actors((Actor("navy", "the navy"),)), target="navy")
    assert list(found.not_compared) == ["the navy"]
    text = section(write_report(tmp_path / "a.html", gap, corpus=corpus, actors=found).read_text(encoding="utf-8"))
    assert "0 mentions of the actors" in text and "Never mentioned: <bdi>the navy</bdi>" in text
    assert "Nothing was found." in text


def test_articles_without_an_outlet_are_counted_too() -> None:
    found = find_all(Corpus(pd.DataFrame({"article_id": ["a", "b"], "text": [TEXT, TEXT]})), Actors(ACTORS.actors[:2]))
    part = actor_part(found, most=8, plots=True)
    assert part.counts.columns == ["actor", "(no outlet)", "all"]
    assert part.counts.rows == [["the rebels", "8", "8"], ["the army", "4", "4"]]
    assert [group.outlet for group in part.blocks[0].items[0].groups] == ["(no outlet)"]


def test_hostile_text_is_shown_and_not_acted_on(tmp_path: Path) -> None:
    rows = [
        {"article_id": f"{HOSTILE[outlet]}{event}", "outlet": HOSTILE[outlet], "event_id": f"e{event}",
         "published": "2020-03-01", "headline": HOSTILE[event],
         "text": f"The army bombed {HOSTILE[event]} rebels. {HOSTILE[outlet]} said the {HOSTILE[event]} army lost."}
        for event in range(6) for outlet in range(6)
    ]  # fmt: skip
    corpus = Corpus(pd.DataFrame(rows), name=HOSTILE[1])
    actors = Actors((
        Actor("army", "army", aliases=('"><img src=x>',)), Actor("evil", HOSTILE[2], short_forms=("the rebels",)),
    ))  # fmt: skip
    gap, found = found_in(corpus, actors)
    text = write_report(tmp_path / "a.html", gap, corpus=corpus, actors=found).read_text(encoding="utf-8")
    page = Page(text)
    assert "script" not in page.tags
    assert page.tags.count("img") == text.count('<img src="data:')
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert page.tags.count("style") == page.tags.count("title") == 1
    said = "".join(page.words)
    assert HOSTILE[0] in said
    assert HOSTILE[2] in said
    assert "\u202e" not in text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
