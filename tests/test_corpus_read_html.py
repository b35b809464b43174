from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.raw import RawTable, RawText
from corpus.read import read_bytes
from corpus.read.fields import fields_of_line, take_fields

PARAGRAPHS = (
    "各县（市、区）人民政府，市政府各部门：",
    "为全面推进健康融入所有政策，经市人民政府同意，现印发给你们，请认真组织实施。",
    "一、总体要求",
    "到2025年，每千人口医疗卫生机构床位数达到6.2张，居民健康素养水平达到25%。",
    "二、主要任务",
    "（一）健全工作机制。由市卫生健康局牵头，市教育局、市民政局配合，建立联席会议制度。",
)
JUNK = (
    "网站首页", "政务公开", "当前位置", "打印本页", "分享到微信", "相关阅读", "某市2023年工作总结发布", "主办单位",
    "ICP备", "扫一扫", "无障碍", "您访问的链接即将离开", "document.write", "热点新闻",
)  # fmt: skip

BODY = "".join(f"<p>　　{p}</p>" for p in PARAGRAPHS)
META = (
    "<tr><td>索 引 号：</td><td>11440000/2024-001</td><td>分类：</td><td>卫生</td></tr>"
    "<tr><td>发布机构：</td><td>某市人民政府办公室</td><td>成文日期：</td><td>2024-04-22</td></tr>"
    "<tr><td>名　　称：</td><td colspan=3>某市方案</td></tr>"
    "<tr><td>文　　号：</td><td>某府办〔2024〕1号</td><td>发布日期：</td><td>2024-04-28</td></tr>"
)
LAYOUTS = {
    "div": f"""<div class="header"><ul class="nav"><li><a href=/>网站首页</a></li><li><a>政务公开</a></li></ul>
      <span>无障碍</span></div><div class="dqwz">当前位置：<a>首页</a> &gt; <a>法规公文</a></div>
      <div class="wrap"><table class="bd1">{META}</table><h1>某市方案</h1>
      <div class="tools">【打印本页】分享到微信</div>
      <div class="TRS_Editor">{BODY}</div></div>
      <div class="related"><h3>相关阅读</h3><ul><li><a href=x>某市2023年工作总结发布</a></li></ul></div>
      <div style="display:none"><p>您访问的链接即将离开本站，是否继续访问？请确认。</p></div>
      <div class="footer">主办单位：某市人民政府 粤ICP备05004294号<script>document.write("x")</script></div>""",
    "tables": f"""<table width=1000><tr><td><a>网站首页</a> | <a>政务公开</a></td></tr><tr><td>当前位置：首页</td></tr>
      <tr><td><table><tr><td valign=top><table>{META}</table></td></tr>
      <tr><td id="Zoom"><h1>某市方案</h1>{BODY}</td></tr></table></td>
      <td><ul><li><a>热点新闻</a></li><li><a>某市2023年工作总结发布</a></li></ul></td></tr>
      <tr><td>主办单位：某市 ICP备1号</td></tr></table>""",
    "breaks": f"""<nav>网站首页 政务公开</nav><h1>某市方案</h1><main>
      <ul><li>索引号：11440000/2024-001</li><li>发布机构：某市人民政府办公室</li><li>成文日期：2024-04-22</li>
      <li>文号：某府办〔2024〕1号</li><li>发布日期：2024-04-28</li></ul>
      <div>{"<br>".join("&nbsp;&nbsp;" + p for p in PARAGRAPHS)}</div></main>
      <aside>热点新闻 扫一扫</aside><footer>主办单位：某市</footer>""",
    "flat": f"""<a>网站首页</a><a>政务公开</a><h1>某市方案</h1>
      <p>索引号：11440000/2024-001 发布机构：某市人民政府办公室</p><p>成文日期：2024-04-22 文号：某府办〔2024〕1号 发布日期：2024-04-28</p>
      {BODY}<p><a>热点新闻</a></p>""",
}  # fmt: skip


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>x</title>{head}</head><body>{body}</body></html>".encode()


def words(raw: RawText) -> list[str]:
    return [b.strip(" \u3000\xa0") for b in raw.blocks if isinstance(b, str)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_main_text_without_the_site_around_it(layout: str) -> None:
    raw = read_bytes(page(LAYOUTS[layout]), "通知.html")
    assert words(raw) == ["某市方案", *PARAGRAPHS]
    assert not [j for j in JUNK if any(j in w for w in words(raw))]
    assert raw.metadata["索引号"] == "11440000/2024-001"
    assert raw.metadata["发文机关"] == "某市人民政府办公室"
    assert raw.metadata["发文字号"] == "某府办〔2024〕1号"
    assert (raw.metadata["成文日期"], raw.metadata["发布日期"]) == ("2024-04-22", "2024-04-28")
    gone = "\n".join(r.text for r in raw.removed)
    assert "网站首页" in gone or layout == "flat"
    assert all(r.reason for r in raw.removed)


def test_every_word_of_the_page_is_kept_or_listed() -> None:
    raw = read_bytes(page(LAYOUTS["div"]), "a.html")
    everywhere = "".join(words(raw)) + "".join(r.text for r in raw.removed)
    for word in ("网站首页", "当前位置", "打印本页", "相关阅读", "主办单位", "您访问的链接"):
        assert word in everywhere


def test_two_containers_are_both_text() -> None:
    notice = "".join(f"<p>第{i}段通知正文，请各单位认真落实，不得推诿。</p>" for i in range(4))
    plan = "".join(f"<p>第{i}段方案正文，明确任务，压实责任，按期完成。</p>" for i in range(9))
    raw = read_bytes(page(f"<div id=a>{notice}</div><div class=foot-nav>尾部</div><div id=b>{plan}</div>"), "a.html")
    assert len(words(raw)) == 13


def test_a_small_second_part_is_not_lost() -> None:
    plan = "".join(f"<p>第{i}段方案正文，明确任务，压实责任，按期完成。</p>" for i in range(40))
    tail = "<div class=fj><p>附件要求：各地每季度报送一次进展情况，逾期通报。</p></div>"
    assert words(read_bytes(page(f"<div><div id=b>{plan}</div>{tail}</div>"), "a.html"))[-1].startswith("附件要求")


def test_grid_of_rowspans_and_colspans() -> None:
    table = """<table><caption>表1 主要指标</caption><thead><tr><th rowspan=2>指标</th><th colspan=2>年份</th></tr>
      <tr><th>2020</th><th>2025</th></tr></thead><tbody><tr><td>床位<br>（张）</td><td>5.1</td><td>6.2</td></tr>
      <tr><td>医师</td><td colspan=2>3.2</td></tr></tbody></table>"""
    raw = read_bytes(page(f"<div>{BODY}{table}</div>"), "a.html")
    assert raw.blocks[-2] == "表1 主要指标"
    assert raw.blocks[-1] == RawTable(
        (("指标", "年份", "年份"), ("指标", "2020", "2025"), ("床位\n（张）", "5.1", "6.2"), ("医师", "3.2", "3.2")),
        frozenset({(0, 2), (1, 0), (3, 2)}),
        2,
    )


def test_table_inside_a_cell_and_title_row() -> None:
    table = """<table><tr><td colspan=3>附件1<br>任务分工表</td></tr><tr><td>序号</td><td>任务</td><td>单位</td></tr>
      <tr><td>1</td><td>床位<table><tr><td>市级</td><td>6张</td></tr><tr><td>县级</td><td>4张</td></tr></table></td>
      <td>卫健局</td></tr><tr><td colspan=3>注：自2024年起执行。</td></tr></table>"""
    blocks = read_bytes(page(f"<div>{BODY}{table}</div>"), "a.html").blocks[len(PARAGRAPHS) :]
    assert blocks[:2] == ("附件1", "任务分工表")
    assert blocks[2] == RawTable((("序号", "任务", "单位"), ("1", "床位\n市级 6张\n县级 4张", "卫健局")))
    assert blocks[3] == "注：自2024年起执行。"


@pytest.mark.parametrize("span", ["0", "99999", "-3", "x", ""])
def test_wild_spans_do_no_harm(span: str) -> None:
    table = f"<table><tr><td rowspan='{span}' colspan='{span}'>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    started = time.monotonic()
    read_bytes(page(f"<div>{BODY}{table}</div>"), "a.html")
    assert time.monotonic() - started < 5


def test_source_line_breaks_are_no_blanks() -> None:
    raw = read_bytes(page(BODY + "<p>国务院办\n   公厅关于 WHO\n 的通知，请遵照执行。</p>"), "a.html")
    assert words(raw)[-1] == "国务院办公厅关于 WHO 的通知，请遵照执行。"


def test_ordered_lists_print_their_numbers() -> None:
    raw = read_bytes(
        page(f"<div>{BODY}<ol start=3><li>加强领导</li><li>落实经费</li></ol><ol><li>1.已有编号</li></ol></div>"),
        "a.html",
    )
    assert words(raw)[-3:] == ["3. 加强领导", "4. 落实经费", "1.已有编号"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    script = "<script>" + "var a = 1;" * 30_000 + "</script>"
    data = page(LAYOUTS["div"], '<meta charset="gb2312">' + script).decode().encode(encoding)
    assert words(read_bytes(data, "a.htm")) == ["某市方案", *PARAGRAPHS]


def test_single_file_web_archive_saved_as_doc() -> None:
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + page(BODY)
        + b"\r\n--b--\r\n"
    )
    raw = read_bytes(data, "通知.doc")
    assert words(raw) == list(PARAGRAPHS)
    assert "扩展名" in raw.notes[0]


def test_a_page_that_a_script_would_fill() -> None:
    with pytest.raises(UnreadableFile, match="没有可读的文字"):
        read_bytes(page("<div id=app></div><script>load('正文，很长的正文。')</script>"), "a.html")


@pytest.mark.parametrize("bomb", ["<div>" * 100_000, "<b>" * 5000 + "<p>x" * 2000, "<table><tr><td>" * 3000])
def test_nesting_bombs_end_quickly(bomb: str) -> None:
    started = time.monotonic()
    try:
        read_bytes(page(BODY + bomb + "尾"), "a.html")
    except UnreadableFile as error:
        assert "嵌套" in str(error)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("索 引 号： 000014349/2019-00004", {"索引号": "000014349/2019-00004"}),
        ("标　　题:某市方案  发文字号：", {"标题": "某市方案", "发文字号": ""}),
        ("**发布日期**: 2021年12月", {"发布日期": "2021年12月"}),
        ("【发文机关】某市人民政府", {}),
        ("发文机关 全国人大常委会", {"发文机关": "全国人大常委会"}),
        ("有关数据来源：统计局。", {}),
        ("来源：本办法所称来源，是指取得的途径。", {}),
    ],
)
def test_field_lines(line: str, fields: dict[str, str]) -> None:
    assert fields_of_line(line) == fields


def test_one_field_is_text() -> None:
    assert take_fields(["名称：某市卫生院", "正文。"])[0] == ["名称：某市卫生院", "正文。"]


_TAGS = st.sampled_from(
    ["<p>", "</p>", "<table>", "<tr>", "<td rowspan=2>", "<td colspan=3>", "</table>", "<div class=nav>", "</div>", "<ol>",
     "<li>", "<br>", "<a href=x>", "</a>", "<pre>", "</pre>", "<h1>", "</h1>", "<script>", "</script>", "<!--", "-->",
     "<span style='display:none'>", "</span>", "第一条，内容。", "索引号：1", "发文机关：甲", "文号：乙", " \n", "&nbsp;", "<"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(_TAGS, max_size=60))
def test_never_another_exception(parts: list[str]) -> None:
    try:
        raw = read_bytes(b"<html>" + "".join(parts).encode(), "a.html")
    except UnreadableFile as error:
        assert "意外" not in str(error)
    else:
        for block in raw.blocks:
            if isinstance(block, RawTable):
                assert len({len(row) for row in block.rows}) == 1
