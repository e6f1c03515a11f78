"""Any measurement split by voice: the outlet's own words, and those of the sources that it quotes.

    value in a voice = per * amount of the evidence in that voice / (exposure * share of the words in that voice)

Contents: `VOICES_OF`, `by_voice`, `in_voice`.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError
from toolkit.evidence import VOICES
from toolkit.measure import Measurement
from toolkit.options import check_option
from toolkit.stance.sources import find_sources
from toolkit.stance.sources_result import VOICE_KINDS, Sources

SOURCED = "sourced"  # direct and indirect together
VOICES_OF = (*VOICE_KINDS, SOURCED)
BY_VOICE_COLUMNS = ("outlet", "category", "voice", "amount", "exposure", "value", "n_spans", "n_articles")

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def in_voice(
    measurement: Measurement,
    voice: str,
    *,
    sources: Sources | None = None,
    rows: "pd.Series | Sequence[bool] | None" = None,
) -> Measurement:
    """Return the measurement as if only the words in one voice had been there.

    Evidence counts if it begins in that voice. The exposure of each part is multiplied by the share of its words in
    that voice; where the exposure is itself counted from evidence (shares of labels, the balance of force), it is
    counted anew. So a rate says how often such words are used per 1,000 words *of that voice*.

    Higher values mean what they mean for the measure. Do not take a difference between voices for a difference between
    outlets: compare outlets within a voice. Errors of `find_sources` go in: indirect speech that is not found counts as
    the outlet's own (see docs/sources.md).

    Parameters
    ----------
    measurement : of any measure.
    voice : "own" (the outlet's), "direct" (in quotation marks and a source's name), "indirect" (in a source's name
        without marks), "unattributed" (in marks, in nobody's name), or "sourced" (direct and indirect).
    sources : what `find_sources` returned for the same corpus; found anew if not given.
    rows : with "sourced", a mask over the rows of `sources.table`: only what these sources say.

    Returns
    -------
    A `Measurement` of the same measure, whose signature names the voice. Parts without a word in the voice have NaN.

    Raises
    ------
    OptionError : the voice is not one of these, or `rows` does not fit. ModelMissingError : there is no parser.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.corpus.corpus import Corpus
    >>> from toolkit.framing.force import ForceAxis
    >>> texts = ['The army sent ships to deter raids. "We will destroy them," the minister said.']
    >>> force = ForceAxis()(Corpus(pd.DataFrame({"article_id": ["a"], "text": texts})))
    >>> in_voice(force, "own").evidence["match"].tolist(), in_voice(force, "direct").evidence["match"].tolist()
    (['deter'], ['destroy'])
    """
    check_option("voice", voice, VOICES_OF)
    known = sources if sources is not None else find_sources(measurement.corpus)
    _check_fit(measurement, known)
    chosen = _chosen(known, voice, rows)
    keep, share = _evidence_in(measurement, known, voice, chosen), _share_of(measurement, known, voice, chosen)
    spans = measurement.spans.take(keep)
    looked_in = measurement.looked_in * share
    amount, exposure = measurement.measure.tally(spans, looked_in)
    some = f"voice={voice}" if rows is None else f"voice={voice} of {int(chosen.sum())} attributions"
    restriction = f"{measurement.restriction}, {some}".strip(", ")
    return replace(
        measurement, found=spans, looked_in=looked_in, amount=amount, exposure=exposure, restriction=restriction
    )


def _check_fit(measurement: Measurement, sources: Sources) -> None:
    if len(sources.unit_shares) != len(measurement.unit_article):
        raise OptionError(
            f"`sources` was found in another corpus: it has {len(sources.unit_shares):,} parts, the measurement "
            f"{len(measurement.unit_article):,}. Use find_sources(measurement.corpus)."
        )


def _chosen(sources: Sources, voice: str, rows: "pd.Series | Sequence[bool] | None") -> Flags:
    """Return which attributions count."""
    if rows is None:
        return np.ones(len(sources), dtype=np.bool_)
    mask = np.asarray(rows, dtype=np.bool_)
    if voice != SOURCED or mask.shape != (len(sources),):
        raise OptionError(
            f'`rows` goes with voice="{SOURCED}" and is a mask of {len(sources):,} values, one a row of '
            f'`sources.table`; got voice="{voice}" and {mask.shape[0] if mask.ndim else 0:,} values.'
        )
    return mask


def _evidence_in(measurement: Measurement, sources: Sources, voice: str, chosen: Flags) -> Flags:
    """Tell which spans begin in the voice."""
    spans = measurement.spans
    row = sources.row_at(spans.unit, spans.start)
    said, quoted = row >= 0, spans.voice == VOICES.index("quotation")
    if voice == SOURCED:
        return said & np.append(chosen, False)[row]
    in_a_name, in_marks = {
        "own": (False, False), "direct": (True, True), "indirect": (True, False), "unattributed": (False, True)
    }[voice]  # fmt: skip
    return (said == in_a_name) & (quoted == in_marks)


def _share_of(measurement: Measurement, sources: Sources, voice: str, chosen: Flags) -> Floats:
    """Return the share of each part's words in the voice; 0 for parts without words."""
    shares = np.nan_to_num(sources.unit_shares)
    if voice != SOURCED:
        return shares[:, VOICE_KINDS.index(voice)]
    both: Floats = shares[:, 1] + shares[:, 2]
    if chosen.all():
        return both
    unit, n_words = sources.table["unit"].to_numpy(), sources.table["n_words"].to_numpy(dtype=np.float64)
    said = sources.row_at(unit, np.array([own[0][0] if own else 0 for own in sources.table["content_spans"]])) >= 0
    every = np.bincount(unit, weights=n_words * said, minlength=len(shares))
    some = np.bincount(unit, weights=n_words * (said & chosen), minlength=len(shares))
    return both * np.divide(some, every, out=np.zeros_like(some), where=every > 0)


def by_voice(measurement: Measurement, *, sources: Sources | None = None) -> pd.DataFrame:
    """Return the scores of each outlet in each voice.

    Parameters
    ----------
    measurement, sources : as for `in_voice`.

    Returns
    -------
    One row an outlet, category and voice (own, direct, indirect, unattributed): amount and exposure summed over the
    outlet's articles (headline, lead and body), value = per * amount / exposure, n_spans, and n_articles that have
    words in that voice. The value is NaN where there are none.

    Values of different outlets may rest on different events: compare outlets with `compare(in_voice(...))`.
    """
    known = sources if sources is not None else find_sources(measurement.corpus)
    pieces = [_of_outlets(in_voice(measurement, voice, sources=known), voice) for voice in VOICE_KINDS]
    table = pd.concat(pieces, ignore_index=True)
    order = {category: place for place, category in enumerate(measurement.categories)}
    return table.sort_values(["outlet", "category"], key=lambda c: c.map(order) if c.name == "category" else c,
                             kind="stable", ignore_index=True)[[*BY_VOICE_COLUMNS]]  # fmt: skip


def _of_outlets(measurement: Measurement, voice: str) -> pd.DataFrame:
    """Sum amounts and exposures over the articles of each outlet."""
    scores = measurement.article_scores().astype({"category": str})
    groups = scores.assign(seen=scores["exposure"] > 0).groupby(["outlet", "category"], dropna=False)
    table = groups.agg(amount=("amount", "sum"), exposure=("exposure", "sum"), n_articles=("seen", "sum")).reset_index()
    per = table["category"].map(lambda category: measurement.measure.scale(category).per).astype(float)
    table["value"] = (per * table["amount"] / table["exposure"]).where(table["exposure"] > 0)
    spans = measurement.evidence.astype({"category": str}).groupby(["outlet", "category"], dropna=False).size()
    table["n_spans"] = table.set_index(["outlet", "category"]).index.map(spans).fillna(0).astype(int)
    return table.assign(voice=voice)
