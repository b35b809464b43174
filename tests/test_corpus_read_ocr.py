"""Scans read off their pictures: with a stand-in for rapidocr, which need not be installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from corpus.errors import UnreadableFile
from corpus.raw import RawText
from corpus.read import Limits, ocr, read_bytes
from tests.builders_documents import pdf

Seen = tuple[float, float, str, float]  # left and top in points, the words, how sure
HINT = r'安装 OCR 组件（pip install -e "\.\[ocr\]"）并设置 POLICY_OCR=1'
SCAN = pdf([([], [])], image_only=True)
SIZE = 15.0


def stand_in(monkeypatch: pytest.MonkeyPatch, answer: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Put packages of these names in place; returns what the engine was made with, once it is."""
    made: list[dict[str, Any]] = []

    def engine(params: dict[str, Any]) -> Callable[[Any], Any]:
        made.append(params)
        return answer

    for name in ("rapidocr", "onnxruntime"):
        module = ModuleType(name)
        module.__spec__ = ModuleSpec(name, None)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(sys.modules["rapidocr"], "RapidOCR", engine, raising=False)
    return made


def sees(*words: Seen) -> Callable[[Any], Any]:
    def answer(picture: Any) -> Any:
        scale = picture.shape[0] / 842
        boxes = []
        for x, y, text, _ in words:
            wide = sum(SIZE if ord(c) > 0x2000 else SIZE / 2 for c in text)
            corners = ((x, y), (x + wide, y), (x + wide, y + SIZE), (x, y + SIZE))
            boxes.append([(a * scale, b * scale) for a, b in corners])
        return SimpleNamespace(boxes=boxes, txts=[w[2] for w in words], scores=[w[3] for w in words])

    return answer


def nothing(_: Any) -> Any:
    return SimpleNamespace(boxes=None, txts=None, scores=None)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("POLICY_OCR", "1")
    ocr._engine.cache_clear()
    yield
    ocr._engine.cache_clear()


def read(monkeypatch: pytest.MonkeyPatch, *words: Seen) -> RawText:
    stand_in(monkeypatch, sees(*words))
    return read_bytes(SCAN, "方案.pdf")


def test_lines_come_in_reading_order_as_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = read(
        monkeypatch,
        (90, 190, "案请认真组织实施。", 0.99),
        (120, 142, "一、总体要求", 0.99),
        (120, 166, "为全面推进健康融入所有政策经市人民政府同意制定本方", 0.99),
        (200, 90, "某市健康城市实施方案", 0.99),
        (120, 214, "（一)到2025年，达到28.5%以上(市教育局牵头)。", 0.99),
    )
    assert raw.blocks == (
        "某市健康城市实施方案",
        "一、总体要求",
        "为全面推进健康融入所有政策经市人民政府同意制定本方案请认真组织实施。",
        "（一）到2025年，达到28.5%以上（市教育局牵头）。",
    )
    assert raw.format == "pdf"
    assert raw.notes == (
        "第1页的文字由文字识别（OCR）得来，可能有误（尤其“‰”常被读成“%”），文字和数字请对照原件核对。",
    )


@pytest.mark.parametrize(
    ("seen", "text", "doubtful"),
    [
        ("婴儿死亡率控制在4%0以内。", "婴儿死亡率控制在4‰以内。", True),
        ("控制在4.5%o以内。", "控制在4.5‰以内。", True),
        ("控制在4.5%₀以下。", "控制在4.5‰以下。", True),
        ("达到40%，0.5个百分点。", "达到40%，0.5个百分点。", False),
        ("达到40%0.5个。", "达到40%0.5个。", False),
    ],
)
def test_per_mille_is_restored_and_told(monkeypatch: pytest.MonkeyPatch, seen: str, text: str, doubtful: bool) -> None:
    raw = read(monkeypatch, (120, 100, seen, 0.99))
    assert raw.blocks == (text,)
    assert any(f"没有把握的地方：第1页“{text}”" in note for note in raw.notes) == doubtful


def test_what_was_hard_to_see_is_told_and_what_was_not_seen_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = read(monkeypatch, (120, 100, "达到3.2人。", 0.7), (120, 400, "口门凵", 0.3))
    assert raw.blocks == ("达到3.2人。",)
    assert "文字识别没有把握的地方：第1页“达到3.2人。”。" in raw.notes
    assert [(r.text, r.reason) for r in raw.removed] == [("口门凵", "第1页文字识别认不清")]


def test_rows_of_a_table_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("指标", "2025年"), ("人均预期寿命", "79.6岁"), ("健康素养水平", "28.5%")]
    words = [
        (x, 100.0 + 30 * n, t, 0.99) for n, row in enumerate(rows) for x, t in zip((100.0, 350.0), row, strict=True)
    ]
    assert any(note.startswith("第1页可能有表格") for note in read(monkeypatch, *words).notes)


def test_the_engine_is_made_once_and_lets_nothing_go(monkeypatch: pytest.MonkeyPatch) -> None:
    made = stand_in(monkeypatch, sees((120, 100, "正文内容在这里，共十几个字。", 0.99)))
    raw = read_bytes(pdf([([], [])] * 3, image_only=True), "方案.pdf")
    assert len(made) == 1
    assert made[0]["Global.text_score"] == 0.0
    assert raw.notes[0].startswith("第1、2、3页的文字由文字识别（OCR）得来")


def test_a_page_without_words_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([sees((120, 100, "正文内容在这里。", 0.99)), nothing])
    stand_in(monkeypatch, lambda picture: next(answers)(picture))
    raw = read_bytes(pdf([([], [])] * 2, image_only=True), "方案.pdf")
    assert raw.blocks == ("正文内容在这里。",)
    assert "第2页没有识别出文字，请对照原件确认是否空白。" in raw.notes


@pytest.mark.parametrize("value", ["", "0", "否"])
def test_off_it_is_never_asked(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    made = stand_in(monkeypatch, nothing)
    monkeypatch.setenv("POLICY_OCR", value)
    with pytest.raises(UnreadableFile, match=f"没有文字层（可能是扫描件）.*{HINT}"):
        read_bytes(SCAN, "方案.pdf")
    assert made == []


@pytest.mark.parametrize("missing", ["rapidocr", "onnxruntime"])
def test_without_the_package_the_refusal_names_the_remedy(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    stand_in(monkeypatch, nothing)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UnreadableFile, match=f"没有文字层（可能是扫描件）.*{HINT}"):
        read_bytes(SCAN, "方案.pdf")


def test_pictures_name_the_remedy() -> None:
    with pytest.raises(UnreadableFile, match=f"是图片，没有文字可读，请先存成 PDF.*{HINT}"):
        read_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "扫描.png")


def test_an_empty_scan_and_a_broken_engine_end_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, nothing)
    with pytest.raises(UnreadableFile, match="也没有读出文字"):
        read_bytes(SCAN, "方案.pdf")

    class ModelMissing(Exception):
        pass

    def broken(_: Any) -> Any:
        raise ModelMissing("no such file")

    stand_in(monkeypatch, broken)
    ocr._engine.cache_clear()
    with pytest.raises(UnreadableFile, match=r"“方案\.pdf”的文字识别（OCR）出错（ModelMissing）.*重新安装"):
        read_bytes(SCAN, "方案.pdf")


def test_it_is_given_up_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, sees((120, 100, "正文。", 0.99)))
    with pytest.raises(UnreadableFile, match=r"文字识别超过 .* 秒，已放弃"):
        read_bytes(SCAN, "方案.pdf", limits=Limits(ocr_seconds=-1))
