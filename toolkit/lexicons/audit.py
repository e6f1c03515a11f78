"""Which entries of a lexicon fire in a corpus, how often, and which never do.

Contents: `audit_lexicon`.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.matcher import Matcher
from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary


def audit_lexicon(lexicon: Lexicon, texts: Sequence[str], *, n_examples: int = 3) -> pd.DataFrame:
    """Count what each entry of a lexicon matches.

    Parameters
    ----------
    lexicon : the lexicon to look at.
    texts : the texts, such as `corpus.articles["text"]` or `corpus.parts.texts`.
    n_examples : at most so many different matched forms are shown for each entry.

    Returns
    -------
    One row an entry, the most frequent first: category, pattern, weight, n (matches), n_texts (texts with at
    least one), share (of its category's matches), forms (the words matched, most frequent first). Entries that
    never fire have n = 0. An entry with a large share decides its category's result: read its concordance.
    """
    vocabulary = Vocabulary()
    matcher = Matcher([lexicon], vocabulary)
    found = []
    for rows in iter_batches([len(text) for text in texts]):
        batch = list(texts[rows])
        tokens = tokenize(batch, vocabulary=vocabulary)
        matches = matcher.match(tokens)
        first, last = matches.token, matches.token + matches.length - 1
        places = zip(tokens.text[first].tolist(), tokens.start[first], tokens.end[last], strict=True)
        forms = [batch[text][start:end].lower() for text, start, end in places]
        found.append(pd.DataFrame({
            "entry": matches.entry, "text": tokens.text[first] + rows.start, "form": forms,
        }))  # fmt: skip
    return _summary(lexicon, matcher, pd.concat(found) if found else pd.DataFrame(), n_examples)


def _summary(lexicon: Lexicon, matcher: Matcher, found: pd.DataFrame, n_examples: int) -> pd.DataFrame:
    names = np.array([*lexicon.category_names, ""])
    counted = np.flatnonzero(matcher.compiled.category_of >= 0)
    table = pd.DataFrame({
        "category": names[matcher.compiled.category_of[counted]],
        "pattern": [matcher.compiled.entries[i].pattern for i in counted],
        "weight": matcher.compiled.weight_of[counted],
    }, index=counted)  # fmt: skip
    if found.empty:
        return table.assign(n=0, n_texts=0, share=np.nan, forms="").reset_index(drop=True)
    groups = found.groupby("entry")
    table["n"] = groups.size().reindex(counted, fill_value=0)
    table["n_texts"] = groups["text"].nunique().reindex(counted, fill_value=0)
    total = table.groupby("category")["n"].transform("sum")
    table["share"] = table["n"] / total.where(total > 0)
    shown = groups["form"].apply(lambda forms: ", ".join(forms.value_counts().index[:n_examples]))
    table["forms"] = shown.reindex(counted, fill_value="")
    return table.sort_values(["n", "category", "pattern"], ascending=[False, True, True]).reset_index(drop=True)
