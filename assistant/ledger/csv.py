"""The ledger as CSV that Excel opens as it is: UTF-8 with a mark, and no cell that a spreadsheet takes for a formula.

A text that begins with = + - @, a tab or a line break (full-width signs too) gets an apostrophe before it; JSON has the
same cell without it.
"""

from __future__ import annotations

import csv
import io
import re

from assistant.ledger.sheet import Sheet, Value, printable, text_of

_FORMULA = re.compile(r"\s*[=+\-@|%＝＋－＠\t\r\n]")


def write_csv(sheet: Sheet) -> bytes:
    """One sheet, its head first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    shown = [n for n, column in enumerate(sheet.columns) if column.width]
    writer.writerow([safe_cell(sheet.columns[n].head) for n in shown])
    for line in sheet.lines:
        writer.writerow([_cell(line.values[n]) for n in shown])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str | int:
    return value if isinstance(value, int) else safe_cell(text_of(value))


def safe_cell(text: str) -> str:
    """A text that no spreadsheet calculates: ``=1+1`` becomes ``'=1+1``."""
    text = printable(text)
    return f"'{text}" if _FORMULA.match(text) else text
