"""Attributions by what people marked: four logistic regressions over the options that the parse gives.

The first says of each word whether it introduces an attribution; the others choose among its options for source,
content and cue. What the rules say is one of the features. Nothing trained is shipped: researchers train on own codes.

Conventions: features are names with values, of the words and the parse only; no feature knows the article.

Contents: `TrainedSources`, `train_sources`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.models.parse import parse
from toolkit.options import check_columns
from toolkit.stance.attribution_features import Features, cue_features, option_features
from toolkit.stance.attribution_options import Option, content_options, cue_options, source_options, trim
from toolkit.stance.attribution_quotes import filled_ranges
from toolkit.stance.attribution_rules import Found, find_by_rules
from toolkit.stance.attribution_words import cue_words
from toolkit.stance.sheets import Range, Sheet, iter_sheets

Tokens = frozenset[int]
_FEWEST = 50
_FOLDS = 3


@dataclass(frozen=True, eq=False)
class _Model:
    """A vectoriser and a regression; `least` is the probability from which the answer is yes.

    Where all answers were the same there is no regression, and all options are equally likely.
    """

    vectorizer: Any
    regression: Any
    least: float = 0.5

    def probabilities(self, features: Sequence[Features]) -> Any:
        if self.regression is None:
            return np.ones(len(features))
        return self.regression.predict_proba(_narrow(self.vectorizer.transform(features)))[:, 1]


@dataclass(frozen=True, eq=False)
class TrainedSources:
    """An engine for `find_sources`, made by `train_sources`; it lives as long as the program.

    `n_attributions` marked attributions that it learnt from.
    """

    cue: _Model
    roles: Mapping[str, _Model]
    n_attributions: int

    def find(self, sheet: Sheet) -> list[Found]:
        """Return the attributions of one text that have a word as cue."""
        view = _View(sheet)
        if not view.heads:
            return []
        probability = self.cue.probabilities([view.features(head) for head in view.heads])
        chosen = [head for head, p in zip(view.heads, probability, strict=True) if p >= self.cue.least]
        return [one for head in chosen if (one := self._fill(view, head)) is not None]

    def _fill(self, view: "_View", head: int) -> Found | None:
        source = self._best(view, head, "source", view.sources(head))
        content = self._best(view, head, "content", view.contents(head, source))
        if content is None or not content.ranges:
            return None
        cue = self._best(view, head, "cue", view.cues(head, source, content))
        words = cue.ranges[0] if cue is not None else (head, head)
        said_by = source.ranges[0] if source is not None and source.ranges else None
        return Found(head, view.kind(head), words, said_by, content.ranges)

    def _best(self, view: "_View", head: int, role: str, options: list[Option]) -> Option | None:
        if not options:
            return None
        features = option_features(view.sheet, head, options)
        return options[int(np.argmax(self.roles[role].probabilities(features)))]


class _View:
    """One text with its candidate heads, what the rules find in it, and the options of each head."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rules = {one.head: one for one in find_by_rules(sheet)}
        self._inside = _innermost(self.rules.values())
        self.heads = [head for head in range(len(sheet)) if head in self.rules or _may_be_cue(sheet, head)]

    def features(self, head: int) -> Features:
        return cue_features(self.sheet, head, self.rules.get(head), self._inside.get(head))

    def kind(self, head: int) -> str:
        if head in self.rules:
            return self.rules[head].kind
        return cue_words().kinds.get(self.sheet.word[head], "other")

    def sources(self, head: int) -> list[Option]:
        options = source_options(self.sheet, head)
        rule = self.rules.get(head)
        if rule is not None and rule.source is not None and all(o.ranges[0] != rule.source for o in options):
            options = [Option("rule", (rule.source,)), *options]
        return [*options, Option("none", ())]

    def contents(self, head: int, source: Option | None) -> list[Option]:
        rule = self.rules.get(head)
        options = content_options(self.sheet, head)
        if rule is not None:
            options = [Option("rule", rule.content), *options]
        kept: dict[tuple[Range, ...], str] = {}
        holes = [(head, head), *(source.ranges if source else ())]
        for option in options:
            ranges = filled_ranges(self.sheet, head, option.ranges, holes)
            if ranges:
                kept[ranges] = f"{kept[ranges]}+{option.name}" if ranges in kept else option.name
        return [Option(name, ranges) for ranges, name in kept.items()]

    def cues(self, head: int, source: Option | None, content: Option) -> list[Option]:
        options = cue_options(self.sheet, head)
        rule = self.rules.get(head)
        if rule is not None:
            options = [Option("rule", (rule.cue,)), *options]
        others = [*(source.ranges if source else ()), *content.ranges]
        first = max([last + 1 for _, last in others if last < head], default=None)
        last = min([begin - 1 for begin, _ in others if begin > head], default=None)
        for name, a, b in (("between", first, last), ("from", first, head), ("till", head, last)):
            kept = trim(self.sheet, (a, b)) if a is not None and b is not None and b - a < 15 else None
            if kept and kept[0] <= head <= kept[1]:
                options.append(Option(name, (kept,)))
        seen: dict[tuple[Range, ...], str] = {}
        for option in options:
            begin, end = option.ranges[0]
            if not any(a <= end and begin <= b for a, b in others):
                seen[option.ranges] = f"{seen[option.ranges]}+{option.name}" if option.ranges in seen else option.name
        return [Option(name, ranges) for ranges, name in seen.items()]


def _innermost(rules: Iterable[Found]) -> dict[int, Found]:
    """Return for each token in the content of an attribution by rule the shortest of them."""
    inside: dict[int, Found] = {}
    for one in sorted(rules, key=lambda one: -sum(b - a for a, b in one.content)):
        inside |= {token: one for a, b in one.content for token in range(a, b + 1)}
    return inside


def _may_be_cue(sheet: Sheet, head: int) -> bool:
    """Say whether a word has the build of a cue: a verb, a noun or adjective with something said behind it."""
    pos, dep = sheet.pos[head], sheet.dep[head]
    if pos == "VERB":
        return dep not in ("amod", "aux", "compound")
    if pos == "NOUN" and dep != "compound":
        return bool(sheet.kids(head, "prep", "acl", "relcl", "ccomp"))
    if pos == "ADJ":
        return dep in ("acomp", "attr", "oprd", "conj", "advcl") and bool(sheet.kids(head, "ccomp", "xcomp", "prep"))
    return False


def train_sources(
    articles: pd.DataFrame, attributions: pd.DataFrame, *, progress: Callable[[int, int], None] | None = None
) -> TrainedSources:
    """Learn from marked attributions which words introduce one, and where source, cue and content begin and end.

    Each part is a logistic regression over names of words and relations; see docs/sources.md. What it learns is what
    the coders did: give articles that are coded in full, for a word without a mark counts as no cue.

    Parameters
    ----------
    articles : article_id, text; 100 articles are few, 300 are good.
    attributions : article_id and source, cue, content, each a list of objects with `spans`, pairs of code points in the
        article's text. Articles without a row count as articles without attributions.
    progress : called by the parser with the number of texts done and in all.

    Returns
    -------
    `TrainedSources`, for the argument `engine` of `find_sources`.

    Raises
    ------
    ColumnError : a column is missing. OptionError : there are too few attributions to learn from.
    ModelMissingError : there is no parser.
    """
    check_columns(articles.columns, ("article_id", "text"), what="The table of articles")
    check_columns(attributions.columns, ("article_id", "source", "cue", "content"), what="The table of attributions")
    lessons = _Lessons()
    for number, (view, marked) in enumerate(_views(articles, attributions, progress)):
        lessons.add(view, marked, number)
    if lessons.n < _FEWEST:
        raise OptionError(f"`attributions` must hold at least {_FEWEST} with a cue in the articles; got {lessons.n}.")
    roles = {role: _fit(*lessons.roles[role]) for role in lessons.roles}
    return TrainedSources(_fit(*lessons.cue, groups=lessons.texts), roles, lessons.n)


def _views(
    articles: pd.DataFrame, attributions: pd.DataFrame, progress: Callable[[int, int], None] | None
) -> Iterator[tuple[_View, list[dict[str, Tokens]]]]:
    """Yield each part of each article with the tokens of its marked attributions."""
    corpus = Corpus(articles[["article_id", "text"]])
    parts = corpus.parts
    by_article = {name: own.to_dict("records") for name, own in attributions.groupby("article_id")}
    ids = corpus.articles["article_id"].tolist()
    sheets = iter_sheets(parts.texts, parse(parts.texts, progress=progress))
    for sheet, article, offset in zip(sheets, parts.article.tolist(), parts.offset.tolist(), strict=True):
        rows = by_article.get(ids[article], [])
        yield _View(sheet), [_tokens(sheet, row, offset) for row in rows]


def _tokens(sheet: Sheet, row: Mapping[str, Any], offset: int) -> dict[str, Tokens]:
    """Return the tokens of each role of a marked attribution, punctuation left out."""
    start = np.array(sheet.start)
    result = {}
    for role in ("source", "cue", "content"):
        inside: set[int] = set()
        for one in row[role]:
            for a, b in one["spans"]:
                inside |= {*range(*np.searchsorted(start, [a - offset, b - offset]).tolist())}
        result[role] = frozenset(token for token in inside if sheet.pos[token] not in ("PUNCT", "SPACE"))
    return result


class _Lessons:
    """Features and answers, for the cue and for each role."""

    def __init__(self) -> None:
        self.n = 0
        self.cue: tuple[list[Features], list[bool]] = ([], [])
        self.texts: list[int] = []
        self.roles: dict[str, tuple[list[Features], list[bool]]] = {r: ([], []) for r in ("source", "content", "cue")}

    def add(self, view: _View, marked: list[dict[str, Tokens]], text: int) -> None:
        """Add one text."""
        heads: dict[int, dict[str, Tokens]] = {}
        for one in marked:
            head = _head_of(view, one["cue"])
            if head is not None:
                heads.setdefault(head, one)
        for head in view.heads:
            self.cue[0].append(view.features(head))
            self.cue[1].append(head in heads)
            self.texts.append(text)
        for head, one in heads.items():
            self._roles(view, head, one)

    def _roles(self, view: _View, head: int, marked: dict[str, Tokens]) -> None:
        self.n += 1
        sources = view.sources(head)
        source = self._one(view, head, "source", sources, marked["source"])
        content = self._one(view, head, "content", view.contents(head, source), marked["content"])
        if content is not None:
            self._one(view, head, "cue", view.cues(head, source, content), marked["cue"])

    def _one(self, view: _View, head: int, role: str, options: list[Option], marked: Tokens) -> Option | None:
        """Add the options of a role, of which the one most like what was marked is right; return that one."""
        if not options:
            return None
        likeness = [_likeness(view.sheet, option, marked) for option in options]
        best = int(np.argmax(likeness))
        if likeness[best] < 0.3:
            return None
        self.roles[role][0].extend(option_features(view.sheet, head, options))
        self.roles[role][1].extend(number == best for number in range(len(options)))
        return options[best]


def _likeness(sheet: Sheet, option: Option, marked: Tokens) -> float:
    own = {t for a, b in option.ranges for t in range(a, b + 1) if sheet.pos[t] not in ("PUNCT", "SPACE")}
    if not own and not marked:
        return 1.0
    return len(own & marked) / len(own | marked)


def _head_of(view: _View, cue: Tokens) -> int | None:
    """Return the candidate in a marked cue that stands highest in the sentence."""
    sheet = view.sheet
    inside = [head for head in view.heads if head in cue]

    def depth(token: int) -> int:
        steps = 0
        while sheet.head[token] != token and steps < 50:
            token, steps = sheet.head[token], steps + 1
        return steps

    return min(inside, key=lambda head: (depth(head), head), default=None)


def _fit(features: list[Features], answers: list[bool], groups: list[int] | None = None) -> _Model:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer(dtype=np.float32)
    matrix, right = _narrow(vectorizer.fit_transform(features)), np.array(answers)
    if right.all() or not right.any():
        return _Model(vectorizer, None)
    # liblinear: quick on many rare features
    regression = LogisticRegression(C=1.0, solver="liblinear", random_state=0)
    least = 0.5
    if groups is not None:
        from sklearn.model_selection import GroupKFold, cross_val_predict

        folds = GroupKFold(_FOLDS)
        guess = cross_val_predict(regression, matrix, right, groups=groups, cv=folds, method="predict_proba")[:, 1]
        least = _best_threshold(guess, right)
    return _Model(vectorizer, regression.fit(matrix, right), least)


def _narrow(matrix: Any) -> Any:
    """Return a sparse matrix with indices of 32 bits, without which scikit-learn's liblinear refuses it."""
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return matrix


def _best_threshold(guess: Any, right: Any) -> float:
    """Return the probability at which F1 is largest."""
    grid = np.arange(0.1, 0.8, 0.02)
    f1 = [2 * (right & (guess >= least)).sum() / ((guess >= least).sum() + right.sum()) for least in grid]
    return float(grid[int(np.argmax(f1))])
