"""One event made by hand: three English outlets, one Arabic, and who tells what, written down and not found."""

from collections.abc import Sequence

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.events.alignment import FACT_COLUMNS, TELLING_COLUMNS, Alignment

ARTICLES = [
    ("a1", "Alpha", "en", "Raid kills three", "Rain fell all day.\n\nThree men died in the raid. The river rose."),
    (
        "b1", "Beta", "en", "Grief in the north",
        "Three men were martyred in the raid.\n\n“The martyred were young,” he said. Nobody slept.",
    ),
    ("g1", "Gamma", "en", "High water", "The river rose on Monday. A bridge fell."),
    ("d1", "Delta", "ar", "غارة", "مات ثلاثة رجال. انتهى الخبر."),
]  # fmt: skip

# fact, article, part, its text, position, likeness, share quoted
TELLINGS = [
    ("f01", "a1", "body", "Three men died in the raid.", 0.42, 1.0, 0.0),
    ("f01", "b1", "lead", "Three men were martyred in the raid.", 0.19, 0.8, 0.0),
    ("f01", "b1", "body", "“The martyred were young,” he said.", 0.62, 0.7, 4 / 6),
    ("f01", "d1", "body", "مات ثلاثة رجال.", 0.17, 0.6, 0.0),
    ("f02", "a1", "body", "The river rose.", 0.8, 0.9, 0.0),
    ("f02", "g1", "body", "The river rose on Monday.", 0.2, 1.0, 0.0),
    ("f03", "g1", "headline", "High water", 0.0, 1.0, 0.0),
]
FACTS = [
    ("f01", "Three men died in the raid.", "a1", 3, 3, (0.42 + 0.19 + 0.17) / 3),
    ("f02", "The river rose on Monday.", "g1", 2, 2, 0.5),
    ("f03", "High water", "g1", 1, 1, 0.0),
]


def corpus_of(articles: Sequence[tuple[str, str, str, str, str]]) -> Corpus:
    columns = ["article_id", "outlet", "language", "headline", "text"]
    return Corpus(pd.DataFrame(list(articles), columns=columns).assign(event_id="e1"), name="by hand")


def alignment_of(
    articles: Sequence[tuple[str, str, str, str, str]] = ARTICLES,
    tellings: Sequence[tuple[str, str, str, str, float, float, float]] = TELLINGS,
    facts: Sequence[tuple[str, str, str, int, int, float]] = FACTS,
) -> Alignment:
    """Return an alignment with the given tables; places in the texts are looked up."""
    corpus = corpus_of(articles)
    outlets = {one[0]: one[1] for one in articles}
    rows = [
        (
            fact,
            article,
            outlets[article],
            part,
            0,
            *_place(corpus, article, part, text),
            text,
            position,
            likeness,
            share,
        )
        for fact, article, part, text, position, likeness, share in tellings
    ]
    return Alignment(
        corpus, "e1", "hand", pd.DataFrame(list(facts), columns=list(FACT_COLUMNS)),
        pd.DataFrame(rows, columns=list(TELLING_COLUMNS)),
    )  # fmt: skip


def _place(corpus: Corpus, article: str, part: str, text: str) -> tuple[int, int]:
    row = corpus.articles.set_index("article_id").loc[article]
    whole = row["headline"] if part == "headline" else row["text"]
    if part == "body" and "\n\n" in whole:  # the lead is the first of several paragraphs
        whole = whole.split("\n\n", 1)[1]
    start = whole.index(text)
    return start, start + len(text)
