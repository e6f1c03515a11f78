"""Find topics in articles without a codebook.

Contents: `find_topics`, `check_n_topics`, `as_words`, `Prepared`, `prepare`.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import in_language
from toolkit.discovery.counts import ContentWords, read_content
from toolkit.discovery.describe import describe
from toolkit.discovery.fitters import Fitter, make_fitter
from toolkit.discovery.fitting import METHODS
from toolkit.discovery.model import TopicModel
from toolkit.discovery.refit import fit_and_check
from toolkit.errors import LanguageWarning, OptionError
from toolkit.models.embed import Embedder
from toolkit.options import check_option, count

Flags = npt.NDArray[np.bool_]


def find_topics(
    corpus: Corpus,
    *,
    n_topics: int,
    method: str = "nmf",
    leave_out: Iterable[str] = (),
    min_articles: int = 3,
    language: str = "en",
    model: str | Embedder = "english",
    n_refits: int = 10,
    seed: int = 0,
) -> TopicModel:
    """Find what the articles are about, as topics that nobody named before, and tell which of them are stable.

    With "nmf" and "lda" a topic is a share phi_kw of each word w, and an article is a mixture of topics with shares
    theta_dk = (1 / n_d) sum over its words of theta_dk phi_kw / sum_j theta_dj phi_jw (see `discovery.mixtures`). With
    "sentences" a topic is a cluster of sentence vectors, and theta_dk is the share of the article's words that stand in
    its sentences.

    Higher shares mean that more of the article's topic words belong to the topic. Do not take a topic for a frame, nor
    a label for what it means: read the examples. Do not compare topics of different models by their numbers.

    Parameters
    ----------
    corpus : the articles; captions are left out. Copies make topics of their own: leave reprints out beforehand.
    n_topics : number of topics, 2 or more; see `choose_n_topics`.
    method : "nmf" (factors of tf-idf weights, lee1999), "lda" (blei2003) or "sentences" (k-means on the vectors of
        `toolkit.models.embed`).
    leave_out : words that must not make topics, such as names of outlets, besides numbers and function words.
    min_articles : leave out words that occur in fewer articles; those that more than half have are left out too.
    language : only articles in this language are read; function words are known for English only.
    model : of the sentences; see `embed`.
    n_refits : how often the topics are fitted again to tell whether they come back: half of the times with another
        seed, half to resampled events (articles, where there are no events). 0 leaves stability unknown.
    seed : of all that is random; equal seeds give equal topics, whatever the order of the articles.

    Returns
    -------
    A `TopicModel`. A topic whose stability is below 0.5 bears "(unstable)" in its name, here and in all comparisons and
    plots. Words that label a topic are those with the highest FREX (bischof2012).

    Raises
    ------
    OptionError : n_topics is below 2 or above the number of articles, words or sentences, or no words are left.
    ModelMissingError : the sentence model is not installed.
    """
    check_option("method", method, METHODS)
    check_n_topics(n_topics)
    if n_refits < 0:
        raise OptionError(f"`n_refits` must be 0 or more; got {n_refits!r}.")
    words = as_words(leave_out)
    prepared = prepare(corpus, language=language, leave_out=words, min_articles=min_articles)
    fitter = prepared.fitter(int(n_topics), method, model)
    settings = {
        "n_topics": int(n_topics), "method": method, "leave_out": words, "min_articles": min_articles,
        "language": language, "model": _model_name(model) if method == "sentences" else None,
        "n_refits": n_refits, "seed": seed,
    }  # fmt: skip
    fitted = fit_and_check(fitter, prepared.corpus, prepared.readable, n_refits=n_refits, seed=seed)
    return describe(fitted, fitter, prepared.corpus, corpus, settings)


def check_n_topics(n_topics: int) -> None:
    """Raise `OptionError` unless the number of topics is a whole number of 2 or more."""
    if isinstance(n_topics, bool) or not isinstance(n_topics, int | np.integer) or n_topics < 2:
        raise OptionError(f"`n_topics` must be a whole number of 2 or more; got {n_topics!r}.")


def as_words(leave_out: Iterable[str]) -> tuple[str, ...]:
    """Return words as a tuple; a single one may be given as a string."""
    return (leave_out,) if isinstance(leave_out, str) else tuple(leave_out)


def _model_name(model: str | Embedder) -> str:
    return model if isinstance(model, str) else model.name


@dataclass(frozen=True, eq=False)
class Prepared:
    """The articles in the order of their ids, which of them are read, and their content words."""

    corpus: Corpus
    readable: Flags
    content: ContentWords

    def fitter(self, n_topics: int, method: str, model: str | Embedder) -> Fitter:
        """Return what fits so many topics."""
        return make_fitter(self.corpus, self.content, n_topics, method, model)


def prepare(corpus: Corpus, *, language: str, leave_out: tuple[str, ...], min_articles: int) -> Prepared:
    """Read the content words, in the order of ids, so that the order of the table makes no difference."""
    order = np.argsort(corpus.articles["article_id"].to_numpy(), kind="stable")
    readable = _readable(corpus, language)[order]
    ordered = replace(corpus, articles=corpus.articles.iloc[order])
    content = read_content(ordered, readable, leave_out=leave_out, min_articles=min_articles)
    return Prepared(ordered, readable, content)


def _readable(corpus: Corpus, language: str) -> Flags:
    """Tell which articles are in the language; warn of the others, raise `OptionError` if there is none."""
    readable = in_language(corpus, language)
    if not readable.any():
        raise OptionError(
            f"None of {count(len(corpus), 'article')} of {corpus.name!r} is in the language {language!r}. Fill in the "
            "column `language`, or name the language of the articles."
        )
    if not readable.all():
        warnings.warn(
            f"{int((~readable).sum())} of {len(corpus)} articles are not in the language {language!r}: no topics are "
            "looked for in them. A mixed corpus would give topics of languages, not of subjects.",
            LanguageWarning,
            stacklevel=4,
        )
    if language != "en":
        warnings.warn(
            f"Function words are known for English only, not for {language!r}: topics may be made of them. Name words "
            "that tell nothing in `leave_out`.",
            LanguageWarning,
            stacklevel=4,
        )
    return readable
