"""Plain text in every encoding of twenty years, and every way a text file can be broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.read import Limits, read_bytes, read_file
from corpus.read.kind import kind_of
from corpus.read.txt import lines

TEXT = "第一条 为了促进发展，制定本办法。\n\n  一、总体目标\n到2025年，每千人口床位数达到6张。\n"
TRADITIONAL = "第一條 為了促進發展，制定本辦法。\n一、總體目標\n到2025年，每千人口床位數達到6張。\n"
LINES = ("第一条 为了促进发展，制定本办法。", "", "  一、总体目标", "到2025年，每千人口床位数达到6张。")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_gives_the_same_lines(encoding: str) -> None:
    raw = read_bytes(TEXT.encode(encoding), "通知.txt")
    assert raw.blocks == LINES
    assert raw.notes == ()
    assert raw.format == "txt"


def test_utf16_be_with_mark_and_big5() -> None:
    assert read_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.txt").blocks == LINES
    assert read_bytes(TRADITIONAL.encode("big5"), "a.txt").blocks == lines(TRADITIONAL)


def test_gb18030_four_byte_characters() -> None:
    text = "由㐂㐅镇（𠮷田）牵头，有关部门配合落实。" * 3
    assert read_bytes(text.encode("gb18030"), "a.txt").blocks == (text,)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\x0c", "\u2028"])
def test_every_line_ending(ending: str) -> None:
    assert lines(f"一、总则{ending}二、目标{ending}") == ("一、总则", "二、目标")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_cut_in_the_middle_of_a_character(encoding: str) -> None:
    whole = "一、总体目标\n到2025年建成体系"
    raw = read_bytes(whole.encode(encoding)[:-1], "a.txt")
    assert raw.blocks == ("一、总体目标", "到2025年建成体")
    assert len(raw.notes) == 1
    assert "截断" in raw.notes[0]


def test_a_few_bad_bytes_are_marked_not_lost() -> None:
    data = (TEXT * 20).encode() + b"\xff" + "三、保障措施。\n".encode() * 3
    raw = read_bytes(data, "a.txt")
    assert "\ufffd" in "".join(str(b) for b in raw.blocks)
    assert str(raw.blocks[-1]) == "三、保障措施。"
    assert "1 处" in raw.notes[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b" \r\n\t ", "空"),
        ("\u3000\u3000\n".encode(), "没有可读的文字"),
        (b"\x00" * 500, "空"),
        ("总则".encode() + b"\x00\x01\x02" * 60, "编码"),
        (bytes(range(256)) * 20, "编码"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "图片"),
        (b"\x1f\x8b\x08\x00" + b"x" * 64, "不支持"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_bytes(data, "通知.txt")


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="找不到"):
        read_file(tmp_path / "没有.txt")
    with pytest.raises(UnreadableFile, match="文件夹"):
        read_file(tmp_path)
    with pytest.raises(UnreadableFile, match="读取失败"):
        read_file(Path("a\0b.txt"))
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFile, match="不是普通文件"):
        read_file(pipe)


def test_text_that_begins_like_a_picture() -> None:
    assert read_bytes("BMI不低于18.5。".encode(), "a.txt").blocks == ("BMI不低于18.5。",)


def test_size_limit_is_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一" * 1000, encoding="utf-8")
    assert read_file(path).blocks == ("一" * 1000,)
    with pytest.raises(UnreadableFile, match="超过上限"):
        read_file(path, limits=Limits(file_bytes=2999))
    with path.open("r+b") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(UnreadableFile, match=r"200\.0 MB，超过上限 50 MB"):
        read_file(path)


def test_unsupported_suffix_names_the_supported() -> None:
    with pytest.raises(UnreadableFile, match=r"txt、md、html、docx、pdf、xlsx、ofd"):
        read_bytes(b"a,b\n1,2\n", "表.csv")


def test_wrong_suffix_is_read_by_content() -> None:
    raw = read_bytes(TEXT.encode(), "通知.docx")
    assert raw.format == "txt"
    assert raw.blocks == LINES
    assert "扩展名" in raw.notes[0]


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a", "a.docx", "a.md"]))
def test_never_another_exception(data: bytes, name: str) -> None:
    assume(kind_of(data, Path(name).suffix) != "office")  # a real converter would run
    try:
        raw = read_bytes(data, name)
    except UnreadableFile as error:
        assert "意外" not in str(error)
    else:
        assert raw.blocks


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=["Cc", "Cs"])))
def test_utf8_text_is_never_lost(text: str) -> None:
    try:
        raw = read_bytes(text.encode(), "a.txt")
    except UnreadableFile:
        assert not text.strip() or "\ufffd" in text or "%PDF-" in text or text[:1] in "{<"
    else:
        if raw.format == "txt":
            assert "".join(str(b) for b in raw.blocks).split() == text.split()
