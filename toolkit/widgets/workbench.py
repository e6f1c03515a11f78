"""Edit a lexicon and see what it does to the counts, the sentences and the comparison of outlets.

Contents: `LexiconWorkbench`.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit.comparison.result import Comparison
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.framing.frames import FrameSalience
from toolkit.lexicons.lexicon import IGNORED, Lexicon
from toolkit.lexicons.lines import to_lines
from toolkit.lexicons.store import write_lexicon
from toolkit.measure import Measurement
from toolkit.options import check_level, check_option, count
from toolkit.widgets.trial import MakeMeasure, Trial, edited, try_lexicon
from toolkit.widgets.trial_page import trial_page


class LexiconWorkbench:
    """A lexicon being edited on a corpus: text areas in, counts, sentences and a comparison out.

    A notebook shows fields to edit a category (one pattern a line), to count, to undo and to save, and below them what
    the lexicon finds now beside what it found at first. Without a kernel, and in a file made from the notebook, the
    last state stays there as plain HTML. The same can be done without the fields: `edit`, `undo`, `save`.

    Editing on the articles that are studied fits the lexicon to them: hold what comes out against other articles, and
    against codes by people, before it is believed. Choosing patterns by what the comparison becomes makes the interval
    and p worthless.

    Parameters
    ----------
    lexicon : what to begin with; `Lexicon.of` makes one from lists of patterns.
    corpus : the articles, with events if outlets shall be compared.
    measure : what counts with the lexicon: a class or function that is called with `lexicon=` and returns a measure,
        such as ForceAxis. By default each category is counted per 1,000 words (`FrameSalience`).
    outlets, level, n_resamples, seed : as for `compare`.

    Raises
    ------
    OptionError : the corpus has no articles, or an outlet is not in it. LexiconError : the measure cannot use the
        lexicon.

    Examples
    --------
    >>> import pandas as pd
    >>> texts = ["Ships were sent to deter raids. The raids went on.", "They want to destroy the depot."]
    >>> corpus = Corpus(pd.DataFrame({"article_id": ["a", "b"], "text": texts}))
    >>> workbench = LexiconWorkbench(Lexicon.of({"force": ["destroy*"]}), corpus)
    >>> workbench.edit("force", "destroy*\\nraid*")
    >>> print(workbench)
    LexiconWorkbench on 'custom': 2 patterns, counted in 2 articles of 'corpus'
      force: 3 spans, 1 at first
    """

    def __init__(
        self,
        lexicon: Lexicon,
        corpus: Corpus,
        *,
        measure: MakeMeasure = FrameSalience,
        outlets: Sequence[str] | None = None,
        level: float = 0.95,
        n_resamples: int = 999,
        seed: int = 0,
    ) -> None:
        if not len(corpus):
            raise OptionError("`corpus` must have at least one article to count in.")
        for outlet in outlets or ():
            check_option("outlets", outlet, corpus.outlets)
        self.corpus = corpus
        self._measure = measure
        self._options = {
            "outlets": outlets, "level": check_level(level), "n_resamples": n_resamples, "seed": seed
        }  # fmt: skip
        self._trials: list[Trial] = [self._try(lexicon)]

    def _try(self, lexicon: Lexicon) -> Trial:
        return try_lexicon(lexicon, self.corpus, self._measure, **self._options)  # type: ignore[arg-type]

    @property
    def trial(self) -> Trial:
        """What the lexicon finds now."""
        return self._trials[-1]

    @property
    def first(self) -> Trial:
        """What the lexicon found at first."""
        return self._trials[0]

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon as it is now."""
        return self.trial.lexicon

    @property
    def measurement(self) -> Measurement:
        """What the measure returns with the lexicon as it is now."""
        return self.trial.measurement

    @property
    def comparison(self) -> Comparison | None:
        """The outlets compared with the lexicon as it is now; None where they cannot be compared."""
        return self.trial.comparison

    @property
    def categories(self) -> tuple[str, ...]:
        """What can be edited: the categories, and the list of what counts for nothing."""
        return (*self.lexicon.category_names, IGNORED)

    def lines(self, category: str) -> str:
        """Return a category, or the ignore list "(ignore)", as text: one pattern a line, "pattern = 2" with a weight.

        Raises
        ------
        OptionError : there is no such category.
        """
        check_option("category", category, self.categories)
        return to_lines(self.lexicon.ignore if category == IGNORED else self.lexicon[category].entries)

    def edit(self, category: str, lines: str) -> None:
        """Put the patterns of some lines into a category and count anew; a new name makes a new category.

        Parameters
        ----------
        category : its name; "(ignore)" is the list of what counts for nothing.
        lines : one pattern a line; "pattern = 2" gives a weight other than 1; lines that begin with # are skipped.

        Raises
        ------
        LexiconError : a line cannot be read, or nothing would be left; the lexicon stays as it was.
        """
        if category in self.categories and lines.strip() == self.lines(category).strip():
            return
        self._trials.append(self._try(edited(self.lexicon, category, lines)))

    def undo(self) -> None:
        """Go back to the lexicon before the last edit; do nothing if there was none."""
        if len(self._trials) > 1:
            self._trials.pop()

    def save(self, path: str | Path) -> Path:
        """Write the lexicon as it is now to a .yaml file that `read_lexicon` reads.

        Raises
        ------
        LexiconError : the file does not end in .yaml. OSError : it cannot be written.
        """
        return write_lexicon(self.lexicon, path)

    def html(self, *, category: str | None = None, message: str = "") -> str:
        """Return what the lexicon does now as plain HTML, with the sentences of one category or of all."""
        if category is not None:
            check_option("category", category, self.categories)
        return trial_page(self.trial, self.first, category=category, message=message)

    @cached_property
    def _panel(self) -> Any:
        from toolkit.widgets.workbench_panel import Panel

        return Panel(self)

    def _repr_html_(self) -> str:
        return self.html()

    def _ipython_display_(self) -> None:
        self._panel.display()

    def __repr__(self) -> str:
        lines = [
            f"LexiconWorkbench on {self.lexicon.name!r}: {count(self.lexicon.n_entries, 'pattern')}, counted in "
            f"{count(len(self.corpus), 'article')} of {self.corpus.name!r}"
        ]
        at_first = dict(zip(self.first.totals["category"], self.first.totals["n_spans"], strict=True))
        for row in self.trial.totals.to_dict("records"):
            if row["n_spans"] or not row["amount"]:  # others are computed from these
                was = at_first.get(row["category"], 0)
                lines.append(f"  {row['category']}: {count(row['n_spans'], 'span')}, {was:,} at first")
        return "\n".join(lines)
