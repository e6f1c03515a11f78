"""Arguments and options that several commands share.

Contents: `articles_argument`, `json_option`, `clean_option`, `measure_options`, `opened`, `measures_from`.
"""

import tomllib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from toolkit.corpus.corpus import Corpus
    from toolkit.measure import Measure

Command = TypeVar("Command", bound=Callable[..., Any])

_COLUMNS = "toolkit.columns"  # where the context of a command keeps what --column says
_LANGUAGE = "toolkit.language"  # and what --language says


def articles_argument(command: Command) -> Command:
    """Add the argument ARTICLES, --language, and --column for tables whose columns have names of their own."""
    option = click.option(
        "--column", multiple=True, metavar="OURS=THEIRS", expose_value=False, callback=_keep_columns,
        help="A column of a table that is not recognised by its name, such as text=story.",
    )  # fmt: skip
    language = click.option(
        "--language", metavar="CODE", expose_value=False, callback=_keep_language,
        help="Of a shipped corpus: only its articles in this language, such as en. Of a file: the language of articles "
        "for which it names none.",
    )  # fmt: skip
    return click.argument("articles")(language(option(command)))


def _keep_language(context: click.Context, _: click.Parameter, given: str | None) -> None:
    context.meta[_LANGUAGE] = given


def _keep_columns(context: click.Context, _: click.Parameter, given: tuple[str, ...]) -> None:
    for one in given:
        ours, sign, theirs = one.partition("=")
        if not sign or not ours or not theirs:
            raise click.UsageError(f"--column expects OURS=THEIRS, such as text=story; got {one!r}.")
        context.meta.setdefault(_COLUMNS, {})[ours] = theirs


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
clean_option = click.option(
    "--clean/--no-clean", "cleaned", default=True, show_default=True,
    help="Take bylines, captions and leftovers of the page out of the text first.",
)  # fmt: skip


def measure_options(*, several: bool) -> Callable[[Command], Command]:
    """Return a decorator that adds --measure, --lexicon and --set."""
    how_often = " Can be given more than once." if several else ""
    options = [
        click.option(
            "--measure", "names" if several else "name", multiple=several, required=True, metavar="NAME",
            help=f"A measure; `framing measures` lists them.{how_often}",
        ),
        click.option("--lexicon", metavar="FILE", help="The measure's lexicon: a file, or the name of a shipped one."),
        click.option(
            "--set", "settings", multiple=True, metavar="KEY=VALUE",
            help="Another setting of the measure, such as count_negated=true.",
        ),
    ]  # fmt: skip

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def opened(articles: str, *, cleaned: bool) -> "Corpus":
    """Return the articles, cleaned if that is wanted."""
    from toolkit.corpus.clean import clean
    from toolkit.study.articles import open_articles

    said = click.get_current_context().meta
    options = {"columns": said.get(_COLUMNS), "language": said.get(_LANGUAGE)}
    corpus = open_articles(articles, **{key: value for key, value in options.items() if value})
    return clean(corpus) if cleaned else corpus


def measures_from(names: Sequence[str], lexicon: str | None, settings: Sequence[str]) -> "list[Measure]":
    """Return the measures; settings are only allowed with a single one."""
    from toolkit.study.measures import made_measure

    if len(names) > 1 and (lexicon or settings):
        raise click.UsageError("--lexicon and --set go with a single --measure; a study file can hold more.")
    values = dict(_setting(one) for one in settings)
    if lexicon is not None:
        values["lexicon"] = lexicon
    return [made_measure(name, values) for name in dict.fromkeys(names)]


def _setting(given: str) -> tuple[str, Any]:
    """Return key and value of KEY=VALUE; the value is read as in a study file, or else it is a string."""
    key, sign, value = given.partition("=")
    if not sign or not key.strip():
        raise click.UsageError(f"--set expects KEY=VALUE, such as count_negated=true; got {given!r}.")
    try:
        return key.strip(), tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return key.strip(), value
