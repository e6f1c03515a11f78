"""Who is mentioned where: a study's actors, found by their names and by what stands for a name.

Conventions: a mention is a span of the text of a part (`corpus.parts`); offsets are code points. Names are found
without the parser, in one pass over the texts; pronouns, if they are wanted, with it.

Contents: `MENTION_COLUMNS`, `Actor`, `Actors`, `Mentions`, `actor_labels`, `labels_at`, `find_actors`,
`mentions_of_corpus`, `propose_actors`, `read_actors`, `warn_of_absent`, `write_actors`.
"""

import warnings
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import english_parts, english_texts
from toolkit.corpus.printable import printable
from toolkit.errors import ActorWarning, OptionError
from toolkit.options import check_columns, check_option, count
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.actor_file import read_actors, write_actors
from toolkit.stance.actor_linking import Link, link
from toolkit.stance.actor_matching import find_candidates
from toolkit.stance.actor_names import HOW
from toolkit.stance.actor_phrases import find_labels, words_around
from toolkit.stance.actor_pronouns import find_pronouns
from toolkit.stance.actor_proposals import propose_actors
from toolkit.text.concordance import sentence_at
from toolkit.text.tokens import tokenize

__all__ = [
    "MENTION_COLUMNS", "Actor", "Actors", "Mentions", "actor_labels", "find_actors", "labels_at", "propose_actors",
    "read_actors", "write_actors",
]  # fmt: skip

MENTION_COLUMNS = (
    "unit", "article_id", "outlet", "event_id", "part", "sentence", "start", "end", "text", "actor", "how", "rule",
)  # fmt: skip
LABEL_COLUMNS = ("actor", "outlet", "label", "count", "n_articles", "example")
WINDOW = 5  # sentences


@dataclass(frozen=True, eq=False)
class Mentions:
    """The mentions of actors in a corpus.

    `table` has one row a mention, in the order of the articles: unit (row of `corpus.parts`), article_id, outlet,
    event_id, part, sentence, start, end, text, actor (id), how (name, alias, adjective, title, short form, family
    name, pronoun), rule (what decided between actors who share the words, "" where nothing had to be decided).
    """

    table: pd.DataFrame
    corpus: Corpus
    actors: Actors

    def __len__(self) -> int:
        return len(self.table)

    def of(self, actor: str) -> pd.DataFrame:
        """Return the mentions of one actor."""
        check_option("actor", actor, self.actors.ids)
        return self.table[self.table["actor"] == actor].reset_index(drop=True)

    def counts(self, *columns: str) -> pd.DataFrame:
        """Return how often each actor is mentioned (within each of `columns`, such as "outlet").

        Columns: the given ones, actor, n_mentions, n_articles, by_name (share of mentions that are a name, alias
        or adjective), most mentioned first. Without `columns`, actors that are never mentioned
        have 0 and a NaN share.

        More mentions do not mean more weight: compare per article or per word, and only outlets that were cleaned
        alike.
        """
        check_columns(self.table.columns, columns, what="The table of mentions")
        named = self.table["how"].isin(HOW[:3])
        groups = self.table.assign(named=named).groupby([*columns, "actor"], observed=True, dropna=False)
        result = groups.agg(
            n_mentions=("text", "size"), n_articles=("article_id", "nunique"), by_name=("named", "mean")
        )
        if not columns:
            result = result.reindex(pd.Index(self.actors.ids, name="actor"))
            result[["n_mentions", "n_articles"]] = result[["n_mentions", "n_articles"]].fillna(0).astype("int64")
        ascending = [True] * len(columns) + [False, True]
        return result.reset_index().sort_values(
            [*columns, "n_mentions", "actor"], ascending=ascending, ignore_index=True
        )

    def sentences(self) -> list[str]:
        """Return what was found, in plain sentences."""
        lines = [f"{count(len(self), 'mention')} of {count(len(self.actors), 'actor')} "
                 f"in {count(self.table['article_id'].nunique(), 'article')} of {len(self.corpus):,}."]  # fmt: skip
        shared = int((self.table["rule"] != "").sum())
        if shared:
            lines.append(f"{count(shared, 'mention')} could be of more than one actor; `rule` says what decided.")
        for row in self.counts().itertuples():
            how = self.table.loc[self.table["actor"] == row.actor, "how"].value_counts()
            kinds = ", ".join(f"{how[kind]} {kind}" for kind in HOW if kind in how)
            lines.append(f"  {row.actor}: {count(row.n_mentions, 'mention')}" + (f" ({kinds})." if kinds else "."))
        return lines

    def __repr__(self) -> str:
        return "\n".join(printable(line) for line in self.sentences())


def find_actors(
    corpus: Corpus, actors: Actors | str | Path | None = None, *, window: int = WINDOW, pronouns: bool = False
) -> Mentions:
    """Find where actors are mentioned: names, aliases, titles, family names and short forms.

    A name counts wherever it stands, with its possessive, plural and usual spellings (US, U.S.; Kataib, Kata'ib;
    Iran-backed). What stands for a name counts after a name in the same article; see docs/actors.md for the rules.

    More mentions mean that an actor is spoken of more. They do not mean that it acts, or that it is blamed.
    Descriptions that no list holds ("the attackers") are not found, so counts are lower than what a reader counts, and
    by how much differs between texts.

    Parameters
    ----------
    corpus : the articles.
    actors : the actors, or the file that lists them; by default `propose_actors(corpus)`, which is a guess.
    window : sentences between a short form or a lone title and the last mention of its actor, at most.
    pronouns : look for pronouns that stand for an actor, too. This needs the parser and reads English only.

    Returns
    -------
    `Mentions`, with one row a mention. Actors that are never mentioned have none, and an ActorWarning names them.

    Raises
    ------
    OptionError : there are no actors, or `window` is no whole number from 0. ReadError : the file cannot be read.
    ModelMissingError : pronouns are wanted and there is no parser.
    """
    if isinstance(window, bool) or not isinstance(window, int) or window < 0:
        raise OptionError(f"`window` must be a whole number of sentences from 0 up; got {window!r}.")
    chosen = propose_actors(corpus) if actors is None else actors if isinstance(actors, Actors) else read_actors(actors)
    if not len(chosen):
        raise OptionError("There are no actors to look for; name at least one, or edit what `propose_actors` writes.")
    if pronouns:
        english_parts(corpus, "find_actors(pronouns=True)")  # for its warning
    mentions = mentions_of_corpus(corpus, chosen, window=window, pronouns=pronouns)
    warn_of_absent(set(mentions.table["actor"]), chosen)
    return mentions


def mentions_of_corpus(corpus: Corpus, actors: Actors, *, window: int = WINDOW, pronouns: bool = False) -> Mentions:
    """Return where the actors are mentioned; those who are not have no rows, and nobody is warned."""
    parts = corpus.parts
    headline = corpus.part_names.index("headline")
    candidates = find_candidates(parts, actors, headline)
    links = link(candidates, window, set(np.flatnonzero(parts.part == headline).tolist()))
    table = _table(corpus, actors, links)
    return Mentions(_with_pronouns(corpus, actors, table) if pronouns else table, corpus, actors)


def _table(corpus: Corpus, actors: Actors, links: list[Link]) -> pd.DataFrame:
    found = [one.candidate for one in links]
    columns = {
        **{name: np.array([getattr(one, name) for one in found], dtype=np.int64)
           for name in ("unit", "sentence", "start", "end")},
        "actor": [actors.ids[one.actor] for one in found],
        "how": [one.how for one in found],
        "rule": [one.rule for one in links],
    }  # fmt: skip
    return _completed(corpus, pd.DataFrame(columns))


def _with_pronouns(corpus: Corpus, actors: Actors, table: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions and the pronouns that stand for one of the actors."""
    found = find_pronouns(table, english_texts(corpus), actors)
    rows = pd.DataFrame(found, columns=["unit", "start", "end", "actor"]).astype({"actor": object})
    texts = corpus.parts.texts
    units, own = np.unique(rows["unit"].to_numpy(dtype=np.int64), return_inverse=True)
    sentence = sentence_at(tokenize([texts[unit] for unit in units]), own, rows["start"].to_numpy(dtype=np.int64))
    added = _completed(corpus, rows.assign(sentence=sentence, how="pronoun", rule="fits best"))
    return pd.concat([table, added]).sort_values(["unit", "start", "end"], kind="stable", ignore_index=True)


def _completed(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Return mentions with the article, the part and the words of each, in the order of the texts."""
    unit = rows["unit"].to_numpy(dtype=np.int64)
    article, texts = corpus.parts.article[unit], corpus.parts.texts
    words = [texts[one][a:b] for one, a, b in zip(unit, rows["start"], rows["end"], strict=True)]
    columns = {name: corpus.column(name).to_numpy()[article] for name in ("article_id", "outlet", "event_id")}
    part = pd.Categorical.from_codes(corpus.parts.part[unit], categories=list(corpus.part_names))
    whole = rows.assign(**columns, part=part, text=words)[[*MENTION_COLUMNS]]
    whole = whole.astype(dict.fromkeys(("text", "actor", "how", "rule"), object))
    whole = whole.astype(dict.fromkeys(("unit", "sentence", "start", "end"), "int64"))
    return whole.sort_values(["unit", "start", "end"], kind="stable", ignore_index=True)


def warn_of_absent(there: Collection[str], actors: Actors, where: str = "") -> None:
    """Warn of actors who are not among those mentioned (in the place that `where` names, such as "in an act")."""
    absent = [actor for actor in actors if actor.id not in there]
    if absent:
        shown = ", ".join(f"{actor.id} ({actor.name})" for actor in absent[:5])
        more = f" and {len(absent) - 5} more" if len(absent) > 5 else ""
        warnings.warn(
            f"{len(absent)} of {count(len(actors), 'actor')} never mentioned{' ' * bool(where)}{where}: "
            f"{printable(shown)}{more}. Look whether the texts write the name differently, and add it to `aliases`.",
            ActorWarning,
            stacklevel=3,
        )


def actor_labels(mentions: Mentions) -> pd.DataFrame:
    """Tell what each outlet calls each actor: the nouns and attributes at its mentions.

    A label is the phrase of a short form or title with what stands before it ("iran-backed militia"), the words
    before a name ("iran-backed" Kataib Hezbollah), a phrase set beside a name ("Kataib Hezbollah, an armed group, ...")
    or said of it ("Kataib Hezbollah is a militia"). Articles (a, the), "this" and possessives are left out; lower case.

    A higher count means that more of an actor's mentions are worded so. Do not compare counts of outlets that mention
    the actor unequally often; divide by the mentions (`Mentions.counts("outlet")`). Phrases are found by their words,
    without a parser: some hold a word too many or too few. Words in quotation marks count too.

    Returns
    -------
    One row an actor, outlet and label: actor, outlet, label, count, n_articles, example (the words around the first).
    Most frequent first.
    """
    texts = mentions.corpus.parts.texts
    own = labels_at(mentions)
    at = mentions.table.loc[own["mention"]]
    places = zip(at["unit"], at["start"], at["end"], strict=True)
    table = own.assign(example=[words_around(texts[unit], start, end) for unit, start, end in places])
    groups = table.groupby(["actor", "outlet", "label"], sort=False, dropna=False)
    result = groups.agg(count=("label", "size"), n_articles=("article_id", "nunique"), example=("example", "first"))
    result = result.reset_index().sort_values(
        ["actor", "outlet", "count", "label"], ascending=[True, True, False, True], ignore_index=True
    )
    return result[[*LABEL_COLUMNS]]


def labels_at(mentions: Mentions) -> pd.DataFrame:
    """Return the labels that `actor_labels` counts, each where it stands.

    One row a label: unit, article_id, outlet, event_id, part, start, end, actor, label, and mention, the row of
    `mentions.table` to which it belongs.
    """
    found = find_labels(mentions.table, mentions.corpus.parts.texts, mentions.actors)
    labels = pd.DataFrame(found, columns=["mention", "label", "start", "end"])
    labels = labels.astype({"mention": "int64", "start": "int64", "end": "int64", "label": object})
    where = ["unit", "article_id", "outlet", "event_id", "part", "actor"]
    own = mentions.table.iloc[labels["mention"].to_numpy()][where].reset_index(drop=True)
    return pd.concat([own, labels], axis=1)
