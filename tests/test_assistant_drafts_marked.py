"""A draft comes back with comments and corrections, and otherwise as it was."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from assistant.drafts.edits import Edit, applied, changes, corrections
from assistant.drafts.finding import CheckReport
from assistant.drafts.marked import marked
from assistant.drafts.paper import Paper, pasted, read_draft
from assistant.drafts.revisions import AUTHOR
from corpus.errors import UnreadableFile
from corpus.model import Span
from tests.builders_drafts import (
    RICH_TEXT,
    W,
    accepted,
    bare,
    comment_ids,
    finding,
    looks_by_character,
    paragraph,
    rejected,
    report,
    rich,
    run,
    word_file,
)  # fmt: skip

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
EVERYWHERE = (
    ("4.93人", "3.93人"), ("市财政局牵头", "市卫生健康局牵头"), ("批注的话和插入的字", None), ("表1", "表2"),
    ("右\n下", None), ("床位6张", "床位7张"), ("框内5个", "框内6个"), ("脚注里的90%", "脚注里的95%"), ("2024年", "2023年"),
)  # fmt: skip


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_text_of_a_file_with_everything_in_it() -> None:
    paper = read_draft(rich(), "报告.docx")
    assert paper.text == RICH_TEXT
    assert [paper.place(RICH_TEXT.index(w)) for w in ("4.93", "床位6张", "框内", "脚注里", "页眉里")] == [
        "第2段", "表格1", "文本框1", "脚注1", "页眉",
    ]  # fmt: skip
    assert any("修订" in n for n in paper.notes)
    assert any("批注" in n for n in paper.notes)


def test_comments_change_nothing_else() -> None:
    paper = read_draft(rich(), "报告.docx")
    made = marked(paper, report(paper, *EVERYWHERE), now=NOW)
    ours = comment_ids(made.data, AUTHOR)
    assert made.comments == len(ours) == len(EVERYWHERE)
    assert not made.unplaced
    assert bare(made.data, ours) == bare(rich())
    assert looks_by_character(made.data) == looks_by_character(rich())
    assert read_draft(made.data, "a.docx").text == paper.text
    before, after = parts(rich()), parts(made.data)
    assert [n for n in before if before[n] == after[n]] == [
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "word/footnotes.xml",
        "word/header1.xml",
    ]  # fmt: skip


def commented_words(data: bytes) -> dict[str, str]:
    """What each comment's range holds in the body, by its id, as python-docx reads the file."""
    root = Document(io.BytesIO(data)).element.body
    out: dict[str, str] = {}
    for start in root.iter(f"{{{W}}}commentRangeStart"):
        ident, words, inside = start.get(f"{{{W}}}id"), "", False
        for element in root.iter():
            inside = (inside or element is start) and not (
                element.tag == f"{{{W}}}commentRangeEnd" and element.get(f"{{{W}}}id") == ident
            )
            if inside and element.tag in (f"{{{W}}}t", f"{{{W}}}tab", f"{{{W}}}br"):
                words += element.text or "\n"
        out[ident] = words
    return out


def test_comments_stand_at_the_very_words() -> None:
    paper = read_draft(rich(), "报告.docx")
    made = marked(paper, report(paper, *EVERYWHERE[:6]), now=NOW)
    ours = comment_ids(made.data, AUTHOR)
    assert [commented_words(made.data)[i] for i in ours] == [words for words, _ in EVERYWHERE[:6]]


def test_what_word_lets_nobody_comment_on_is_marked_where_it_hangs() -> None:
    paper = read_draft(rich(), "报告.docx")
    made = marked(paper, report(paper, *EVERYWHERE[6:]), now=NOW)
    root = etree.fromstring(parts(made.data)["word/document.xml"])
    behind = [e.getnext() for e in root.iter(f"{{{W}}}commentRangeStart") if e.get(f"{{{W}}}id") != "7"]
    found = {local: e for e in behind for local in (etree.QName(i).localname for i in e.iter())}
    assert "txbxContent" in found
    assert "footnoteReference" in found
    assert "commentRangeStart" not in parts(made.data)["word/footnotes.xml"].decode()


def test_comments_as_word_writes_them() -> None:
    """python-docx reads them; the ids agree in all four places; the file's own styles are used, none is added."""
    plain = word_file(paragraph(run("护士4.93人。")))
    paper = read_draft(plain, "a.docx")
    made = marked(paper, report(paper, ("4.93人", "3.93人")), now=NOW)
    (comment,) = Document(io.BytesIO(made.data)).comments
    assert (comment.author, comment.initials, comment.timestamp) == (AUTHOR, "政策", NOW)
    assert comment.text.splitlines() == [
        "【数字不符】原文为“达到3.93人”。", "建议改为：3.93人",
        "依据：《某市实施方案》（某市府办〔2024〕1号）第二部分第（五）项规定：“达到3.93人，由市卫生健康局牵头”。",
    ]  # fmt: skip
    found = parts(made.data)
    assert b'PartName="/word/comments.xml"' in found["[Content_Types].xml"]
    assert b'relationships/comments" Target="comments.xml"' in found["word/_rels/document.xml.rels"]
    body = found["word/document.xml"].decode()
    assert [body.count(f'<w:comment{k} w:id="0"/>') for k in ("RangeStart", "RangeEnd", "Reference")] == [1, 1, 1]
    styled = marked(read_draft(rich(), "b.docx"), report(read_draft(rich(), "b.docx"), ("4.93人", None)), now=NOW)
    assert b'<w:pStyle w:val="a5"/>' in parts(styled.data)["word/comments.xml"]
    assert b'<w:rStyle w:val="a6"/>' in parts(styled.data)["word/document.xml"]


def test_corrections_accept_to_the_corrected_and_reject_to_the_original() -> None:
    paper = read_draft(rich(), "报告.docx")
    wanted = tuple(pair for pair in EVERYWHERE if pair[1] and pair[0] not in ("框内5个", "表1"))
    made = marked(paper, report(paper, *wanted), comments=False, corrected=True, now=NOW)
    text = paper.text
    for old, new in wanted:
        text = text.replace(old, new or "", 1)
    assert accepted(made.data, AUTHOR) == text
    assert bare(rejected(made.data, AUTHOR)) == bare(rich())
    assert made.changes == len(wanted)
    body = parts(made.data)["word/document.xml"].decode()
    assert f'w:author="{AUTHOR}" w:date="2026-11-22T09:30:00Z"' in body
    ids = [e.get(f"{{{W}}}id") for e in etree.fromstring(body.encode()).iter(f"{{{W}}}ins", f"{{{W}}}del")]
    assert len(ids) == len(set(ids))


def test_a_field_is_commented_on_from_outside_and_never_changed() -> None:
    """Word writes a field's result anew, LibreOffice makes one text of it: marks inside would be lost."""
    paper = read_draft(rich(), "报告.docx")
    made = marked(paper, report(paper, ("表1", "表2")), corrected=True, now=NOW)
    assert (made.comments, made.changes, len(made.unwritten)) == (1, 0, 1)
    root = etree.fromstring(parts(made.data)["word/document.xml"])
    assert "表1" in read_draft(made.data, "a.docx").text
    (start,) = (e for e in root.iter(f"{{{W}}}commentRangeStart") if e.get(f"{{{W}}}id") != "7")
    kinds = [e.get(f"{{{W}}}fldCharType") for e in start.getnext().iter(f"{{{W}}}fldChar")]
    assert kinds == ["begin"]
    (end,) = (e for e in root.iter(f"{{{W}}}commentRangeEnd") if e.get(f"{{{W}}}id") != "7")
    assert [e.get(f"{{{W}}}fldCharType") for e in end.getprevious().iter(f"{{{W}}}fldChar")] == ["end"]
    simple = word_file(paragraph(run("第"), '<w:fldSimple w:instr=" PAGE ">' + run("12") + "</w:fldSimple>", run("页")))
    once = read_draft(simple, "a.docx")
    again = marked(once, report(once, ("12", "13")), corrected=True, now=NOW)
    same = "word/document.xml"
    assert bare(again.data, comment_ids(again.data, AUTHOR))[same] == bare(simple)[same]
    assert again.changes == 0


def test_words_of_a_text_box_are_left_to_the_comment() -> None:
    paper = read_draft(rich(), "报告.docx")
    made = marked(paper, report(paper, ("框内5个", "框内6个")), corrected=True, now=NOW)
    assert (made.comments, made.changes, len(made.unwritten)) == (1, 0, 1)
    assert accepted(made.data, AUTHOR) == paper.text


def test_inside_somebody_elses_insertion() -> None:
    paper = read_draft(rich(), "报告.docx")
    made = marked(paper, report(paper, ("插入的字句还有", "插入新的字还有")), corrected=True, now=NOW)
    assert "插入新的字还有" in accepted(made.data, AUTHOR)
    assert bare(rejected(made.data, AUTHOR), comment_ids(made.data, AUTHOR)) == bare(rich())
    root = etree.fromstring(parts(made.data)["word/document.xml"])
    assert not root.findall(f".//{{{W}}}ins//{{{W}}}ins")  # Word writes no insertion in an insertion


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("达到4.93人以上", "达到3.93人以上", [(2, 6, "3.93")]),
        ("由市财政局牵头", "由市卫生健康局牵头", [(2, 4, "卫生健康")]),
        ("2025年", "2025年底", [(5, 5, "底")]),
        ("大部分县", "县", [(0, 3, "")]),
        ("85%以上", "85％以上", [(0, 3, "85％")]),
        ("甲乙丙", "子乙丑", [(0, 3, "子乙丑")]),
        ("同样", "同样", []),
    ],
)
def test_the_smallest_change_of_words(old: str, new: str, expected: list[tuple[int, int, str]]) -> None:
    assert [(e.span.start, e.span.end, e.new) for e in changes(old, new)] == expected


def test_contradicting_corrections_are_made_once() -> None:
    text = "达到4.93人。"
    first, second = finding(text, "4.93人", "3.93人"), finding(text, "达到4.93人", "达到5.93人")
    again = finding(text, "达到4.93人", "达到3.93人")
    edits, refused = corrections((first, second, again))
    assert edits == [Edit(Span(2, 6), "3.93")]
    assert refused == [second]


LOOKS = st.sampled_from(["", "<w:b/>", "<w:i/>", '<w:b/><w:sz w:val="32"/>', '<w:rFonts w:eastAsia="仿宋"/>'])
WORDS = st.text(alphabet="甲乙丙丁一二3.5%年 ，。", min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.tuples(WORDS, LOOKS), min_size=1, max_size=5), min_size=1, max_size=4),
    st.data(),
)
def test_any_runs_any_changes(lines: list[list[tuple[str, str]]], data: st.DataObject) -> None:
    """Whatever the runs: comments leave all as it was, accepting gives the new text, rejecting the old file."""
    file = word_file("".join(paragraph(*(run(w, looks) for w, looks in line)) for line in lines))
    paper = read_draft(file, "a.docx") if any(w.strip() for line in lines for w, _ in line) else None
    if paper is None:
        return
    found, expected, at = [], "", 0
    for line in paper.text.split("\n"):
        start = data.draw(st.integers(0, len(line) - 1))
        end = data.draw(st.integers(start + 1, len(line)))
        new = data.draw(st.text(alphabet="甲乙戊己3.9年", max_size=6))
        found.append(finding(paper.text, line[start:end], new, at=at + start))
        expected += line[:start] + new + line[end:] + "\n"
        at += len(line) + 1
    checked = CheckReport(paper.text, tuple(found))
    edits, refused = corrections(found)
    assert not refused
    assert applied(paper.text, edits) == expected[:-1]
    made = marked(paper, checked, corrected=True, now=NOW)
    ours = comment_ids(made.data, AUTHOR)
    assert len(ours) == len(found)
    assert accepted(made.data, AUTHOR) == expected[:-1]
    assert bare(rejected(made.data, AUTHOR), ours)["word/document.xml"] == bare(file)["word/document.xml"]
    assert looks_by_character(rejected(made.data, AUTHOR)) == looks_by_character(file)


def test_a_text_comes_back_as_a_new_docx() -> None:
    paper = pasted("一、目标\n　　护士达到4.93人。\n\n\t完")
    made = marked(paper, report(paper, ("4.93人", "3.93人")), corrected=True, now=NOW)
    assert read_draft(rejected(made.data, AUTHOR), "a.docx").text == paper.text
    assert made.comments == 1
    assert accepted(made.data, AUTHOR) == "一、目标\n　　护士达到3.93人。\n\n\t完"


def test_nothing_to_say_leaves_the_file_byte_for_byte() -> None:
    paper = read_draft(rich(), "报告.docx")
    made = marked(paper, CheckReport(paper.text, ()), corrected=True)
    assert parts(made.data) == parts(rich())


def test_what_is_right_is_commented_on_when_asked() -> None:
    paper = pasted("护士达到3.93人。")
    right = CheckReport(paper.text, (finding(paper.text, "3.93人", verdict="一致"),))
    assert marked(paper, right).comments == 0
    assert marked(paper, right, proved=True).comments == 1


def test_another_drafts_report_and_a_damaged_file_are_refused() -> None:
    paper = pasted("护士达到3.93人。")
    with pytest.raises(UnreadableFile, match="重新核对"):
        marked(paper, CheckReport("别的文稿", ()))
    whole = word_file(paragraph(run("护士4.93人")))
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        for name, content in parts(whole).items():
            archive.writestr(name, content.replace(b"</w:body>", b"") if name == "word/document.xml" else content)
    hurt = read_draft(broken.getvalue(), "坏.docx")
    assert any("损坏" in n for n in hurt.notes)
    with pytest.raises(UnreadableFile, match="另存"):
        marked(hurt, CheckReport(hurt.text, (finding(hurt.text, "4.93人"),)))


def test_a_long_draft_is_quick() -> None:
    body = "".join(
        paragraph(run(f"第{n}条　到2025年，", "<w:b/>"), run(f"指标{n}达到{n}.5%以上。")) for n in range(3000)
    )
    paper = read_draft(word_file(body), "长.docx")
    every = CheckReport(
        paper.text, tuple(finding(paper.text, f"指标{n}达到{n}.5%", f"指标{n}达到{n}.6%") for n in range(1000))
    )
    begun = time.perf_counter()
    made = marked(paper, every, corrected=True)
    assert made.comments == 1000
    assert time.perf_counter() - begun < 10  # seconds; about 1 on an idle machine


def test_paper_place_counts_lines_of_a_text() -> None:
    paper = Paper("a.txt", "甲\n乙\n丙")
    assert [paper.place(i) for i in (0, 2, 4)] == ["第1行", "第2行", "第3行"]
