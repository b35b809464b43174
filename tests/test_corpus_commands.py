"""The commands that keep a documents folder: add, remove, restore, mark, list, show, diff, check, relations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.__main__ import main


def text(number: int = 1, beds: str = "6.5", last: str = "") -> str:
    lines = ["云溪市人民政府办公室关于印发云溪市健康方案的通知", f"云政办发〔2023〕{number}号", "各县区人民政府："]
    lines += ["现印发给你们，请认真贯彻执行。", "云溪市人民政府办公室", "2023年3月9日", f"云溪市健康方案{number}"]
    lines += [
        "根据《广东省健康方案》（甲府办〔2022〕9号），制定本方案。",
        "一、总体要求",
        "坚持预防为主，推进基层建设。",
    ]
    lines += [
        "二、主要任务",
        f"（一）加强建设。到2025年，每千人口床位数达到{beds}张。",
        "（二）强化考核。每年通报进展情况。",
    ]
    return "\n".join([*lines, *([f"（三）附则。{last}"] if last else [])]) + "\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("甲.txt").write_text(text(), "utf-8")
    Path("乙.txt").write_text(text(2), "utf-8")
    return tmp_path


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main([*arguments, "--documents", "库"])
    except SystemExit as leave:
        code = int(leave.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


ID = "云政办发〔2023〕1号"


def test_a_whole_life(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "add", "甲.txt", "乙.txt")
    assert code == 0 and out.count("新增  ") == 2
    assert "python -m index build --documents 库" in out
    assert call(capsys, "list")[1].count("\n") == 2
    Path("甲.txt").write_text(text(beds="7.2"), "utf-8")
    code, out, _ = call(capsys, "add", "甲.txt")
    assert code == 0 and "新版本  甲.txt" in out
    code, out, _ = call(capsys, "diff", ID)
    assert code == 1 and "改动1条" in out and "[-6.5-]{+7.2+}" in out
    code, out, _ = call(capsys, "show", f"{ID}#二/（一）", "--quote", "达到6.5张")
    assert code == 1 and "改动" in out and "{+7.2+}" in out
    code, out, _ = call(capsys, "show", f"{ID}#二/（二）", "--quote", "每年通报进展情况")
    assert code == 0 and out.startswith("一致")
    code, out, _ = call(capsys, "show", f"{ID}#二/（一）")
    assert code == 0 and "7.2张" in out
    assert "现行" in call(capsys, "show", ID)[1]
    assert call(capsys, "mark", ID, "--status", "废止", "--until", "2024-01-31")[0] == 0
    assert re.search("健康方案.*废止", call(capsys, "list")[1])
    assert re.search("健康方案.*现行", call(capsys, "list", "--as-of", "2024-01-31")[1])
    assert call(capsys, "remove", ID)[0] == 0 and call(capsys, "list")[1].count("\n") == 1
    code, out, _ = call(capsys, "show", f"{ID}#二/（一）", "--quote", "达到6.5张")
    assert code == 1 and "已从文件库移除" in out
    code, out, _ = call(capsys, "list", "--versions")
    assert code == 0 and "（已移除）" in out
    old = re.findall(r"^ {4}([0-9a-f]{12})", out, re.MULTILINE)
    assert call(capsys, "restore", ID, "--version", old[0])[0] == 0
    assert "6.5" in Path("库/甲.txt").read_text("utf-8")


def test_a_dry_run_shows_tree_removed_lines_and_warnings(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("甲.txt").write_text("首页 > 政策文件 > 正文\n" + text().replace("（二）", "（三）"), "utf-8")
    code, out, _ = call(capsys, "add", "甲.txt", "--dry-run")
    assert code == 0 and "试运行，没有改动" in out
    assert "（一）  加强建设" in out and "已去除" in out and "缺少第2项" in out
    assert not Path("库").exists() and "index build" not in out


def test_a_bad_file_among_good_ones(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("空.txt").write_text("", "utf-8")
    code, out, _ = call(capsys, "add", "空.txt", "甲.txt", "没有.txt", "乙.txt")
    assert code == 1 and "未收  空.txt" in out and "未收  没有.txt" in out and "共4个文件：未收2，新增2" in out


def test_a_folder_and_the_same_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "新增2" in call(capsys, "add", ".")[1]
    code, out, _ = call(capsys, "add", "甲.txt", "乙.txt")
    assert code == 0 and "重复2" in out and "index build" not in out


def test_check_and_relations(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "add", "甲.txt")
    assert call(capsys, "check")[0] == 0
    Path("乙.txt").write_text(text(2).replace("（二）", "（四）"), "utf-8")
    call(capsys, "add", "乙.txt")
    code, out, _ = call(capsys, "check", "云政办发〔2023〕2号")
    assert code == 1 and "缺号" in out
    code, out, _ = call(capsys, "relations")
    assert code == 0 and out.splitlines()[0].startswith("[省] 《广东省健康方案》（甲府办〔2022〕9号）（不在库中）")
    code, out, _ = call(capsys, "relations", ID)
    assert "依据：[省] 《广东省健康方案》" in out


def test_comparing_with_a_file_outside(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "add", "甲.txt")
    Path("甲.txt").write_text(text(last="由市卫生健康委员会负责解释工作。"), "utf-8")
    code, out, _ = call(capsys, "diff", ID, "甲.txt")
    assert code == 1 and "新增1条" in out and "[新增] 二、（三）" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["remove", "某号"], "没有“某号”"),
        (["restore", ID], "没有可以恢复的版本"),
        (["restore", "某号"], "没有“某号”"),
        (["diff", ID], "没有可以比较的旧版本"),
        (["show", "某号"], "没有“某号”"),
        (["show", f"{ID}#九"], "没有“九、”"),
        (["show", f"{ID}#二、、"], "看不懂条款位置"),
        (["relations", "某号"], "没有“某号”"),
        (["mark", ID], "请给出要登记的内容"),
        (["mark", ID, "--until", "去年"], "不是日期"),
        (["add", "甲.txt", "乙.txt", "--same-as", ID], "只能用于一个文件"),
        (["add", "甲.txt", "--same-as", "某号"], "没有“某号”"),
    ],
)
def test_what_goes_wrong_is_one_chinese_line(
    arguments: list[str], words: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(capsys, "add", "乙.txt")
    Path("丙.txt").write_text(text(1), "utf-8")
    call(capsys, "add", "丙.txt")
    code, out, err = call(capsys, *arguments)
    assert code in (1, 2) and words in out + err


def test_a_mistyped_folder_is_not_made(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["remove", ID], ["restore", ID], ["mark", ID, "--status", "废止"], ["list"], ["check"]):
        code, _, err = call(capsys, *arguments)
        assert code == 2 and "找不到文件夹" in err and not Path("库").exists()


def test_a_kept_folder_is_hidden_from_the_library(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "add", "甲.txt")
    Path("甲.txt").write_text(text(beds="7.2"), "utf-8")
    call(capsys, "add", "甲.txt")
    code, out, err = call(capsys, "list")
    assert (code, err) == (0, "") and out.count("\n") == 1


@pytest.mark.parametrize("command", ["add", "remove", "restore", "mark", "list", "show", "diff", "check", "relations"])
def test_help_is_chinese(command: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leave:
        main([command, "--help"])
    out = capsys.readouterr().out
    assert leave.value.code == 0 and out.startswith("用法：") and re.search("[\u4e00-\u9fff]{6}", out)
