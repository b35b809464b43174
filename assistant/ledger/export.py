"""A ledger in any format, by name, and a file that is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from assistant.ledger.compare import compare, documents_of
from assistant.ledger.filters import EVERYTHING, Filters
from assistant.ledger.ledger import Ledger
from assistant.ledger.matrix import matrices, matrix_svg
from assistant.ledger.rows import VIEWS, View
from assistant.ledger.sheet import Book
from assistant.ledger.timeline import timeline_svg
from assistant.ledger.views import TITLES
from corpus.errors import BadSettings, PolicyError

Format = Literal["xlsx", "csv", "docx", "ics", "json", "svg"]
Shown = View | Literal["compare"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv", "docx", "ics", "json", "svg")
EVERY: tuple[Shown, ...] = (*VIEWS, "compare")
USUAL: dict[Format, tuple[Shown, ...]] = {
    "xlsx": EVERY,
    "csv": ("tasks",),
    "docx": ("tasks",),
    "ics": ("tasks",),
    "json": EVERY,
    "svg": ("tasks",),
}
"""The views that a format shows where none is asked for."""


def export(ledger: Ledger, form: Format, views: Sequence[Shown] = (), filters: Filters = EVERYTHING) -> bytes:
    """The ledger as the bytes of one file; ``PolicyError`` where the format can't show what is asked for."""
    views = tuple(views) or USUAL[form]
    if views == ("compare",) and len(documents_of(ledger.rows("targets", filters))) < 2:
        raise PolicyError("比较至少要有两份设有指标的文件，请放宽筛选条件或增加文件。")
    plain: list[View] = [v for v in views if v != "compare"]
    if form == "json":
        return _json(ledger, plain, filters, compared="compare" in views)
    if form in ("ics", "svg"):
        return _drawn(ledger, form, plain, filters)
    if form == "csv" and len(views) > 1:
        raise BadSettings(
            "CSV 一次只能放一张表，请用 --view tasks、targets、bodies、conflicts 或 compare 指明要哪一张。"
        )
    return write_book(ledger.book(plain, filters, compared="compare" in views), form)


def _json(ledger: Ledger, views: Sequence[View], filters: Filters, *, compared: bool) -> bytes:
    from assistant.ledger.json import write_json

    found = compare(ledger.rows("targets", filters)) if compared else None
    return write_json({v: ledger.rows(v, filters) for v in views}, ledger.as_of, filters, found)


def _drawn(ledger: Ledger, form: Format, views: Sequence[View], filters: Filters) -> bytes:
    if form == "svg" and tuple(views) == ("bodies",):
        return matrix_svg(matrices(ledger.rows("bodies", filters)), TITLES["bodies"]).encode()
    if tuple(views) != ("tasks",):
        raise BadSettings(
            f"{form} 只按任务导出，请去掉 --view 或写 --view tasks{'；--view bodies 画分工矩阵' if form == 'svg' else ''}。"
        )
    rows = ledger.rows("tasks", filters)
    if form == "svg":
        return timeline_svg(rows, "任务时间轴", ledger.as_of).encode()
    from assistant.ledger.ics import write_ics

    return write_ics(rows, "政策任务期限", ledger.as_of, filters)


def write_book(book: Book, form: Format) -> bytes:
    """A book as a workbook, a Word document, or the first of its sheets as CSV."""
    module = import_module(f"assistant.ledger.{form}")
    writer: Any = getattr(module, f"write_{form}")
    written: bytes = writer(book.sheets[0] if form == "csv" else book)
    return written


def check_target(path: Path) -> None:
    """Refuse early a file that can't be written: no such folder, or a folder of that name."""
    if path.is_dir():
        raise PolicyError(f"“{path}”是文件夹，请写明文件名，例如“{path / '台账.xlsx'}”。")
    if not path.parent.is_dir():
        raise PolicyError(f"文件夹“{path.parent}”不存在，请先建立或换一个位置。")


def write_file(path: Path, content: bytes) -> None:
    """Write aside and rename, so that a file of that name is the old one or the whole new one, never a half."""
    check_target(path)
    path = path.resolve()
    aside = path.with_name(f".{path.name[:80]}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise PolicyError(
            f"写不了文件“{path}”（{error.strerror}），请检查权限和磁盘空间，或关闭正在打开它的程序。"
        ) from error
