"""doc, wps, rtf, odt, xls, et: turned into docx or xlsx by LibreOffice where it is installed, else a clear refusal.

The converter runs without a window, in a private folder and profile, for a limited time; nothing of the user's own
LibreOffice is touched.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.raw import RawText
from corpus.read import docx, xlsx
from corpus.read.limits import Limits

_log = logging.getLogger(__name__)

_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes, name: str, limits: Limits) -> RawText:
    """Read an old office file; raises ``UnreadableFile`` with the remedy where it cannot be converted."""
    suffix = _suffix(data, name)
    target = "xlsx" if suffix == ".xls" else "docx"
    converted = _converted(data, suffix, target, name, limits)
    raw = xlsx.read(converted, name, limits) if target == "xlsx" else docx.read(converted, name, limits)
    shown = Path(name).suffix.casefold().removeprefix(".") or suffix[1:]
    return replace(raw, format=shown, notes=("旧格式文件，经 LibreOffice 转换后读取。", *raw.notes))


def as_docx(data: bytes, name: str, limits: Limits) -> bytes:
    """An old word processor's file as docx; raises ``UnreadableFile`` where it is none or cannot be converted."""
    suffix = _suffix(data, name)
    if suffix == ".xls":
        raise UnreadableFile(f"文件“{name}”是电子表格，不是文稿，未读取。")
    return _converted(data, suffix, "docx", name, limits)


def _converted(data: bytes, suffix: str, target: str, name: str, limits: Limits) -> bytes:
    program = converter()
    if program is None:
        raise UnreadableFile(
            f"读取“{name}”这类旧格式文件需要 LibreOffice，本机没有找到。请安装 LibreOffice，"
            f"或用 Word、WPS 打开后另存为 {target} 再放入。"
        )
    return _convert(program, data, suffix, target, name, limits)


def converter() -> str | None:
    """The path of LibreOffice's program, ``None`` where there is none."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def _suffix(data: bytes, name: str) -> str:
    """What the file is by its content, as a suffix LibreOffice goes by; encrypted and foreign ones are refused."""
    if data.startswith(_OLE):
        if _has_stream(data, "EncryptedPackage"):
            raise UnreadableFile(f"文件“{name}”已加密，请先去掉密码后再放入。")
        if _has_stream(data, "WordDocument"):
            return ".doc"
        if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
            return ".xls"
        if _has_stream(data, "PowerPoint Document"):
            raise UnreadableFile(f"文件“{name}”是演示文稿，不是政策文本，未读取。")
        return ".wps" if Path(name).suffix.casefold() == ".wps" else ".doc"
    if data.lstrip()[:5] == b"{\\rtf":
        return ".rtf"
    return ".odt" if data.startswith(b"PK") else ".xml"


def _has_stream(data: bytes, stream: str) -> bool:
    """Whether a compound file lists a stream of that name (names stand in it in UTF-16, ended by zeros)."""
    return stream.encode("utf-16-le") + b"\x00\x00" in data


def _convert(program: str, data: bytes, suffix: str, target: str, name: str, limits: Limits) -> bytes:
    with tempfile.TemporaryDirectory(prefix="policy-office-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [
            program, f"-env:UserInstallation={profile}", "--headless", "--invisible", "--norestore", "--nologo",
            "--nolockcheck", "--nodefault", "--convert-to", target, "--outdir", folder, str(source),
        ]  # fmt: skip
        _run(command, folder, name, limits)
        result = Path(folder) / f"source.{target}"
        if not result.is_file() or result.stat().st_size == 0:
            raise UnreadableFile(
                f"文件“{name}”转换失败，可能已损坏或加密，请用 Word、WPS 打开后另存为 {target} 再放入。"
            )
        if result.stat().st_size > 4 * limits.file_bytes:
            raise UnreadableFile(f"文件“{name}”转换后过大，未读取，请拆分后再试。")
        return result.read_bytes()


def _run(command: list[str], folder: str, name: str, limits: Limits) -> None:
    """Run the converter; when its time is up, it and all it started end."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise UnreadableFile(f"LibreOffice 无法启动（{error}），文件“{name}”未读取，请检查其安装。") from error
    try:
        process.wait(limits.convert_seconds)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise UnreadableFile(
            f"文件“{name}”转换超过 {limits.convert_seconds:g} 秒，已放弃，请用 Word、WPS 另存为 docx 再放入。"
        ) from error
    except BaseException:  # Ctrl-C too: no converter is left running behind
        _end(process)
        raise
    _log.debug("%s: converter ended with %s", name, process.returncode)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the converter and its children, which share its session."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
