"""Measures with what they cannot do without, for tests that go through all of them."""

from toolkit.measure import Measure
from toolkit.registry import make_measure
from toolkit.stance.actor import Actor, Actors

ACTORS = Actors((Actor("militia", "the militia"),))
NEEDED = {"stance": {"target": "militia", "actors": ACTORS}, "roles": {"actors": ACTORS}}


def made(name: str) -> Measure:
    """Return the measure of this name with its defaults, and with what it needs."""
    return make_measure(name, **NEEDED.get(name, {}))
