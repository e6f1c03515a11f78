"""Where articles come from: a shipped corpus, a file, a folder of pages, or a folder written by `write_corpus`.

Contents: `open_articles`, `is_corpus_folder`.
"""

from pathlib import Path
from typing import Any

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.read import read_articles
from toolkit.corpus.shipped import list_corpora, load_corpus
from toolkit.corpus.store import ABOUT, TABLES, read_corpus
from toolkit.errors import OptionError, ReadError
from toolkit.options import did_you_mean, quoted_list


def open_articles(where: str | Path, **options: Any) -> Corpus:
    """Return the articles of a shipped corpus, a file or a folder.

    Parameters
    ----------
    where : the name of a shipped corpus, or a path. The name goes before a path of the same name: write ./name for
        the path.
    options : of `read_articles`; only for what it reads. A shipped corpus takes `language` alone, and keeps the
        articles in it.

    Raises
    ------
    ReadError : there is neither such a corpus nor such a path, or it cannot be read.
    OptionError : options are given with something that needs none, or a shipped corpus has not that language.
    """
    name = str(where)
    if isinstance(where, str) and name in list_corpora():
        language = options.pop("language", None)
        _check_none(options, name)
        return load_corpus(name, language=language)
    place = Path(where)
    if not place.exists():
        raise ReadError(_nothing_there(name))
    if is_corpus_folder(place):
        _check_none(options, name)
        return read_corpus(place)
    return read_articles(place, **options)


def is_corpus_folder(place: Path) -> bool:
    """Tell whether `write_corpus` wrote this folder."""
    return (place / ABOUT).is_file() and (place / TABLES[0]).is_file()


def _check_none(options: dict[str, Any], name: str) -> None:
    """Raise if options for reading a file were given."""
    if options:
        raise OptionError(f"{name!r} is a corpus as it is and takes no {quoted_list(options)}.")


def _nothing_there(name: str) -> str:
    place = Path(name)
    names = sorted(path.name for path in place.parent.iterdir()) if place.parent.is_dir() else []
    hint = did_you_mean(place.name, [*list_corpora(), *names])
    return (
        f"There is no file, folder or shipped corpus {name!r}.{hint} Shipped: {quoted_list(list_corpora())}. Articles "
        "are read from .csv, .tsv, .json, .jsonl, .parquet, .xlsx, .txt and .html files."
    )
