"""The documents folder: taking in, new versions, taking out, by hand, broken off by a kill; nothing lost or doubled."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import LibraryBusy, LibraryUnwritable, UnknownClause
from corpus.file_names import free_name, safe_name
from corpus.holdings import Holdings
from corpus.intake import read_version
from corpus.journal import Record, read_journal
from corpus.library import Library
from corpus.outcome import Outcome
from corpus.store import Store
from corpus.vault import Vault, digest

ROOT = Path(__file__).resolve().parent.parent


def text(name: str = "健康", number: int | None = 1, beds: str = "6.5", issuer: str = "云溪市人民政府办公室") -> str:
    lines = [f"{issuer}关于印发云溪市{name}方案的通知"]
    lines += [f"云政办发〔2023〕{number}号"] if number else []
    lines += ["各县区人民政府：", "现印发给你们，请认真贯彻执行。", issuer, "2023年3月9日", f"云溪市{name}方案"]
    lines += [
        "一、总体要求",
        "坚持预防为主，推进基层建设。",
        "二、主要任务",
        f"（一）加强{name}。到2025年，每千人口床位数达到{beds}张。",
    ]
    return "\n".join(lines) + "\n"


def put(folder: Path, file: str, content: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(content, encoding="utf-8")
    return folder / file


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    put(tmp_path / "收件", "甲.txt", text("健康", 1))
    put(tmp_path / "收件", "乙.txt", text("养老", 2))
    return tmp_path / "收件"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "文件库"


def add(folder: Path, *paths: Path) -> list[Outcome]:
    with Store(folder) as store:
        return list(store.add(paths))


def files(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text("utf-8") for p in folder.iterdir() if p.is_file()}


def held(folder: Path) -> Holdings:
    return Holdings.of(read_journal(Vault(folder).journal))


def test_files_come_in_under_their_names(inbox: Path, folder: Path) -> None:
    told = add(folder, inbox / "甲.txt", inbox / "乙.txt")
    assert [(o.verdict, o.name, o.document_id) for o in told] == [
        ("新增", "甲.txt", "云政办发〔2023〕1号"),
        ("新增", "乙.txt", "云政办发〔2023〕2号"),
    ]
    assert files(folder) == files(inbox)
    assert (folder / "甲.txt").stat().st_mtime_ns == (inbox / "甲.txt").stat().st_mtime_ns
    assert len(Library.load(folder).documents) == 2


def test_adding_again_changes_nothing(inbox: Path, folder: Path) -> None:
    add(folder, inbox / "甲.txt", inbox / "乙.txt")
    before = list(read_journal(Vault(folder).journal))
    put(inbox, "甲的副本.txt", text("健康", 1))
    told = add(folder, *sorted(inbox.iterdir()))
    assert [o.verdict for o in told] == ["重复"] * 3 and "甲.txt" in told[-1].message
    assert list(read_journal(Vault(folder).journal)) == before


def test_bad_files_are_told_one_by_one_and_the_others_go_on(inbox: Path, folder: Path) -> None:
    put(inbox, "空.txt", "")
    (inbox / "坏.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 50)
    put(inbox, "图.png", "x")
    put(inbox, ".隐藏.txt", text("丙", 3))
    (inbox / "夹.txt").mkdir()
    told = add(
        folder, *(inbox / n for n in ("空.txt", "坏.docx", "图.png", ".隐藏.txt", "夹.txt", "没有.txt", "甲.txt"))
    )
    assert [o.verdict for o in told] == ["未收"] * 6 + ["新增"]
    assert all(o.message.endswith("。") for o in told)
    assert set(files(folder)) == {"甲.txt"}


@pytest.mark.parametrize(
    "name",
    ["../甲.txt", "/etc/甲.txt", "夹/甲.txt", "..\\甲.txt", "C:甲.txt", "", "..", ".甲.txt", "~$甲.docx", "甲\n.txt",
     "甲\u202etxt.doc", "甲" * 90 + ".txt", "甲.exe", "甲", "sources.jsonl"],
)  # fmt: skip
def test_names_that_are_refused(name: str, folder: Path) -> None:
    with Store(folder) as store:
        outcome = store.add_bytes(name, text().encode())
    assert outcome.verdict == "未收" and outcome.message.endswith("。")
    assert files(folder) == {} and [p.name for p in folder.parent.iterdir()] == [folder.name]


def test_names_that_are_kept() -> None:
    for name in ("粤府办〔2022〕1号.docx", "关于印发“方案”的通知（印发稿）.PDF", "a b.txt", "方案..txt"):
        assert safe_name(name) == name
    assert safe_name(os.fsdecode("方案.txt".encode("gb18030"))) == "方案.txt"
    assert free_name("甲.txt", {"甲.txt", "甲（2）.txt"}.__contains__) == "甲（3）.txt"
    assert free_name("甲.txt", set().__contains__) == "甲.txt"


def test_an_upload_is_taken_like_a_file(folder: Path) -> None:
    with Store(folder) as store:
        assert store.add_bytes("甲.txt", text().encode()).taken
    assert Library.load(folder).documents[0].id == "云政办发〔2023〕1号"


def test_a_changed_file_is_a_new_version_and_the_old_one_is_kept(inbox: Path, folder: Path) -> None:
    add(folder, inbox / "甲.txt")
    changed = put(inbox / "新", "甲（印发稿）.txt", text(beds="7.2"))
    (outcome,) = add(folder, changed)
    assert (outcome.verdict, outcome.document_id) == ("新版本", "云政办发〔2023〕1号")
    assert set(files(folder)) == {"甲（印发稿）.txt"}
    known = held(folder)
    old, new = known.versions(known.find("云政办发〔2023〕1号"))
    assert "6.5" in read_version(Vault(folder), old).text and "7.2" in read_version(Vault(folder), new).text
    # the file that it came from is now an old version, however often the same run is repeated
    assert [o.verdict for o in add(folder, inbox / "甲.txt", changed)] == ["旧版本", "重复"]
    assert set(files(folder)) == {"甲（印发稿）.txt"}


def test_the_same_words_in_another_format_are_no_new_version(inbox: Path, folder: Path) -> None:
    add(folder, inbox / "甲.txt")
    other = put(inbox, "甲.md", text().replace("云溪市健康方案\n一", "# 云溪市健康方案\n一") + "（此件公开发布）\n")
    (outcome,) = add(folder, other)
    assert outcome.verdict == "重复" and "另一种格式" in outcome.message and set(files(folder)) == {"甲.txt"}
    with Store(folder) as store:
        assert [o.verdict for o in store.add([other], same_as="云政办发〔2023〕1号")] == ["新版本"]
    assert set(files(folder)) == {"甲.md"}


def test_two_documents_of_one_file_name_and_of_one_title(tmp_path: Path, folder: Path) -> None:
    one = put(tmp_path / "一", "通知.txt", text("健康", None))
    two = put(tmp_path / "二", "通知.txt", text("健康", None, issuer="云溪县人民政府办公室"))
    told = add(folder, one, two)
    assert [o.verdict for o in told] == ["新增", "新增"] and [o.name for o in told] == ["通知.txt", "通知（2）.txt"]
    assert told[0].document_id != told[1].document_id
    library = Library.load(folder)
    assert library.failures == () and {d.id for d in library.documents} == {o.document_id for o in told}
    assert [o.verdict for o in add(folder, one, two)] == ["重复", "重复"]


def test_what_cannot_be_told_is_another_document_with_a_warning(tmp_path: Path, folder: Path) -> None:
    plain = "云溪市健康方案\n一、总体要求\n坚持预防为主，推进基层建设，{}。\n"
    one = put(tmp_path / "一", "甲.txt", plain.format("落实到位"))
    two = put(tmp_path / "二", "乙.txt", plain.format("按期完成"))
    told = add(folder, one, two)
    assert [o.verdict for o in told] == ["新增", "新增"] and any("--same-as" in w for w in told[1].warnings)
    again = put(tmp_path / "三", "甲.txt", plain.format("抓好落实"))  # the same name decides
    assert add(folder, again)[0].verdict == "新版本"
    with Store(folder) as store:
        third = put(tmp_path / "四", "丙.txt", plain.format("全面完成"))
        (outcome,) = store.add([third], same_as=told[1].document_id)
    assert (outcome.verdict, outcome.document_id) == ("新版本", told[1].document_id)
    assert set(files(folder)) >= {"甲.txt", "丙.txt"} and "乙.txt" not in files(folder)


def test_taking_out_and_bringing_back(inbox: Path, folder: Path) -> None:
    add(folder, inbox / "甲.txt", inbox / "乙.txt")
    with Store(folder) as store:
        assert store.remove("云政办发〔2023〕1号").verdict == "移除"
        assert set(files(folder)) == {"乙.txt"}
        with pytest.raises(UnknownClause, match="restore"):
            store.remove("云政办发〔2023〕1号")
        with pytest.raises(UnknownClause, match="没有“某号”"):
            store.remove("某号")
        assert store.restore("云政办发〔2023〕1号").verdict == "恢复"
        assert store.remove("乙.txt").document_id == "云政办发〔2023〕2号"
    assert files(folder) == {"甲.txt": text("健康", 1)}


def test_going_back_to_an_earlier_version(inbox: Path, folder: Path) -> None:
    add(folder, inbox / "甲.txt")
    for beds in ("7.2", "8.0"):
        add(folder, put(inbox, "甲.txt", text(beds=beds)))
    with Store(folder) as store:
        store.restore("云政办发〔2023〕1号")
        assert "7.2" in files(folder)["甲.txt"]
        first = store.held.versions(store.held.find("云政办发〔2023〕1号"))[0]
        store.restore("云政办发〔2023〕1号", first.sha256[:10])
        assert "6.5" in files(folder)["甲.txt"]
        with pytest.raises(UnknownClause, match="可以恢复的版本"):
            store.restore("云政办发〔2023〕1号", "ffff")
    assert len(held(folder).versions("云政办发〔2023〕1号")) == 3


def test_what_is_changed_by_hand_is_taken_into_the_history(inbox: Path, folder: Path) -> None:
    put(folder, "旧.txt", text("健康", 1))
    put(folder, "sources.jsonl", '{"file": "旧.txt", "region": "云溪新区"}\n')
    add(folder, inbox / "乙.txt")
    put(folder, "旧.txt", text("健康", 1, beds="7.25"))
    with Store(folder) as store:
        assert any("直接改动" in line for line in store.found)
        old, new = store.held.versions("云政办发〔2023〕1号")
        assert new.line == {"file": "旧.txt", "region": "云溪新区"}
    assert "6.5" in Vault(folder).content(old.sha256).decode()
    (folder / "旧.txt").unlink()
    (folder / "乙.txt").rename(folder / "改名.txt")
    with Store(folder) as store:
        assert set(store.held.files) == {"改名.txt"} and store.held.latest("云政办发〔2023〕2号").file == "改名.txt"
        store.restore("云政办发〔2023〕1号")
    assert "7.25" in files(folder)["旧.txt"]


def test_a_file_damaged_in_the_folder_can_be_put_right(inbox: Path, folder: Path) -> None:
    add(folder, inbox / "甲.txt")
    (folder / "甲.txt").write_bytes(b"")
    with Store(folder) as store:
        assert any("甲.txt" in line for line in store.found)
        store.restore("云政办发〔2023〕1号")
    assert files(folder)["甲.txt"] == text("健康", 1)


def test_words_on_force_by_command_go_to_sources_and_move_with_the_document(inbox: Path, folder: Path) -> None:
    add(folder, inbox / "甲.txt")
    with Store(folder) as store:
        store.mark("云政办发〔2023〕1号", status="废止", expires_on=date(2024, 1, 31))
    assert Library.load(folder).force("云政办发〔2023〕1号", date(2024, 2, 1)).status == "废止"
    assert Library.load(folder).force("云政办发〔2023〕1号", date(2024, 1, 31)).status == "现行"
    add(folder, put(inbox, "改.txt", text(beds="9.9")))
    assert '"file": "改.txt"' in files(folder)["sources.jsonl"] and "甲.txt" not in files(folder)["sources.jsonl"]
    with Store(folder) as store:
        store.remove("改.txt")
        assert files(folder)["sources.jsonl"] == ""
        store.restore("云政办发〔2023〕1号")
    assert "2024-01-31" in files(folder)["sources.jsonl"]


def test_a_dry_run_changes_nothing(inbox: Path, folder: Path) -> None:
    with Store(folder, dry=True) as store:
        told = list(store.add(sorted(inbox.iterdir())))
    assert [o.verdict for o in told] == ["新增", "新增"] and told[0].document is not None
    assert not folder.exists()


def test_one_writer_at_a_time(folder: Path) -> None:
    with Store(folder), pytest.raises(LibraryBusy, match="另一个进程"), Store(folder):
        pass
    with Store(folder):
        pass


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    put(tmp_path, "文件", "x")
    with pytest.raises(LibraryUnwritable, match="无法写入"), Store(tmp_path / "文件"):
        pass


def test_a_torn_line_and_a_half_written_file_are_cleared_away(inbox: Path, folder: Path) -> None:
    add(folder, inbox / "甲.txt")
    journal = Vault(folder).journal
    whole = journal.read_bytes()
    journal.write_bytes(whole + '{"op":"add","file":"乙'.encode())
    (folder / ".versions" / "aside" / "9-x").write_bytes(b"half")
    assert [o.verdict for o in add(folder, inbox / "甲.txt", inbox / "乙.txt")] == ["重复", "新增"]
    assert not list((folder / ".versions" / "aside").iterdir())
    assert journal.read_bytes().startswith(whole) and b"}{" not in journal.read_bytes()


class Killed(BaseException):
    """Stands for a kill at one place: nothing that follows is carried out."""


@pytest.mark.parametrize("step", range(12))
def test_broken_off_anywhere_and_run_again(
    step: int, inbox: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Break off before the n-th write to the disk, whichever it is, then run the same again."""
    add(folder, inbox / "甲.txt")
    put(inbox, "新甲.txt", text(beds="7.2"))
    count = 0

    def break_off(self: object, *arguments: object) -> None:
        nonlocal count
        if count == step:
            raise Killed
        count += 1

    with monkeypatch.context() as patch:
        for owner, name in (
            (Vault, "_write"),
            (Vault, "take_out"),
            (Vault, "keep"),
            (Vault, "place"),
            (Store, "_carry_out"),
        ):
            original = getattr(owner, name)

            def guarded(self: object, *arguments: object, _original: Callable[..., object] = original) -> object:
                break_off(self)
                return _original(self, *arguments)

            patch.setattr(owner, name, guarded)
        with contextlib.suppress(Killed):
            add(folder, inbox / "新甲.txt", inbox / "乙.txt")
    add(folder, inbox / "新甲.txt", inbox / "乙.txt")
    assert files(folder) == {"新甲.txt": text(beds="7.2"), "乙.txt": text("养老", 2)}
    known = held(folder)
    assert [len(known.versions(k)) for k in ("云政办发〔2023〕1号", "云政办发〔2023〕2号")] == [2, 1]
    assert (
        Counter(r.sha256 for r in read_journal(Vault(folder).journal) if r.op in ("add", "version")).most_common(1)[0][
            1
        ]
        == 1
    )


def test_killed_for_good_again_and_again(tmp_path: Path, folder: Path) -> None:
    """kill -9 in the middle of a run of many files, several times; then nothing is lost or doubled."""
    inbox = tmp_path / "收件"
    for i in range(120):
        put(inbox, f"第{i}号.txt", text(f"事项{i}", i + 1))
    code = (
        "import sys; from pathlib import Path; from corpus.store import Store\n"
        "with Store(Path(sys.argv[1])) as store:\n"
        "    print('open', flush=True)\n"
        "    for o in store.add(sorted(Path(sys.argv[2]).iterdir())): print(o.verdict, flush=True)\n"
    )
    command = [sys.executable, "-c", code, str(folder), str(inbox)]
    kills = 0
    for stop_after in (3, 9, 20, 33):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            fresh = 0
            for line in process.stdout:
                fresh += line.startswith("新增")
                if fresh >= stop_after:
                    time.sleep(0.002 * stop_after % 0.03)
                    process.send_signal(signal.SIGKILL)
                    kills += 1
                    break
    assert kills == 4
    told = add(folder, *sorted(inbox.iterdir()))
    assert {o.verdict for o in told} == {"重复", "新增"} and sum(o.verdict == "重复" for o in told) >= 60
    assert files(folder) == files(inbox)
    adds = Counter(r.file for r in read_journal(Vault(folder).journal) if r.op in ("add", "version", "found"))
    assert set(adds) == set(files(inbox)) and set(adds.values()) == {1}
    objects = [p for p in (folder / ".versions" / "objects").rglob("*") if p.is_file()]
    assert len(objects) == 120 and all(digest(p.read_bytes()) == p.name for p in objects)


def test_a_record_comes_back_as_it_went() -> None:
    record = Record(
        op="add", key="甲", id="甲", file="甲.txt", sha256="ab", size=3, line={"file": "甲.txt"}, replaced=None
    )
    assert Record.read(record.dump()) == record
    for line in ("", "{", "[]", '{"op":"explode"}', '{"op":"add","strange":1}', "null"):
        assert Record.read(line) is None
