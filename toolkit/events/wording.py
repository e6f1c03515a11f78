"""Mark the words that differ between tellings of one fact.

Contents: `telling_words`.
"""

from collections.abc import Sequence

import numpy as np

from toolkit.events.content import content_words

Span = tuple[int, int, bool]


def telling_words(texts: Sequence[str]) -> list[list[Span]]:
    """Find the content words of tellings of one fact, and which of them no other telling has.

    Words are compared in lower case and without inflectional endings; function words are left out; "three" and "3" are
    one word, "Iraq" and "Iraqi" too.

    Parameters
    ----------
    texts : the tellings, two or more; with one, every word is its own.

    Returns
    -------
    For each text its content words in order as (start, end, own): code points, and whether no other text has the word.

    Examples
    --------
    >>> telling_words(["Three were killed.", "3 were martyred."])
    [[(0, 5, False), (11, 17, True)], [(0, 1, False), (7, 15, True)]]
    """
    found = content_words(texts)
    pairs = np.unique(np.column_stack([found.form, found.text]), axis=0)
    n_texts = np.bincount(pairs[:, 0], minlength=len(found.forms))
    own = n_texts[found.form] == 1
    spans: list[list[Span]] = [[] for _ in texts]
    for text, start, end, alone in zip(
        found.text.tolist(), found.start.tolist(), found.end.tolist(), own.tolist(), strict=True
    ):
        spans[text].append((start, end, alone))
    return spans
