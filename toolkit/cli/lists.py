"""`framing measures`: what can be measured.

Contents: `measures`.
"""

import click

from toolkit.cli.options import json_option
from toolkit.cli.output import emit, say


@click.command()
@json_option
def measures(as_json: bool) -> None:
    """List the measures, with one line each."""
    from dataclasses import fields

    from toolkit.study.measures import measure_kinds

    found = [
        {
            "name": name,
            "summary": (kind.__doc__ or "").strip().split("\n")[0],
            "settings": [field.name for field in fields(kind)],
        }
        for name, kind in measure_kinds().items()
    ]
    if as_json:
        emit({"measures": found})
        return
    for one in found:
        say(f"{one['name']:<12} {one['summary']}")
        say(f"{'':<12} settings: {', '.join(one['settings']) or 'none'}")
