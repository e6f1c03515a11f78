"""Excel workbooks (.xlsx): the first sheet with cells, its first row naming the columns.

Contents: `read_excel`.
"""

import io
import re
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from toolkit.corpus.formats.rows import WITHOUT_VALUE, Rows, bomb, largest_unpacked, read_bytes
from toolkit.errors import ReadError

# A damaged archive fails in any of its layers: container, compression, file names, XML, values.
_DAMAGED = (BadZipFile, zlib.error, NotImplementedError, KeyError, ParseError, ValueError, OSError)
LONGEST_CELL = 32_767  # characters; Excel cuts what is longer without a word
# A cell with a formula but without the value that a spreadsheet puts beside it when it saves.
_NO_VALUE = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def read_excel(path: Path, made_id: str, encoding: str | None = None) -> Rows:
    """Return the rows of an .xlsx file as values, not formulas; `encoding` has no meaning here."""
    rows = Rows()
    lines = _first_sheet(path, rows.notes)
    header = [str(value).strip() if value is not None else "" for value in next(lines, (0, ()))[1]]
    n_cut = 0
    for number, (sheet_row, values) in enumerate(lines, start=1):
        record = {name: value for name, value in zip(header, values, strict=False) if name}
        n_cut += sum(isinstance(value, str) and len(value) >= LONGEST_CELL for value in record.values())
        rows.add(record, f"{path.name}, row {sheet_row}", f"{made_id}-{number:04d}")
    if n_cut:
        rows.notes.append(f"{n_cut} cells hold {LONGEST_CELL:,} characters, the most Excel keeps: cut off?")
    return rows


def _first_sheet(path: Path, notes: list[str]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield row number and values of the rows that are not empty, of the first sheet that has any."""
    # Imported here: it takes a third of a second, and most corpora are not in Excel.
    from openpyxl import load_workbook

    data = read_bytes(path)
    try:
        n_formulas = _formulas_without_value(path, data)
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations that it does not keep; values are all that is read.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [(sheet.title, _filled(sheet)) for sheet in book.worksheets]
    except ReadError:
        raise
    except _DAMAGED as error:
        raise ReadError(f"{path} is no Excel workbook (.xlsx): {str(error).rstrip('.')}.") from error
    if n_formulas:
        notes.append(f"{n_formulas:,} cells {WITHOUT_VALUE}: open the file in a spreadsheet, save it")
    filled = [(title, lines) for title, lines in sheets if lines]
    if len(filled) > 1:
        notes.append(f"sheet {filled[0][0]!r} read; {len(filled) - 1} more sheets left alone")
    return iter(filled[0][1] if filled else [])


def _formulas_without_value(path: Path, data: bytes) -> int:
    """Return how many cells of the sheets look empty because the formula in them was never worked out.

    The size of everything packed is checked first, so that nothing is unpacked that would fill the memory.
    """
    with ZipFile(io.BytesIO(data)) as archive:
        if sum(one.file_size for one in archive.infolist()) > largest_unpacked(len(data)):
            raise ReadError(bomb(path))
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return sum(len(_NO_VALUE.findall(archive.read(name))) for name in sheets)


def _filled(sheet: Any) -> list[tuple[int, tuple[Any, ...]]]:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
    lines = enumerate(sheet.iter_rows(values_only=True), start=1)
    return [(number, values) for number, values in lines if any(v not in (None, "") for v in values)]
