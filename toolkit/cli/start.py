"""`framing new`: what a researcher starts from.

Contents: `new`.
"""

import shlex
from pathlib import Path

import click

from toolkit.cli.output import say


@click.group()
def new() -> None:
    """Lay out a folder to start from."""


@new.command()
@click.argument("folder", type=click.Path(path_type=Path))
def study(folder: Path) -> None:
    """Make FOLDER with a study that runs at once: study file, codebook, actors, notebook, and a page that says how."""
    from toolkit.study.start import start_study

    for path in start_study(folder):
        say(f"Written: {path}")
    say(f"It runs as it stands: framing run {shlex.quote(str(folder / 'study.toml'))}")
    say(f"What to change for articles of your own: {folder / 'README.md'}")
