"""Answers that can be recognised and not read: a salted hash each, with a tolerance for numbers.

A number *a* with tolerance *t* is told from others by the cell of a grid in which it lies. The grid has cells as wide
as 2 *t* and is shifted so that *a* lies in the middle of its cell; what is stored is the shift, *a* modulo 2 *t*, and a
hash of the number of the cell. Then *x* has the same hash exactly if |x - a| <= t. The shift tells only the digits
of *a* that the tolerance does not care for. This is the fuzzy commitment of Juels and Wattenberg (1999) for one number.

Texts are compared without regard to capitals and spaces; sets without order; whole numbers, where no tolerance is
given, exactly. The hash is slow on purpose (PBKDF2), but an answer that has few possible values, such as one letter of
four, can be found by trying them all: sealing keeps honest students from seeing an answer, it does not guard a secret.

Contents: `Sealed`, `seal_value`.
"""

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.errors import LessonError
from toolkit.teaching.values import Value, normal_text

ROUNDS = 20_000  # about ten milliseconds a guess
NARROWEST = 5  # an answer must lie at least so many tolerances from zero, or the shift would tell it


@dataclass(frozen=True)
class Sealed:
    """An answer's kind, digest, tolerance and the shifts of its numbers."""

    kind: str
    digest: str
    tolerance: float = 0.0
    shifts: tuple[float, ...] = ()

    def fits(self, value: Value, salt: str) -> bool:
        """Return whether the value is the answer, within the tolerance."""
        if value.kind != self.kind:
            return False
        shifts = iter(self.shifts)
        cells = _outline(value, self.tolerance, shifts)
        return next(shifts, None) is None and _digest(cells, salt) == self.digest

    def to_json(self) -> dict[str, Any]:
        """Return the fields for a file."""
        data: dict[str, Any] = {"kind": self.kind, "digest": self.digest}
        return data | ({"tolerance": self.tolerance, "shifts": list(self.shifts)} if self.tolerance else {})

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sealed":
        """Return what `to_json` wrote."""
        shifts = tuple(float(one) for one in data.get("shifts", ()))
        return cls(str(data["kind"]), str(data["digest"]), float(data.get("tolerance", 0.0)), shifts)


def seal_value(value: Value, salt: str, *, tolerance: float = 0.0) -> Sealed:
    """Return a sealed answer.

    Raises
    ------
    LessonError : the answer has no fixed value, is a number with decimals without a tolerance, or is so near to zero
        that the tolerance covers it.
    """
    if value.kind in ("blank", "missing", "other"):
        raise LessonError(f"An answer must be a number, text, list, set or table; this one is {value.kind}.")
    shifts = tuple(_shift(number, tolerance) for number in _numbers(value)) if tolerance else ()
    if not tolerance and any(isinstance(number, float) for number in _numbers(value)):
        raise LessonError("An answer with decimals needs a `tolerance`, such as 0.05.")
    return Sealed(value.kind, _digest(_outline(value, tolerance, iter(shifts)), salt), float(tolerance), shifts)


def _shift(number: float, tolerance: float) -> float:
    if 0 < abs(number) < NARROWEST * tolerance:
        raise LessonError(f"A tolerance of {tolerance} is too wide for the answer {number}.")
    return number % (2 * tolerance)


def _numbers(value: Value) -> Iterator[int | float]:
    """Yield the numbers in a value, in the order in which `_outline` meets them; undefined ones have no cell."""
    if value.kind == "number" and value.content is not None:
        yield value.content
    for one in _inside(value):
        yield from _numbers(one)


def _inside(value: Value) -> list[Value]:
    """Return the values inside a list, set or mapping, those of a set in a fixed order."""
    if value.kind == "mapping":
        return [one for _, one in value.content]
    if value.kind == "set":
        return sorted(value.content, key=_rank)
    return list(value.content) if value.kind == "list" else []


def _rank(value: Value) -> tuple[str, float, str]:
    if value.kind == "number":
        return value.kind, -math.inf if value.content is None else value.content, ""
    text = normal_text(value.content) if value.kind == "text" else str(value.content)
    return value.kind, 0.0, text


def _outline(value: Value, tolerance: float, shifts: Iterator[float]) -> Any:
    """Return the value with each number as the number of its cell, and each text in its normal form."""
    if value.kind == "number" and value.content is not None:
        return ["number", _cell(value.content, tolerance, shifts)]
    if value.kind == "text":
        return ["text", normal_text(value.content)]
    inside = [_outline(one, tolerance, shifts) for one in _inside(value)]
    if value.kind == "mapping":
        return ["mapping", [[normal_text(key), one] for (key, _), one in zip(value.content, inside, strict=True)]]
    return [value.kind, inside] if value.kind in ("list", "set") else [value.kind, value.content]


def _cell(number: int | float, tolerance: float, shifts: Iterator[float]) -> str:
    if not tolerance:
        return repr(number)
    shift = next(shifts, None)
    if shift is None:
        return "beyond the last number of the answer"
    return str(math.floor((number - shift) / (2 * tolerance) + 0.5 + 1e-9))


def _digest(outline: Any, salt: str) -> str:
    text = json.dumps(outline, ensure_ascii=True, separators=(",", ":"))
    return hashlib.pbkdf2_hmac("sha256", text.encode("ascii"), salt.encode("utf-8"), ROUNDS).hex()
