from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.__main__ import main

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "chromadb", "sentence_transformers", "transformers", "langchain_core", "gradio", "tantivy", "jieba")


DOCUMENTS = {
    "000_meizhou.txt": (
        "梅州市进一步完善医疗卫生服务体系实施方案\n\n梅市府办〔2024〕1号\n\n一、总体要求\n坚持公益性。\n二、重点任务\n"
        "(一)建强卫生健康人才队伍。到2025年,每万人口拥有全科医生数达到4人。\n"
        "(二)加强医养结合。力争每年新发展培植1—2家医养结合机构。\n"
    ),
    "001_guangxi.txt": (
        "关于进一步完善广西医疗卫生服务体系的实施方案\n\n一、提升卫生健康人才能力。2025年每万常住人口全科医生数达到4人以上。\n"
        "二、做实家庭医生签约服务。到2035年,全区全人群签约覆盖率达到75%以上。\n"
    ),
}


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    documents = folder / "documents"
    documents.mkdir()
    for name, text in DOCUMENTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    assert main(["build", "--documents", str(documents), "--index", str(folder / "index")]) == 0
    return folder / "index"


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["search", "--help"]])
def test_help_is_chinese_and_light(arguments: list[str]) -> None:
    code = f"import sys, index.__main__ as m\ntry: m.main({arguments!r})\nexcept SystemExit: pass\n"
    code += (
        f"sys.exit(str([h for h in {HEAVY!r} if h in sys.modules]) if any(h in sys.modules for h in {HEAVY!r}) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert "用法" in done.stdout
    assert "show this help" not in done.stdout


def test_search_prints_the_contract(index_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "梅洲每万人口全科医生数", "-k", "3", "--json", "--index", str(index_dir)]) == 0
    out, err = capsys.readouterr()
    hits = json.loads(out)
    assert len(hits) == 3
    assert {"source", "document", "clause", "label", "text", "score", "found_by"} <= set(hits[0])
    assert hits[0]["clause"] == "二/（一）"
    assert hits[0]["label"] == "二、（一）"
    assert hits[0]["source"].startswith("000_")
    assert "每万人口拥有全科医生数达到4人" in hits[0]["text"]
    assert hits[0]["passage"] in hits[0]["text"]
    assert "按“梅州”理解“梅洲”" in err


def test_search_for_people(index_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "深圳的全科医生", "--index", str(index_dir)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(" 1. 《")
    assert "没有“深圳”的文件" in err


def test_batch_answers_line_by_line(index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("梅州医养结合\n\n广西家庭医生签约\n", encoding="utf-8")
    assert main(["search", "--batch", str(questions), "-k", "2", "--json", "--index", str(index_dir)]) == 0
    out, err = capsys.readouterr()
    lists = [json.loads(line) for line in out.splitlines()]
    assert [len(found) for found in lists] == [2, 0, 2]
    assert lists[2][0]["source"].startswith("001_")
    assert "第2行：问题是空的" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["search", "  "], "问题是空的"),
        (["search", "长" * 3000], "问题太长"),
        (["search"], "二者选一"),
        (["search", "甲", "--batch", "-"], "二者选一"),
        (["search", "甲", "--index", "/没有这个文件夹"], "python -m index build"),
        (["build", "--documents", "/没有这个文件夹"], "找不到文件夹"),
    ],
)
def test_what_cannot_be_done_is_one_chinese_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_a_missing_batch_file_is_told(index_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--batch", "/没有.txt", "--index", str(index_dir)]) == 2
    assert "找不到文件" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["search", "甲", "-k", "0"], ["search", "甲", "-k", "多"], ["find"], []])
def test_wrong_arguments_exit_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "参数有误" in capsys.readouterr().err


def test_changed_documents_are_refused_with_the_remedy(index_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extra = index_dir.parent / "documents" / "new.txt"
    extra.write_text("汉中市方案\n一、目标。", encoding="utf-8")
    try:
        assert main(["search", "梅州医养结合", "--index", str(index_dir)]) == 2
        assert "请运行 python -m index build" in capsys.readouterr().err
    finally:
        extra.unlink()


def test_one_search_needs_neither_torch_nor_chroma_for_a_named_place(index_dir: Path) -> None:
    code = (
        "import sys; from index.__main__ import main\n"
        f"main(['search', '梅州全科医生', '--json', '--index', {str(index_dir)!r}])\n"
        "sys.exit(sum(m in sys.modules for m in ('torch', 'chromadb', 'sentence_transformers')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
