"""What Word accepts: every output keeps the rules of the format, whatever stood in the draft, and leaves the rest alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import cast

import pytest
from docx import Document
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from assistant.ask import Assistant
from assistant.citation_styles import style_of
from assistant.drafts.citing import fill
from assistant.drafts.edits import applied, corrections
from assistant.drafts.finding import CheckReport, Finding
from assistant.drafts.marked import marked
from assistant.drafts.paper import pasted, read_draft
from assistant.drafts.refresh import refresh
from assistant.drafts.report_docx import report_docx
from assistant.drafts.revisions import AUTHOR
from index.retriever import Retriever
from tests.builders_assistant import LISHUI, TODAY, Everything, parsed
from tests.builders_drafts import (
    BOX,
    FIELD,
    W,
    accepted,
    bare,
    comment_ids,
    finding,
    paragraph,
    rejected,
    report,
    rich,
    run,
    word_file,
)  # fmt: skip
from tests.builders_index import library
from tests.builders_ooxml import faults

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WHO = 'w:author="王" w:date="2026-01-01T00:00:00Z"'
# A failing file is shown as it came: making it smaller takes minutes.
FILES = settings(
    deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
WORDS = st.text(alphabet="甲乙丙丁一二3.5%年 ，。", min_size=1, max_size=6)
LOOKS = st.sampled_from([
    "", "<w:b/>", '<w:rStyle w:val="a"/><w:sz w:val="32"/>', '<w:rFonts w:eastAsia="仿宋"/><w:lang w:val="zh-CN"/>',
    f'<w:b/><w:rPrChange w:id="@" {WHO}><w:rPr/></w:rPrChange>',
])  # fmt: skip


class Counter:
    """Gives each @ of a template the next number."""

    def __init__(self) -> None:
        self.at = 50

    def __call__(self, template: str) -> str:
        while "@" in template:
            self.at += 1
            template = template.replace("@", str(self.at), 1)
        return template


Wrap = Callable[[str, str], str]
# What stands in paragraphs besides plain runs; each takes two runs of the draft's words.
KINDS: dict[str, Wrap] = {
    "plain": lambda a, b: a + b,
    "link": lambda a, b: f'<w:hyperlink w:anchor="x">{a}</w:hyperlink>{b}',
    "inserted": lambda a, b: f'<w:ins w:id="@" {WHO}>{a}{b}</w:ins>',
    "moved": lambda a, b: f'<w:moveTo w:id="@" {WHO}>{a}</w:moveTo>{b}',
    "deleted": lambda a, b: f'{a}<w:del w:id="@" {WHO}><w:r><w:delText>删</w:delText></w:r></w:del>{b}',
    "commented": lambda a, b: (
        f'<w:commentRangeStart w:id="7"/>{a}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>{b}'
    ),
    "bookmark": lambda a, b: f'<w:bookmarkStart w:id="@" w:name="b"/>{a}<w:bookmarkEnd w:id="1"/>{b}',
    "field": lambda a, b: FIELD.format(result=a) + b,
    "simple": lambda a, b: f'<w:fldSimple w:instr=" PAGE ">{a}</w:fldSimple>{b}',
    "form": lambda a, b: f"<w:sdt><w:sdtPr/><w:sdtContent>{a}</w:sdtContent></w:sdt>{b}",
    "locked": lambda a, b: f'<w:sdt><w:sdtPr><w:lock w:val="contentLocked"/></w:sdtPr><w:sdtContent>{a}</w:sdtContent></w:sdt>{b}',
    "ruby": lambda a, b: f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('yin')}</w:rt><w:rubyBase>{a}</w:rubyBase></w:ruby></w:r>{b}",
    "box": lambda a, b: f"{a}{BOX.replace('{inside}', f'<w:p>{b}</w:p>')}",
    "old box": lambda a, b: f"{a}<w:r><w:pict><w:txbxContent><w:p>{b}</w:p></w:txbxContent></w:pict></w:r>",
    "note": lambda a, b: f'{a}<w:r><w:t>注</w:t><w:footnoteReference w:id="2"/><w:t>后</w:t></w:r>{b}',
    "tab": lambda a, b: f"{a}<w:r><w:tab/><w:t>左</w:t><w:br/><w:t>右</w:t></w:r>{b}",
    "formula": lambda a, b: f"{a}<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>{b}",
}  # fmt: skip
ONCE = ("commented", "note")  # what stands only once in a file


@st.composite
def files(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(KINDS)) -> bytes:
    """A file of paragraphs and cells of these kinds."""
    count, seen, blocks = Counter(), set[str](), list[str]()
    for _ in range(draw(st.integers(1, 4))):
        inside = ""
        for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)):
            chosen = "plain" if kind in seen and kind in ONCE else kind
            seen.add(kind)
            inside += KINDS[chosen](run(draw(WORDS), draw(LOOKS)), run(draw(WORDS), draw(LOOKS)))
        block = paragraph(inside)
        cell = f"<w:tbl><w:tblPr/><w:tr><w:tc>{block}</w:tc><w:tc>{paragraph(run(draw(WORDS)))}</w:tc></w:tr></w:tbl>"
        blocks.append(count(cell if draw(st.booleans()) else block))
    note = f'<w:footnote w:id="2">{paragraph(run("脚注", draw(LOOKS)), run(draw(WORDS)))}</w:footnote>'
    comment = f'<w:comment w:id="7" {WHO}>{paragraph(run("请核"))}</w:comment>'
    parts = {"comments": comment} if "commented" in seen else {}
    return word_file(
        "".join(blocks) + paragraph(), footnotes=count(note), header1=paragraph(run("页眉" + draw(WORDS))), **parts
    )


def commented_words(data: bytes, ident: str) -> str:
    """The words of the body between a comment's two marks, as a reader who accepts all changes sees them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    words, inside = "", False
    for element in root.iter():
        if element.tag == f"{{{W}}}commentRangeStart" and element.get(f"{{{W}}}id") == ident:
            inside = True
        elif element.tag == f"{{{W}}}commentRangeEnd" and element.get(f"{{{W}}}id") == ident:
            inside = False
        elif inside and element.tag == f"{{{W}}}t":
            words += element.text or ""
        elif inside and element.tag in (f"{{{W}}}tab", f"{{{W}}}br"):
            words += "\t" if element.tag.endswith("tab") else "\n"
    return words


def kept(data: bytes, ours: Sequence[str] = ()) -> dict[str, bytes]:
    """All parts without our marks; where the file had no comments, a part for them and its two mentions came in."""
    came = ("word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels")
    return {name: content for name, content in bare(data, ours).items() if name not in came}


def findings_over(text: str, data: st.DataObject) -> list[Finding]:
    """One correction a line, and comments on any stretches, across paragraphs too."""
    found, at = [], 0
    for line in text.split("\n"):
        if line:
            start = data.draw(st.integers(0, len(line) - 1))
            end = data.draw(st.integers(start + 1, len(line)))
            new = data.draw(st.text(alphabet="甲乙戊己3.9年", max_size=6))
            found.append(finding(text, line[start:end], new, at=at + start))
        at += len(line) + 1
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
        if text[start:end].strip():
            found.append(finding(text, text[start:end], at=start))
    return found


@settings(FILES, max_examples=80)
@given(files(), st.data())
def test_whatever_stands_in_a_draft(file: bytes, data: st.DataObject) -> None:
    assert faults(file) == []
    paper = read_draft(file, "a.docx")
    checked = CheckReport(paper.text, tuple(findings_over(paper.text, data)))
    plain = marked(paper, checked, now=NOW)
    ours = comment_ids(plain.data, AUTHOR)
    assert faults(plain.data) == []
    assert read_draft(plain.data, "a.docx").text == paper.text
    assert kept(plain.data, ours) == kept(file)
    assert len(ours) == plain.comments == len(checked.findings) - len(plain.unplaced)
    made = marked(paper, checked, corrected=True, now=NOW)
    assert faults(made.data) == []
    assert kept(rejected(made.data, AUTHOR), comment_ids(made.data, AUTHOR)) == kept(file)
    written = [f for f in checked.findings if f not in made.unwritten]
    assert accepted(made.data, AUTHOR) == applied(paper.text, corrections(written)[0])


SIMPLE = ("plain", "link", "inserted", "moved", "deleted", "commented", "bookmark", "form", "tab")


@settings(FILES, max_examples=50)
@given(files(SIMPLE), st.data())
def test_comments_hold_the_very_words(file: bytes, data: st.DataObject) -> None:
    """The range holds the finding's words and nothing else, whoever has marked the same words already."""
    paper = read_draft(file, "a.docx")
    body = paper.text[: paper.text.rindex("\n脚注")]
    found = findings_over(body, data)
    made = marked(paper, CheckReport(paper.text, tuple(found)), now=NOW)
    assert not made.unplaced
    held = [commented_words(made.data, ident).replace("\n", "") for ident in comment_ids(made.data, AUTHOR)]
    assert held == [f.text.replace("\n", "") for f in found]


@pytest.fixture(scope="module")
def lishui() -> Assistant:
    held = library(parsed(LISHUI, "丽水市", "lishui.txt"))
    return Assistant(held, cast(Retriever, Everything(held)), TODAY)


@pytest.mark.parametrize("style", ["公文", "GB", "文字"])
@pytest.mark.parametrize("footnote", [False, True])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_citations_are_good_word(lishui: Assistant, kind: str, style: str, footnote: bool) -> None:
    """Markers in a link, an insertion, a box, a locked form: filled or left, the file stays sound and is refreshed."""
    said = run("护理试点医院不超过3所[[引]]。", f'<w:b/><w:rPrChange w:id="@" {WHO}><w:rPr/></w:rPrChange>')
    body = Counter()(
        paragraph(KINDS[kind](said, run("支持社会力量举办托育机构[[引]]。"))) + paragraph(run("完[[引: 无此事]]"))
    )
    note = f'<w:footnote w:id="2">{paragraph(run("注中[[引: 支持社会力量举办托育机构]]"))}</w:footnote>'
    comments = f'<w:comment w:id="7" {WHO}>{paragraph(run("请核"))}</w:comment>'
    file = word_file(body, footnotes=note, comments=comments if kind == "commented" else "")
    made = fill(read_draft(file, "a.docx"), lishui, style_of(style), footnote, NOW)
    assert len(made.done) + len(made.left) == 4 and made.done
    assert faults(made.data) == []
    again, _ = refresh(read_draft(made.data, "a.docx"), lishui, NOW)
    assert faults(again) == []


def test_new_files_are_good_word(lishui: Assistant) -> None:
    paper = pasted("一、目标\n　　护士达到4.93人。[[引: 支持社会力量举办托育机构]]")
    told = report(paper, ("4.93人", "3.93人"))
    assert faults(marked(paper, told, corrected=True).data) == []
    assert faults(fill(paper, lishui, "公文", True, NOW).data) == []
    assert faults(report_docx(paper, told, NOW)) == []


def test_the_validator_sees_what_is_wrong() -> None:
    bad = paragraph(
        run("甲", '<w:vertAlign w:val="superscript"/><w:b/>'),
        f'<w:ins w:id="1" {WHO}><w:ins w:id="1" {WHO}>{run("乙")}</w:ins></w:ins>',
        f'<w:del w:id="2" {WHO}>{run("丙")}</w:del>',
        '<w:commentRangeStart w:id="9"/><w:r><w:footnoteReference w:id="5"/></w:r>',
        '<w:r><w:t> 丁</w:t><w:fldChar w:fldCharType="begin"/></w:r>',
    )
    told = " ".join(faults(word_file(bad)))
    for fault in ("out of order", "in an insertion", "t in del", "number 1 stands 2 times", "of no comment 9", "footnote 5", "never ends", "blanks"):  # fmt: skip
        assert fault in told, fault


def test_an_insertion_at_the_start_of_somebodys_insertion() -> None:
    file = word_file(paragraph(f'<w:ins w:id="5" {WHO}>{run("达到3.93人")}</w:ins>'))
    paper = read_draft(file, "a.docx")
    made = marked(paper, report(paper, ("达到", "力争达到")), corrected=True, now=NOW)
    assert faults(made.data) == []
    assert accepted(made.data, AUTHOR) == "力争达到3.93人"


def test_half_a_correction_is_none() -> None:
    """Of a correction that reaches into a field nothing is written: 表1 … 4.93 → 表2 … 3.93."""
    file = word_file(paragraph(FIELD.format(result=run("表1")), run("的4.93人")))
    paper = read_draft(file, "a.docx")
    made = marked(paper, report(paper, ("表1的4.93", "表2的3.93")), corrected=True, now=NOW)
    assert (made.changes, len(made.unwritten)) == (0, 1)
    assert accepted(made.data, AUTHOR) == paper.text


def test_words_above_an_empty_body_have_no_place() -> None:
    paper = read_draft(word_file(paragraph(), header1=paragraph(run("页眉4.93人"))), "a.docx")
    made = marked(paper, report(paper, ("4.93人", "3.93人")), corrected=True, now=NOW)
    assert faults(made.data) == []
    assert (made.comments, len(made.unplaced)) == (0, 1)


def test_numbers_stay_below_words_limit() -> None:
    high = f'<w:ins w:id="2147483646" {WHO}>{run("3.93人")}</w:ins>'
    paper = read_draft(word_file(paragraph(run("护士"), high)), "a.docx")
    made = marked(paper, report(paper, ("护士", "全科医生"), ("3.93", "4.93")), corrected=True, now=NOW)
    assert faults(made.data) == []


def test_the_clock_is_the_makers() -> None:
    """Word shows a date as it is written, whatever the Z: 17:30 in Beijing is 17:30."""
    paper = pasted("护士达到4.93人。")
    beijing = NOW.astimezone(timezone(timedelta(hours=8)))
    made = marked(paper, report(paper, ("4.93人", "3.93人")), corrected=True, now=beijing)
    (comment,) = Document(io.BytesIO(made.data)).comments
    assert comment.timestamp is not None and (comment.timestamp.hour, comment.timestamp.minute) == (17, 30)


def test_rich_is_a_good_file_and_stays_one() -> None:
    paper = read_draft(rich(), "a.docx")
    assert faults(rich()) == []
    wanted = (
        ("4.93人", "3.93人"),
        ("插入的字句还有", "插入新的字还有"),
        ("框内5个", "框内6个"),
        ("脚注里的90%", "脚注里的95%"),
    )
    assert faults(marked(paper, report(paper, *wanted), corrected=True, now=NOW).data) == []
