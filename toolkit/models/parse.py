"""Parsed text: for each token its head and relation, lemma, part of speech and entity, computed once and kept on disk.

The parser is spaCy's small English pipeline, which comes with the install. Who does what to whom, passives and who is
quoted are read from its output.

Conventions: offsets are code points into the text as given. A parse depends on its own text only, not on the texts
beside it, their order or the number of processes. Text in other languages is parsed as if it were English, without a
warning: what comes back then means nothing. Nothing is downloaded.

Contents: `PARSERS`, `has_parser`, `parser_name`, `parse`.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing

from toolkit.errors import OptionError
from toolkit.models.cache import Store, content_key, open_store
from toolkit.models.parse_packed import FORMAT, DamagedParseError, Joiner
from toolkit.models.parse_pipeline import PARSERS, find_parser, pack_texts, parser_name
from toolkit.models.parse_processes import packed_by_processes
from toolkit.models.parses import Parses
from toolkit.models.texts import check_texts
from toolkit.text.tokens import iter_batches

__all__ = ["PARSERS", "Parses", "has_parser", "parse", "parser_name"]

_JOB = 50_000  # characters parsed and saved together: some 8,500 words, or one to two seconds
_WORTH = 500_000  # characters that make up for the start of one more process, which takes two to four seconds
_LOOKED_UP = 1_000  # texts in one question to the cache


def has_parser() -> bool:
    """Say whether spaCy and one of `PARSERS` are installed; nothing is loaded."""
    return find_parser() is not None


def parse(
    texts: Sequence[str],
    *,
    cache: bool = True,
    n_processes: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Parses:
    """Parse English texts, in the order given; each distinct text is parsed once.

    `cache` looks parses up on disk and adds new ones; `n_processes` how many processes may parse at once: more than
    one are started only where there is text enough, each needs about 500 MB, and the parses are the same; `progress`
    is called with the number of distinct texts that are done and that there are.

    A text of more than 50,000 characters is parsed in pieces, cut at a paragraph where there is one; no sentence
    reaches over a cut. Lone surrogates are read as the replacement character.

    Returns `Parses`, whose columns have one row a token. Raises `OptionError` if a text is not a string or
    `n_processes` is below 1, and `ModelMissingError` if no parser is installed. Parses of different `parser_name()`
    may not be compared.
    """
    check_texts(texts)
    _check_processes(n_processes)
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    distinct = [*place]
    joiner = Joiner(len(distinct))
    run = _Run(distinct, joiner, open_store() if cache else Store(None), progress)
    run.look_up()
    run.compute(joiner.missing(), n_processes)
    parses = joiner.join()
    return parses if len(distinct) == len(texts) else parses.select([place[text] for text in texts])


def _check_processes(n_processes: int) -> None:
    if isinstance(n_processes, bool) or not isinstance(n_processes, int) or n_processes < 1:
        raise OptionError(f"`n_processes` must be a whole number from 1 up; got {n_processes!r}.")


class _Run:
    """One call of `parse`: distinct texts, where their parses are collected, and where they are kept."""

    def __init__(
        self, texts: list[str], joiner: Joiner, store: Store, progress: Callable[[int, int], None] | None
    ) -> None:
        self._texts, self._joiner, self._store, self._progress = texts, joiner, store, progress
        self._name = f"parse {FORMAT} {parser_name()}"
        self._done = 0

    def look_up(self) -> None:
        """Take what the cache holds; what is damaged counts as absent."""
        if self._store.file is None:
            return
        for start in range(0, len(self._texts), _LOOKED_UP):
            keys = {content_key(self._name, self._texts[place]): place
                    for place in range(start, min(start + _LOOKED_UP, len(self._texts)))}  # fmt: skip
            for key, packed in self._store.get([*keys]).items():
                self._take(keys[key], packed)
            self._tell()

    def _take(self, place: int, packed: bytes) -> None:
        try:
            self._joiner.add(place, packed, len(self._texts[place]))
        except DamagedParseError:
            return
        self._done += 1

    def _tell(self) -> None:
        if self._progress is not None and self._done:
            self._progress(self._done, len(self._texts))

    def compute(self, places: list[int], n_processes: int) -> None:
        """Parse the texts at these places, job by job, and keep each job's parses before the next."""
        lengths = [len(self._texts[place]) for place in places]
        jobs = [places[part] for part in iter_batches(lengths, size=_JOB)]
        with closing(self._packed(jobs, min(n_processes, len(jobs), 1 + sum(lengths) // _WORTH))) as answers:
            for job, packed in zip(jobs, answers, strict=True):
                self._keep(job, packed)
                self._done += len(job)
                self._tell()

    def _packed(self, jobs: list[list[int]], n_processes: int) -> Generator[list[bytes], None, None]:
        texts = [[self._texts[place] for place in job] for job in jobs]
        if n_processes > 1:
            yield from packed_by_processes(texts, n_processes)
        else:
            yield from map(pack_texts, texts)

    def _keep(self, job: list[int], packed: list[bytes]) -> None:
        for place, one in zip(job, packed, strict=True):
            self._joiner.add(place, one, len(self._texts[place]))
        if self._store.file is not None:
            self._store.put(
                {content_key(self._name, self._texts[place]): one for place, one in zip(job, packed, strict=True)}
            )
