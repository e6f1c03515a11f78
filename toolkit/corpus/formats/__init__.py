"""Files in, rows out: one module per format, none of which knows what the columns mean.

Contents: `read_rows`, `EXTENSIONS`. The modules of the formats are imported when a file needs them, so that
nobody waits for an Excel or HTML library who reads CSV.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from toolkit.corpus.formats.rows import Rows
from toolkit.errors import ReadError
from toolkit.options import did_you_mean

# Extension -> module and function that reads it. A folder is read article by article from PAGES.
EXTENSIONS = {
    ".csv": ("delimited", "read_csv"),
    ".tsv": ("delimited", "read_tsv"),
    ".jsonl": ("json_lines", "read_json_lines"),
    ".ndjson": ("json_lines", "read_json_lines"),
    ".json": ("json_array", "read_json_array"),
    ".parquet": ("parquet", "read_parquet"),
    ".xlsx": ("excel", "read_excel"),
    ".xlsm": ("excel", "read_excel"),
    ".txt": ("plain", "read_plain"),
    ".html": ("html", "read_html"),
    ".htm": ("html", "read_html"),
}
PAGES = (".txt", ".html", ".htm")
COMPRESSED = ".gz"

Reader = Callable[[Path, str, str | None], Rows]


def read_rows(path: Path, encoding: str | None = None) -> Rows:
    """Return the rows of a file, or of all the .txt and .html files of a folder and its subfolders.

    Raises
    ------
    ReadError : there is no such file, nothing in it, or no reader for it.
    """
    if path.is_dir():
        return _read_folder(path, encoding)
    if not path.exists():
        raise ReadError(_missing(path))
    return _reader(path)(path, stem(path), encoding)


def stem(path: Path) -> str:
    """Return the file's name without its extension(s)."""
    name = path.name[: -len(COMPRESSED)] if path.suffix.lower() == COMPRESSED else path.name
    return Path(name).stem


def _extension(path: Path) -> str:
    name = path.name.lower().removesuffix(COMPRESSED)
    return Path(name).suffix


def _reader(path: Path) -> Reader:
    extension = _extension(path)
    if extension not in EXTENSIONS:
        hint = " Save it as .xlsx." if extension == ".xls" else ""
        raise ReadError(f"{path}: no reader for {extension or 'no extension'!r}.{hint} Known: {_known()}.")
    module, function = EXTENSIONS[extension]
    reader: Reader = getattr(import_module(f"toolkit.corpus.formats.{module}"), function)
    return reader


def _known() -> str:
    return ", ".join(EXTENSIONS) + f", each also with {COMPRESSED}, and folders of .txt or .html"


def _missing(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"There is no folder {str(folder)!r}, so {path.name!r} cannot be read from it."
    names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    shown = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
    hint = did_you_mean(path.name, names)
    return f"There is no file {str(path)!r}.{hint} The folder holds: {shown or 'nothing'}."


def _read_folder(folder: Path, encoding: str | None) -> Rows:
    pages = list(_pages(folder))
    if not pages:
        raise ReadError(_no_pages(folder))
    # Imported here: a progress bar is for long reads only, and the import is not free.
    from tqdm.auto import tqdm

    rows = Rows()
    for path in tqdm(pages, desc=f"Reading {folder.name}", unit="file", delay=2, leave=False):
        inside = path.relative_to(folder)
        if not _lies_in(path, folder):
            rows.broken.append(
                (inside.as_posix(), "a link out of the folder, or to nothing; put the file in its place")
            )
            continue
        made_id = inside.parent.joinpath(stem(path)).as_posix()
        try:
            rows.extend(_reader(path)(path, made_id, encoding), place=inside.as_posix())
        except (ReadError, OSError) as error:
            rows.broken.append((inside.as_posix(), str(error)))
    return rows


def _pages(folder: Path) -> Iterator[Path]:
    """Yield the article files in a fixed order, without hidden ones (such as the ._ files of macOS)."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and _extension(path) in PAGES and not path.is_dir():
            yield path


def _lies_in(path: Path, folder: Path) -> bool:
    """Tell whether a file is one of the folder's own: a link that came with it could show any file of the reader."""
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def _no_pages(folder: Path) -> str:
    names = sorted(path.name for path in folder.iterdir())
    if "about.json" in names and "articles.parquet" in names:
        return f"{folder} is a corpus written by write_corpus(). Read it with read_corpus({str(folder)!r})."
    shown = ", ".join(names[:10]) or "nothing"
    return f"{folder} has no .txt or .html files; it holds: {shown}. Tables (.csv ...) are read one by one."
