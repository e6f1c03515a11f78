"""The program as a whole: its commands, and what a user sees when something goes wrong.

Errors that the user can mend are one line on stderr and exit code 2; with --json stdout gets {"error": ...} as well.
Warnings are one line each on stderr. A reader that closes the pipe early, such as `head`, ends the program quietly.

Contents: `main`.
"""

import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from toolkit.cli.articles import concordance, measure
from toolkit.cli.corpora import corpus
from toolkit.cli.lexicons import lexicon
from toolkit.cli.lists import measures
from toolkit.cli.output import emit, one_line, say
from toolkit.cli.start import new
from toolkit.cli.studies import reproduce, run
from toolkit.cli.teach import teach
from toolkit.cli.validate import validate
from toolkit.errors import FramingError, FramingWarning

BAD_INPUT, STOPPED = 2, 130


class Program(click.Group):
    """The group of all commands, which turns errors into one clear line."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run the program and exit; click's own option `standalone_mode=False` is passed on as it is."""
        given = list(sys.argv[1:] if args is None else args)
        name = prog_name or "framing"
        if extra.get("standalone_mode") is False:
            return super().main(given, name, **extra)
        extra["standalone_mode"] = False
        _accept_any_character()
        with _plain_warnings(), _progress_on_terminals_only():
            sys.exit(self._exit_code(given, name, extra))

    def _exit_code(self, args: list[str], name: str, extra: dict[str, Any]) -> int:
        try:
            code = super().main(args, name, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            return BAD_INPUT
        except click.ClickException as error:
            return _fail(_usage(error), args)
        except click.Abort:
            return STOPPED
        except FramingError as error:
            return _fail(str(error), args)
        except BrokenPipeError:
            return _quietly()
        except MemoryError:
            return _fail("The memory is not large enough for this. Give the articles in several smaller files.", args)
        except OSError as error:
            return _fail(f"{error.strerror or error}: {error.filename}" if error.filename else str(error), args)
        return code if isinstance(code, int) else 0


def _usage(error: click.ClickException) -> str:
    """Return what is wrong with the command, and where help is."""
    context = getattr(error, "ctx", None)
    hint = f" See '{context.command_path} --help'." if context is not None else ""
    return f"{error.format_message()}{hint}"


def _fail(message: str, args: Sequence[str]) -> int:
    if "--json" in args:
        emit({"error": message})
    say(f"framing: {one_line(message)}", err=True)
    return BAD_INPUT


def _quietly() -> int:
    """Let nothing more be written to a pipe that nobody reads, not even when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _accept_any_character() -> None:
    """Let characters that the terminal's encoding lacks be shown as ?, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@contextmanager
def _plain_warnings() -> Iterator[None]:
    """Show each warning once, as one line on stderr."""
    shown: set[str] = set()

    def show(message: Warning | str, *_: object, **__: object) -> None:
        line = one_line(message)
        if line not in shown:
            shown.add(line)
            say(f"framing: warning: {line}", err=True)

    with warnings.catch_warnings():
        warnings.simplefilter("always", FramingWarning)
        warnings.showwarning = show
        yield


@contextmanager
def _progress_on_terminals_only() -> Iterator[None]:
    """Keep progress bars out of files and pipes; tqdm reads the variable when it is first imported."""
    before = os.environ.get("TQDM_DISABLE")
    if before is None and not sys.stderr.isatty():
        os.environ["TQDM_DISABLE"] = "1"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("TQDM_DISABLE", None)


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("media-framing-toolkit")
        except PackageNotFoundError:  # used from a checkout that was not installed
            number = "unknown"
        click.echo(f"framing {number}")
        context.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
def main() -> None:
    """Compare how outlets report the same events, with the words behind every number.

    ARTICLES is a file (.csv, .tsv, .json, .jsonl, .parquet, .xlsx, .txt, .html), a folder of pages, a folder written
    by `framing corpus clean`, or the name of a shipped corpus.
    """


for _command in (new, run, reproduce, measure, concordance, measures, lexicon, corpus, validate, teach):
    main.add_command(_command)
