"""Corpora that come with the toolkit: a folder each with articles.jsonl, codes.csv, about.toml and datasheet.md.

In a checkout they lie in corpora/, in an installed package beside this module in shipped/.

Contents: `load_corpus`, `load_codes`, `list_corpora`.
"""

import hashlib
import json
import re
import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.corpus.corpus import Corpus, Step
from toolkit.errors import OptionError, ReadError, UnknownNameError
from toolkit.options import check_option, did_you_mean, quoted_list

_NAME = re.compile("[a-z0-9-]+")


def list_corpora() -> list[str]:
    """Return the names of the corpora that come with the toolkit, sorted."""
    root = _root()
    if not root.is_dir():
        return []
    return sorted(f.name for f in root.iterdir() if _NAME.fullmatch(f.name) and f.joinpath("about.toml").is_file())


def load_corpus(name: str, *, language: str | None = None) -> Corpus:
    """Load a corpus that comes with the toolkit; its datasheet says what it is good for.

    Parameters
    ----------
    name : one of `list_corpora`. A folder of one's own is read with `read_corpus`, a file with
        `read_articles`.
    language : keep the articles in this language only, by its ISO 639-1 code such as "en"; all articles by default.
        Measures know English only: articles in other languages have NaN there.

    Raises
    ------
    UnknownNameError : no corpus of this name comes with the toolkit.
    OptionError : the corpus has no articles in this language; the message names those that it has.
    ReadError : its articles are not those that the checksum in about.toml was taken of.
    """
    folder = _find(name)
    about = tomllib.loads(folder.joinpath("about.toml").read_text(encoding="utf-8"))
    data = folder.joinpath("articles.jsonl").read_bytes()
    checksum = "sha256:" + hashlib.sha256(data).hexdigest()
    if checksum != about.get("checksum"):
        raise ReadError(
            f"articles.jsonl of the shipped corpus {name!r} has {checksum}; about.toml says "
            f"{about.get('checksum')!r}. The file was changed after the corpus was made."
        )
    records: list[dict[str, Any]] = [json.loads(line) for line in data.decode("utf-8").split("\n") if line]
    articles = pd.DataFrame(records, dtype=object)
    step = Step("load_corpus", f"{len(articles):,} articles that come with the toolkit", {"checksum": checksum})
    corpus = Corpus(articles, name, (step,))
    return corpus if language is None else _only(corpus, language)


def load_codes(name: str) -> pd.DataFrame:
    """Load the codes of a corpus that comes with the toolkit: what its texts were meant to be, or coders' codes.

    The codes were made by those who wrote the texts; agreement with them is no validity. The datasheet says what each
    column means. Lists within a cell are separated by ";"; an empty cell is an empty text, and "none" is a code.

    Parameters
    ----------
    name : one of `list_corpora`.

    Returns
    -------
    One row an article, in the order of the corpus, with `article_id` first; the other columns differ between corpora.

    Raises
    ------
    UnknownNameError : no corpus of this name comes with the toolkit.
    ReadError : it has no codes.

    Examples
    --------
    >>> load_codes("coding-practice")[["gold_stance", "coder_a_stance", "coder_b_stance"]].shape
    (120, 3)
    """
    file = _find(name).joinpath("codes.csv")
    if not file.is_file():
        raise ReadError(f"The shipped corpus {name!r} has articles, but no codes (its folder has no codes.csv).")
    with file.open("r", encoding="utf-8") as lines:
        return pd.read_csv(lines, keep_default_na=False)


def _only(corpus: Corpus, language: str) -> Corpus:
    """Return the articles in one language."""
    stated = corpus.column("language")
    available = sorted(stated.dropna().unique())
    if not available:
        raise OptionError(f"The articles of the corpus {corpus.name!r} name no language; leave `language` out.")
    check_option("language", language, available)
    return corpus.select(stated == language, note=f"language {language!r}")


def _root() -> Traversable:
    """Return the folder of all shipped corpora: inside the installed package, else the checkout's."""
    installed = files("toolkit.corpus").joinpath("shipped")
    return installed if installed.is_dir() else Path(__file__).parents[2] / "corpora"


def _find(name: str) -> Traversable:
    available = list_corpora()
    # The name comes from scripts and study files: compared with a list, it can never be a path.
    if name not in available:
        hint = did_you_mean(str(name), available)
        raise UnknownNameError(
            f"No corpus {str(name)!r} comes with the toolkit.{hint} Available: {quoted_list(available)}. "
            "A folder of your own is read with read_corpus(), a file with read_articles()."
        )
    return _root().joinpath(name)
