"""A folder of policy files: good ones, bad ones, copies, no manifest, a broken one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from corpus.errors import EmptyFolder, PolicyError, UnknownClause, UnreadableFile
from corpus.library import DOCUMENTS, Library
from corpus.model import ClauseId

PLAN = """云溪市人民政府办公室关于印发云溪市{name}方案的通知
云政办发〔2023〕{number}号
各县区人民政府：
现印发给你们，请认真贯彻执行。
云溪市人民政府办公室
2023年3月9日
云溪市{name}方案
一、总体要求
坚持预防为主。
二、主要任务
（一）加强{name}。到2025年全面达标。（市卫生健康委负责）
"""


def write(folder: Path, file: str, name: str, number: int) -> Path:
    path = folder / file
    path.write_text(PLAN.format(name=name, number=number), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "甲.txt", "健康", 1)
    write(tmp_path, "乙.txt", "养老", 2)
    return tmp_path


def test_a_folder_without_a_manifest(folder: Path) -> None:
    library = Library.load(folder)
    assert [d.id for d in library.documents] == ["云政办发〔2023〕2号", "云政办发〔2023〕1号"]
    assert library.failures == ()
    assert library.document("云政办发〔2023〕1号").region == "云溪市"
    clause = library.clause(ClauseId.parse("云政办发〔2023〕1号#二/（一）"))
    assert clause.heading == "加强健康"
    assert library.facts("云政办发〔2023〕1号").responsibilities
    assert len(library.facts().responsibilities) == 2


def test_sources_add_what_a_text_cannot_say(folder: Path) -> None:
    line = {"file": "甲.txt", "region": "云溪新区", "level": "县", "status": "废止", "id": "甲号"}
    (folder / "sources.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n\n", encoding="utf-8")
    document = Library.load(folder).document("甲号")
    assert (document.region, document.level, document.status) == ("云溪新区", "县", "废止")


@pytest.mark.parametrize(
    "line",
    [
        '{"file": "甲.txt"',
        '["甲.txt"]',
        '{"file": "甲.txt", "regoin": "云溪市"}',
        '{"file": "甲.txt", "status": "有效"}',
        "甲",
    ],
    ids=["截断", "不是对象", "未知字段", "未知状态", "不是JSON"],
)
def test_a_broken_manifest_names_the_line(folder: Path, line: str) -> None:
    (folder / "sources.jsonl").write_text('{"file": "乙.txt"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"“sources\.jsonl”第2行"):
        Library.load(folder)


def test_bad_files_are_told_and_the_others_read(folder: Path) -> None:
    (folder / "空.txt").write_text("", encoding="utf-8")
    (folder / "二进制.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "坏.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 50)
    (folder / "图.png").write_bytes(b"\x89PNG")
    (folder / ".隐藏.txt").write_text("甲", encoding="utf-8")
    (folder / "~$锁.docx").write_bytes(b"x")
    library = Library.load(folder)
    assert len(library.documents) == 2
    assert {name for name, _ in library.failures} == {"空.txt", "二进制.txt", "坏.docx"}
    assert all(reason.endswith("。") and "Traceback" not in reason for _, reason in library.failures)


def test_two_copies_of_one_file(folder: Path) -> None:
    shutil.copy(folder / "甲.txt", folder / "甲的副本.txt")
    library = Library.load(folder)
    assert len(library.documents) == 2
    ((name, reason),) = library.failures
    assert name == "甲的副本.txt"
    assert "甲.txt" in reason
    assert "同一份文件" in reason


def test_no_folder_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(EmptyFolder, match="找不到文件夹"):
        Library.load(tmp_path / "没有")
    with pytest.raises(EmptyFolder, match="没有可用的政策文件"):
        Library.load(tmp_path)
    (tmp_path / "空.txt").write_text("  \n", encoding="utf-8")
    with pytest.raises(EmptyFolder, match=r"空\.txt"):
        Library.load(tmp_path)
    file = write(tmp_path, "甲.txt", "健康", 1)
    with pytest.raises(EmptyFolder):
        Library.load(file)


def test_what_is_not_there_is_refused(folder: Path) -> None:
    library = Library.load(folder)
    with pytest.raises(UnknownClause, match="没有“某号”"):
        library.document("某号")
    with pytest.raises(UnknownClause, match="没有“九、”这一条"):
        library.clause(ClauseId.parse("云政办发〔2023〕1号#九"))
    with pytest.raises(UnknownClause):
        library.clause(ClauseId.parse("某号#一"))


def test_the_digest_follows_the_content(folder: Path) -> None:
    before = Library.load(folder).digest
    assert Library.load(folder).digest == before
    write(folder, "甲.txt", "健康服务", 1)
    assert Library.load(folder).digest != before


def test_files_in_subfolders_are_found(folder: Path) -> None:
    (folder / "2024").mkdir()
    write(folder / "2024", "丙.txt", "托育", 3)
    assert len(Library.load(folder).documents) == 3


def test_progress_names_every_file() -> None:
    seen: list[str] = []
    Library.load(DOCUMENTS, seen.append)
    assert len(seen) == 5


def test_every_failure_is_a_policy_error(tmp_path: Path) -> None:
    for name in ("甲.pdf", "乙.docx", "丙.html", "丁.xlsx", "戊.md", "己.ofd", "庚.doc"):
        (tmp_path / name).write_bytes(b"\x00\xff not a policy \xfe" * 3)
    with pytest.raises(PolicyError):
        Library.load(tmp_path)
