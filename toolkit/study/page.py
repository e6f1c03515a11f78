"""What the report says of measures that could not be compared, and the page if none could.

Contents: `write_study_report`.
"""

import html
from collections.abc import Mapping
from pathlib import Path

from toolkit.measure import describe_measurement
from toolkit.report.extras import Extras
from toolkit.study.result import StudyResult

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body {{ font-family: sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em; line-height: 1.5; }}
pre {{ white-space: pre-wrap; }}</style>
</head>
<body>
<header><h1 dir="auto">{title}</h1></header>
<main>
{reasons}
<section id="articles"><h2>Articles</h2><pre>{corpus}</pre></section>
<section id="values"><h2>Mean values</h2><p>Over all articles of all outlets; the tables beside this page have the
values of each article.</p>{values}</section>
</main>
</body>
</html>
"""
_SIDE_BY_SIDE = """<section id="events"><h2>The same events, side by side</h2><p>The tables facts, tellings and omission
beside this page hold what outlets tell of the same events.</p></section>"""

_ACTORS = """<section id="actors"><h2>Who acts, who speaks, what they are called</h2><p>The tables mentions, acts,
roles, who_whom, attributions, sources, voices and actor_labels beside this page hold what was found of the actors.</p>
</section>"""

_WORDS = """<section id="words"><h2>Distinctive words</h2><p>The table words beside this page holds them; pages with all
words of an outlet, which can be searched:</p><ul>{links}</ul></section>"""


def write_study_report(path: Path, result: StudyResult, extras: Extras) -> None:
    """Write the report of a study, which begins with the measures that could not be compared, if there are any.

    Parameters
    ----------
    path : the file to write.
    result : what the study found. Without any comparison the page says where the other findings are.
    extras : what the report holds beside the comparisons.
    """
    reasons = _reasons(result.not_compared)
    if result.comparisons:
        from toolkit.report.report import report_html  # brings matplotlib

        page = report_html(list(result.comparisons.values()), corpus=result.corpus, title=result.title, extras=extras)
        # Whatever comes from articles is escaped, so the first such tag is the page's own.
        page = page.replace("<main>", f"<main>\n{reasons}", 1)
    else:
        values = "\n".join(f"<pre>{escaped(describe_measurement(one))}</pre>" for one in result.measurements.values())
        page = _PAGE.format(
            title=escaped(result.title), reasons=reasons + _elsewhere(extras), corpus=escaped(repr(result.corpus)),
            values=values,
        )  # fmt: skip
    path.write_text(page, encoding="utf-8", errors="replace", newline="\n")


def _elsewhere(extras: Extras) -> str:
    """Return the sections that say in which files the findings beside comparisons are."""
    links = "".join(
        f'<li><a href="{escaped(page)}">{escaped(target)}</a></li>' for target, page in extras.word_pages.items()
    )
    there = (
        (extras.omission, _SIDE_BY_SIDE), (extras.actors, _ACTORS), (extras.words, _WORDS.format(links=links)),
    )  # fmt: skip
    return "\n".join(section for found, section in there if found is not None)


def escaped(text: str) -> str:
    """Return a text that a browser shows and never acts on."""
    printable = "".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in text)
    return html.escape(printable)


def _reasons(not_compared: Mapping[str, str]) -> str:
    """Return the section that names the measures without a comparison; nothing if there is none."""
    if not not_compared:
        return ""
    items = "".join(f"<li><strong>{escaped(k)}</strong>: {escaped(reason)}</li>" for k, reason in not_compared.items())
    return f'<section id="not-compared"><h2>Not compared</h2><ul>{items}</ul></section>'
