"""Could a whole curve of specifications look like this if outlets did not differ?

If outlets do not differ, the articles of an event could as well have come from the outlets in another order. So outlets
are exchanged within events, their articles as a whole, with the same exchange for all specifications, and the curve is
made anew. How far its middle lies from zero, and how many of its specifications are clear, is held against the curve
seen (simonsohn2020). Specifications made from the same articles resemble each other; the exchanged curves do so too.

Conventions: a specification is clear if estimate -+ t * standard error leaves out zero, with standard errors over
events in closed form: the bootstrap of `compare` tends to them, and they can be computed thousands of times.

Contents: `joint_test`, `make_panels`, `Joint`, `Panel`, `exchanges`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse, special
from tqdm.auto import tqdm

from toolkit.comparison.effects import exchanged
from toolkit.comparison.resample import MIN_EVENTS
from toolkit.comparison.specification_data import Codes, Flags, SpecificationData
from toolkit.measure import Floats

_NOISE = 1e-10  # of the largest value; see `without_noise`


@dataclass(frozen=True)
class Joint:
    """What the whole curve says: its median and the share of clear specifications, each with its p.

    p is the share of exchanges of outlets within events, the order seen among them, in which the median lies at least
    as far from zero, or at least as large a share of specifications is clear on one side of it.
    """

    median: float
    p_median: float
    share_clear: float
    p_clear: float
    n_exchanges: int


@dataclass(frozen=True)
class Panel:
    """Specifications that count the same articles for the same outlets, one a column.

    A cell's value is the sum of `numerator` over its articles divided by that of `denominator`. `event` numbers the
    articles' events. `compared` are the numbers of the outlets: with two, the first minus the second, else the first
    against the mean of all. `columns` says of each specification which column it is, `number` which it is.
    """

    event: Codes
    numerator: Floats
    denominator: Floats
    compared: tuple[int, ...]
    number: tuple[int, ...]
    columns: tuple[int, ...]

    def estimates(self, outlet: Codes, n_outlets: int, level: float) -> tuple[Floats, Floats]:
        """Return the estimate of each column, and whether it is clear: 1 above zero, -1 below, 0 if not."""
        values = self._cells(outlet, n_outlets)[:, list(self.compared)]
        of = _pair if len(self.compared) == 2 else _effect
        estimate, error, n = of(values)
        t = special.stdtrit(np.maximum(n - 1, 1), 1 - (1 - level) / 2)
        clear = (n >= MIN_EVENTS) & (np.abs(estimate) > t * error)
        return estimate, np.where(clear, np.sign(estimate), 0.0)

    def _cells(self, outlet: Codes, n_outlets: int) -> Floats:
        """Return the values of events by outlets by columns."""
        rows, event, sums = self._used
        n_events = int(event.max(initial=-1)) + 1
        shape = (len(rows), n_events * n_outlets)
        cells = sparse.csr_matrix(
            (np.ones(len(rows)), event * n_outlets + outlet[rows], np.arange(len(rows) + 1)), shape
        )
        numerator, denominator = np.split(cells.T @ sums, 2, axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            values: Floats = numerator / denominator
        return values.reshape(n_events, n_outlets, -1)

    @cached_property
    def _used(self) -> tuple[Codes, Codes, Floats]:
        """The articles that count, their events, and numerators and denominators side by side."""
        rows = np.flatnonzero(self.denominator.any(axis=1))
        return rows, self.event[rows], np.hstack([self.numerator[rows], self.denominator[rows]])


def _pair(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return mean difference, standard error and number of events of each column."""
    difference = _quiet(values[:, 0] - values[:, 1], values)
    there = ~np.isnan(difference)
    n = there.sum(axis=0).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nansum(difference, axis=0) / n
        squares = np.where(there, (difference - mean) ** 2, 0.0).sum(axis=0)
        return mean, np.sqrt(squares / (n - 1) / n), n


def _effect(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the first outlet's effect, standard error and number of events of each column.

    The effects a solve A a = b, as in `EffectModel`. The standard error adds up what each event pulls: A^-1 times its
    centred values less what the effects predict of them.
    """
    n_columns = values.shape[2]
    estimate, error, n = np.full(n_columns, np.nan), np.full(n_columns, np.nan), np.zeros(n_columns)
    covered = ~np.isnan(values)
    covered &= covered.sum(axis=1, keepdims=True) >= 2
    patterns: dict[bytes, list[int]] = {}
    for column in range(n_columns):
        patterns.setdefault(covered[:, :, column].tobytes(), []).append(column)
    for columns in patterns.values():
        one = covered[:, :, columns[0]]
        if one[:, 0].any():
            estimate[columns], error[columns] = _first_effect(values[:, :, columns], one)
            n[columns] = one[:, 0].sum()
    return estimate, error, n


def _first_effect(values: Floats, covered: Flags) -> tuple[Floats, Floats]:
    """Return effect and standard error of the first outlet for columns with one pattern of coverage."""
    rows = covered.any(axis=1)
    seen, values = covered[rows].astype(float), np.where(covered[rows][:, :, None], values[rows], 0.0)
    n_seen = seen.sum(axis=1, keepdims=True)
    centred = np.where(seen[:, :, None] > 0, values - (values.sum(axis=1) / n_seen)[:, None, :], 0.0)
    eigenvalues, vectors = np.linalg.eigh(np.diag(seen.sum(axis=0)) - (seen / n_seen).T @ seen)
    known = eigenvalues > 1e-9 * eigenvalues[-1]
    if not _links_first(vectors[:, ~known]):
        return np.full(values.shape[2], np.nan), np.full(values.shape[2], np.nan)
    inverse = (vectors[:, known] / eigenvalues[known]) @ vectors[:, known].T
    linked = np.abs(vectors[:, ~known] @ vectors[0, ~known]) > 1e-9  # the outlets that events link to the first
    effects = inverse @ centred.sum(axis=0)
    effects = np.where(linked[:, None], effects - effects[linked].mean(axis=0), 0.0)
    effects = _quiet(effects, values)
    predicted = seen[:, :, None] * (effects - (seen @ effects / n_seen)[:, None, :])
    pull = np.einsum("o,eok->ek", inverse[0], centred - predicted)
    n = float(seen[:, 0].sum())
    factor = n / (n - 1) if n > 1 else np.nan
    return effects[0], np.sqrt(factor * (pull**2).sum(axis=0))


def _links_first(loose: Floats) -> bool:
    """Tell whether events link the first outlet to any other; `loose` spans what they leave undecided."""
    return bool((np.abs(loose @ loose[0]) > 1e-9).sum() > 1)


def _quiet(differences: Floats, values: Floats) -> Floats:
    """Return differences with 0 for those that are nothing but rounding beside the values, column by column."""
    largest = np.nanmax(np.abs(values), axis=(0, 1), initial=0.0)
    return np.where(np.abs(differences) <= _NOISE * largest, 0.0, differences)


def exchanges(event: Codes, outlet: Codes, outlets: Sequence[int], n: int, seed: int) -> Iterator[Codes]:
    """Yield the outlet of each article after exchanging the given outlets within each event, n times.

    All articles of an outlet on an event go together to another outlet that covered the event, or stay.
    """
    mine = np.flatnonzero((event >= 0) & np.isin(outlet, list(outlets)))
    place = np.searchsorted(np.sort(outlets), outlet[mine])
    numbers = np.sort(np.array(outlets))
    dealt = np.full((int(event.max(initial=-1)) + 1, len(numbers)), np.nan)
    dealt[event[mine], place] = numbers[place]
    covered, rng = ~np.isnan(dealt), np.random.default_rng(seed)
    for _ in range(n):
        new = outlet.copy()
        new[mine] = exchanged(dealt, covered, 1, rng)[0][event[mine], place].astype(np.int64)
        yield new


def joint_test(
    panels: Sequence[Panel], spreads: Floats, event: Codes, outlet: Codes, *, n_outlets: int, level: float,
    n_exchanges: int, seed: int,
) -> Joint:  # fmt: skip
    """Hold a curve against curves with outlets exchanged within events.

    Parameters
    ----------
    panels : the specifications.
    spreads : for each specification what its estimate is divided by, 1 for none.
    event, outlet : numbers of the articles' events (of the base specification) and outlets, -1 where not known.
    """
    compared = sorted({number for panel in panels for number in panel.compared})
    seen = _summary(panels, spreads, outlet, n_outlets, level)
    as_far = np.ones(2)
    orders = exchanges(event, outlet, compared, n_exchanges, seed)
    for new in tqdm(orders, total=n_exchanges, desc="exchanging outlets", unit="curve", delay=2, leave=False):
        other = _summary(panels, spreads, new, n_outlets, level)
        as_far += other >= seen * (1 - 1e-12)
    p = np.where(np.isnan(seen), np.nan, as_far / (n_exchanges + 1))
    return Joint(_median(panels, spreads, outlet, n_outlets, level), float(p[0]), float(seen[1]), float(p[1]),
                 n_exchanges)  # fmt: skip


def _curve(
    panels: Sequence[Panel], spreads: Floats, outlet: Codes, n_outlets: int, level: float
) -> tuple[Floats, Floats]:
    """Return estimate and sign of what is clear for every specification."""
    estimates, clear = np.full(len(spreads), np.nan), np.zeros(len(spreads))
    for panel in panels:
        of_column, sign = panel.estimates(outlet, n_outlets, level)
        estimates[list(panel.number)] = of_column[list(panel.columns)]
        clear[list(panel.number)] = sign[list(panel.columns)]
    return estimates / spreads, clear


def _median(panels: Sequence[Panel], spreads: Floats, outlet: Codes, n_outlets: int, level: float) -> float:
    estimates = _curve(panels, spreads, outlet, n_outlets, level)[0]
    known = estimates[~np.isnan(estimates)]
    return float(np.median(known)) if len(known) else float("nan")


def _summary(panels: Sequence[Panel], spreads: Floats, outlet: Codes, n_outlets: int, level: float) -> Floats:
    """Return how far the median lies from zero, and the larger share of specifications clear on one side of it."""
    estimates, clear = _curve(panels, spreads, outlet, n_outlets, level)
    known = estimates[~np.isnan(estimates)]
    median = abs(float(np.median(known))) if len(known) else float("nan")
    return np.array([median, max((clear > 0).mean(), (clear < 0).mean())])


def make_panels(data: SpecificationData) -> list[Panel]:
    """Put the specifications together that count the same articles for the same outlets."""
    groups: dict[tuple, list[int]] = {}
    for number in range(len(data.specifications)):
        chosen = data.specifications.values(number)
        groups.setdefault((chosen["events"], chosen["wire"], chosen["outlets"]), []).append(number)
    return [_panel(data, numbers) for numbers in groups.values()]


def _panel(data: SpecificationData, numbers: list[int]) -> Panel:
    """Lay out the distinct columns of these specifications."""
    first, columns, places = data.specifications.values(numbers[0]), {}, []
    counted = data.counted(numbers[0])
    for number in numbers:
        pool = data.specifications.values(number)["pool"]
        key = (data.column_key(number), pool)
        if key not in columns:
            column = data.column(number)
            there = counted & ~np.isnan(column.values)
            pair = (column.values, there) if pool == "mean" else (column.per * column.amount, column.exposure)
            columns[key] = [np.where(there, one, 0.0).astype(np.float64) for one in pair]
        places.append(list(columns).index(key))
    side = first["outlets"]
    others = [name for name in data.outlets if name != side[0]] if len(side) == 1 else [side[1]]
    return Panel(
        event=data.event_codes(first["events"]),
        numerator=np.stack([pair[0] for pair in columns.values()], axis=1),
        denominator=np.stack([pair[1] for pair in columns.values()], axis=1),
        compared=tuple(data.outlets.index(name) for name in (side[0], *others)),
        number=tuple(numbers), columns=tuple(places),
    )  # fmt: skip
