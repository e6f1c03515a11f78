"""Who is compared with whom: target and reference.

Contents: `Sides`, `choose_sides`, `check_languages`.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import language_codes
from toolkit.errors import LanguageWarning, OptionError
from toolkit.options import check_option, quoted_list

Flags = npt.NDArray[np.bool_]
OTHERS = "the other outlets"


@dataclass(frozen=True, eq=False)
class Sides:
    """The targets, each with the outlets of its reference; `outlet` is the outlet of each article."""

    outlet: npt.NDArray[np.object_]
    pairs: tuple[tuple[str, tuple[str, ...]], ...]
    others: bool

    @property
    def taking_part(self) -> Flags:
        """Tell which articles are on any side."""
        names = {name for target, reference in self.pairs for name in (target, *reference)}
        return np.isin(self.outlet.astype(str), list(names)) & self._known

    @property
    def _known(self) -> Flags:
        return np.array([isinstance(name, str) for name in self.outlet], dtype=np.bool_)

    @property
    def signature(self) -> str:
        """The targets and references in a line."""
        return "; ".join(f"{target} / {self.name_of(reference)}" for target, reference in self.pairs)

    def name_of(self, reference: tuple[str, ...]) -> str:
        """Return the name of a reference."""
        return OTHERS if self.others and len(reference) > 1 else ", ".join(reference)

    def each(self, articles: npt.NDArray[np.int64]) -> list[tuple[str, str, npt.NDArray[np.int8]]]:
        """Return for each target its name, that of its reference, and the side of every article of the corpus.

        Articles that are not among those given are on no side (-1); the target's are 1, the reference's 0.
        """
        return list(self._each(articles))

    def _each(self, articles: npt.NDArray[np.int64]) -> Iterator[tuple[str, str, npt.NDArray[np.int8]]]:
        own = self.outlet[articles].astype(str)
        for target, reference in self.pairs:
            side = np.full(len(self.outlet), -1, dtype=np.int8)
            side[articles] = np.where(own == target, 1, np.where(np.isin(own, reference), 0, -1))
            yield target, self.name_of(reference), side


def choose_sides(
    corpus: Corpus,
    target: str | None,
    reference: str | Sequence[str] | None,
    *,
    outlets: Sequence[str] | None = None,
) -> Sides:
    """Check outlets, target and reference against the outlets of a corpus; see `keyness`."""
    outlets = _chosen(corpus, outlets)
    targets = outlets if target is None else [check_option("target", target, outlets)]
    if reference is None:
        pairs = [(name, tuple(other for other in outlets if other != name)) for name in targets]
        return Sides(corpus.column("outlet").to_numpy(dtype=object), tuple(pairs), others=True)
    if target is None:
        raise OptionError(f"`reference` needs a `target` beside it: {quoted_list(outlets)}.")
    names = dict.fromkeys([reference] if isinstance(reference, str) else reference)
    chosen = tuple(check_option("reference", name, outlets) for name in names)
    if not chosen or target in chosen:
        raise OptionError(
            f"`reference` must be one or several outlets other than the target {target!r}; got {reference!r}."
        )
    return Sides(corpus.column("outlet").to_numpy(dtype=object), ((target, chosen),), others=False)


def _chosen(corpus: Corpus, outlets: Sequence[str] | None) -> list[str]:
    """Return the outlets that take part, at least two."""
    there = corpus.outlets
    chosen = there if outlets is None else [check_option("outlets", name, there) for name in dict.fromkeys(outlets)]
    if len(chosen) < 2:
        known = f"one: {chosen[0]!r}" if chosen else "none"
        who = f"corpus {corpus.name!r} has" if outlets is None else "`outlets` names"
        raise OptionError(f"Distinctive words need at least two outlets; {who} {known}.")
    return chosen


def check_languages(corpus: Corpus, taking_part: Flags) -> None:
    """Warn if the articles that are compared are in several languages: then words tell the languages apart."""
    found = dict(zip(*np.unique(language_codes(corpus)[taking_part].astype(str), return_counts=True), strict=True))
    if len(found) > 1:
        shown = ", ".join(f"{code} {n:,}" for code, n in found.items())
        warnings.warn(
            f"The articles compared are in several languages ({shown}), so that the words of a language look like "
            "those of an outlet. Compare one at a time: corpus.select(corpus.column('language') == 'en').",
            LanguageWarning,
            stacklevel=4,
        )
