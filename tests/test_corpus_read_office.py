from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.read import Limits, office, read_bytes
from tests.builders_documents import docx, paragraph

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
WORD = OLE + "WordDocument".encode("utf-16-le") + b"\x00" * 60
RTF = rb"{\rtf1\ansi\deff0 {\fonttbl {\f0 SimSun;}}\u19968?\u12289?\u24635?\u20307?\u35201?\u27714?\par }"


def program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text("#!/bin/sh\n" + script, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return str(path)


def test_without_libreoffice_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "converter", lambda: None)
    with pytest.raises(UnreadableFile, match="安装 LibreOffice，或用 Word、WPS 打开后另存为 docx"):
        read_bytes(WORD, "通知.doc")
    with pytest.raises(UnreadableFile, match="另存为 xlsx"):
        read_bytes(OLE + "Workbook".encode("utf-16-le") + b"\x00" * 60, "表.xls")


def test_what_comes_back_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(docx(paragraph("一、总体要求")))
    script = f'while [ "$1" != --outdir ]; do shift; done; cp "{tmp_path}/made.docx" "$2/source.docx"\n'
    monkeypatch.setattr(office, "converter", lambda: program(tmp_path, script))
    raw = read_bytes(WORD, "通知.wps")
    assert raw.blocks == ("一、总体要求",)
    assert raw.format == "wps"
    assert "LibreOffice" in raw.notes[0]


def test_a_converter_that_hangs_ends_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "converter", lambda: program(tmp_path, "sleep 60 & sleep 60\n"))
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="超过 1 秒，已放弃"):
        read_bytes(WORD, "通知.doc", limits=Limits(convert_seconds=1))
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("script", ["exit 1\n", "exit 0\n"])
def test_a_converter_that_gives_nothing(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "converter", lambda: program(tmp_path, script))
    with pytest.raises(UnreadableFile, match="转换失败"):
        read_bytes(WORD, "通知.doc")


def test_a_converter_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "converter", lambda: "/no/such/soffice")
    with pytest.raises(UnreadableFile, match="无法启动"):
        read_bytes(WORD, "通知.doc")


@pytest.mark.parametrize(("stream", "words"), [("EncryptedPackage", "已加密"), ("PowerPoint Document", "演示文稿")])
def test_foreign_and_locked_files(stream: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_bytes(OLE + stream.encode("utf-16-le") + b"\x00\x00", "通知.doc")


@pytest.mark.skipif(office.converter() is None, reason="LibreOffice 未安装，跳过真实转换")
def test_a_real_conversion() -> None:
    assert read_bytes(RTF, "通知.rtf").blocks == ("一、总体要求",)
