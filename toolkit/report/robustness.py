"""What a report says of a finding under other choices: the curve, what it says, and the words behind its ends.

Contents: `CurvePart`, `curve_part`, `CURVE_REFERENCES`.
"""

from dataclasses import dataclass, replace

import numpy as np

from toolkit.comparison.result import Comparison, signed
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.plots.specification_curve import plot_specification_curve, specification_curve_size
from toolkit.plots.style import shortened
from toolkit.report.evidence import EvidenceOf
from toolkit.report.figures import Picture, picture
from toolkit.report.sections import Finding, Table, cut_interval

N_LINES = 3  # lines of an outlet behind a specification
CURVE_REFERENCES = ("hesterberg2015", "simonsohn2020")


@dataclass(frozen=True)
class CurvePart:
    """The section of a report on choices: sentences, the figure, three specifications with lines, the options."""

    base: str
    sentences: list[str]
    picture: Picture | None
    items: list[Finding]
    table: Table
    signature: str


def curve_part(curve: SpecificationCurve | None, *, plots: bool) -> CurvePart | None:
    """Return what a report says of a specification curve; None if there is none."""
    if curve is None:
        return None
    base = [f"{choice.name.replace('_', ' ')}: {choice.labels[0]}" for choice in curve.specifications.choices]
    return CurvePart(
        base="; ".join(base), sentences=curve.sentences(), picture=_picture(curve) if plots else None,
        items=_items(curve), table=_table(curve), signature=curve.signature,
    )  # fmt: skip


def _picture(curve: SpecificationCurve) -> Picture:
    alt = (
        f"Specification curve of {curve.table['outlets'].iloc[0]}: {len(curve)} estimates in order of size, and below "
        "them the options behind each; the table has the means of every option."
    )
    return picture(lambda ax: plot_specification_curve(curve, ax=ax), specification_curve_size(curve), alt)


def _items(curve: SpecificationCurve) -> list[Finding]:
    """Return the base, the lowest and the highest specification, each with the words behind it."""
    estimates = curve.table["estimate"]
    known = np.flatnonzero(estimates.notna())
    if not len(known):
        return []
    ends = [int(known[np.argmin(estimates.iloc[known])]), int(known[np.argmax(estimates.iloc[known])])]
    named: dict[int, list[str]] = {}
    for number, name in zip((0, *ends), ("the base", "the lowest", "the highest"), strict=True):
        named.setdefault(number, []).append(name)
    return [_item(curve, number, " and ".join(names)) for number, names in named.items()]


def _item(curve: SpecificationCurve, number: int, name: str) -> Finding:
    comparison = curve[number]
    outlet = curve.specifications.values(number)["outlets"][0]
    rows = zip(comparison.table.to_dict("records"), comparison.sentences(), strict=True)
    row, sentence = next((row, said) for row, said in rows if row["outlet"] == outlet)
    claim, interval = cut_interval(sentence)
    changed = _changed(curve, number)
    what = f"{name[0].upper()}{name[1:]}{f' ({changed})' if changed else ''}: {claim}"
    return Finding(what, interval, "", EvidenceOf(_counted(comparison)).groups(row, limit=N_LINES))


def _counted(comparison: Comparison) -> Comparison:
    """Leave out the evidence that a voice or negation makes count for nothing: it is not behind the number."""
    measurement = comparison.measurement
    spans = measurement.spans.take(measurement.spans.weight != 0)
    return replace(comparison, measurement=replace(measurement, found=spans))


def _changed(curve: SpecificationCurve, number: int) -> str:
    """Return the options of a specification that are not those of the base."""
    choices = curve.specifications.choices
    options = [(choice, curve.table[choice.name].iloc[number]) for choice in choices]
    return ", ".join(
        f"{choice.name.replace('_', ' ')} {shortened(option, 60)}"
        for choice, option in options
        if option != choice.labels[0]
    )


def _table(curve: SpecificationCurve) -> Table:
    """Return one row an option: how many specifications take it, and what they give."""
    columns = ["choice", "option", "specifications", "mean estimate", "above zero", "clear"]
    rows = [
        [
            str(row["choice"]).replace("_", " "), str(row["option"]), f"{row['n']}", _estimate(row["estimate"]),
            f"{row['share_above']:.0%}", f"{row['share_clear']:.0%}",
        ]
        for row in curve.choices.to_dict("records")
    ]  # fmt: skip
    return Table(columns, rows, frozenset(columns[2:]))


def _estimate(value: float) -> str:
    return "–" if np.isnan(value) else signed(value)
