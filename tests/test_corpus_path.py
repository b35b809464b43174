"""ClausePath: every usual form read, printed and read again without loss; what is no path refused in Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadReference
from corpus.model import ClauseId
from corpus.numerals import to_chinese
from corpus.path import ClausePath

READ = [
    ("二/（五）", "二/（五）"),
    ("二、（五）", "二/（五）"),
    ("二、(五)", "二/（五）"),
    ("二.（五）3.", "二/（五）/3"),
    ("二、（一）３、", "二/（一）/3"),
    ("二 （一） 3", "二/（一）/3"),
    ("第二部分第（五）项", "二/（五）"),
    ("第二部分第五项第3点", "二/（五）/3"),
    ("二、（一）1.（2）③", "二/（一）/1/（2）/③"),
    ("❸", "③"),
    ("2)", "（2）"),
    ("㈢⒉⑴", "（三）/2/（1）"),
    ("1.2.3", "1.2.3"),
    ("1.2.3.", "1.2.3"),
    ("第三章", "第三章"),
    ("第3章第12条", "第三章/第十二条"),
    ("第一篇第二章第一节", "第一篇/第二章/第一节"),
    ("第十二条之一", "第十二条之一"),
    ("第十二条第二款第（三）项", "第十二条/第二款/（三）"),
    ("第十二条第二款第三项第2目", "第十二条/第二款/（三）/2"),
    ("第一百零三条", "第一百零三条"),
    ("附件1 二、（一）", "附件1/二/（一）"),
    ("附件1/3", "附件1/3"),
    ("专栏2", "专栏2"),
    ("引言", "引言"),
    ("标题2", "标题2"),
    ("二/（三）/表1", "二/（三）/表1"),
    ("文件2一、（一）", "文件2/一/（一）"),
    ("三/（二）/1〔2〕", "三/（二）/1〔2〕"),
    ("", ""),
]

LABELS = [
    ("二/（五）", "二、（五）"),
    ("二/（一）/3", "二、（一）3."),
    ("二/（一）/3/（2）/①", "二、（一）3.（2）①"),
    ("三/1〔2〕", "三、1.〔2〕"),
    ("（二）〔2〕", "（二）〔2〕"),
    ("第三章/第十二条", "第三章第十二条"),
    ("第十二条/第二款/（三）/1", "第十二条第二款第（三）项第1目"),
    ("第十二条/（三）〔2〕", "第十二条第（三）项〔2〕"),
    ("第十二条/（1）", "第十二条（1）"),
    ("附件1/1", "附件1 1."),
    ("附件/1", "附件 1."),
    ("1/1.1", "1. 1.1"),
    ("1.1/1.1.1", "1.1 1.1.1"),
    ("引言", "引言"),
]

PROSE = [
    ("二/（五）", "第二部分第（五）项"),
    ("二/（五）/3", "第二部分第（五）项第3点"),
    ("三/（二）/1〔2〕", "第三部分第（二）项第1点〔2〕"),
    ("二/（一）/1/（2）", "第二部分第（一）项第1点（2）"),
    ("第三章/第十二条/（三）", "第三章第十二条第（三）项"),
]

REFUSED = [
    "二、、（五",
    "第条",
    "第〇条",
    "第99999条",
    "随便",
    "附件1；2",
    "二/（五",
    "9" * 6000,
    "一" * 5000,
    "（" * 10_000,
]


@pytest.mark.parametrize(("text", "steps"), READ)
def test_every_usual_form_is_read(text: str, steps: str) -> None:
    assert str(ClausePath.parse(text)) == steps


@pytest.mark.parametrize(("steps", "label"), LABELS)
def test_label_is_what_a_clerk_writes(steps: str, label: str) -> None:
    path = ClausePath(tuple(steps.split("/")))
    assert path.label == label
    assert ClausePath.parse(label).steps == path.steps


@pytest.mark.parametrize(("steps", "prose"), PROSE)
def test_prose_is_what_a_memo_says(steps: str, prose: str) -> None:
    path = ClausePath(tuple(steps.split("/")))
    assert path.prose == prose
    assert ClausePath.parse(prose).steps == path.steps


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_path_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(BadReference) as caught:
        ClausePath.parse(text)
    assert "看不懂条款位置" in str(caught.value)
    assert len(str(caught.value)) < 200


def numbers(top: int = 120) -> st.SearchStrategy[int]:
    return st.integers(min_value=1, max_value=top)


def again(step: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The step itself, or the same printed once more: 3 → 3〔2〕."""
    return st.builds(lambda s, n: s if n < 2 else f"{s}〔{n}〕", step, st.integers(min_value=0, max_value=4))


ITEM = again(numbers().map(str))
SECTION = again(numbers(40).map(lambda n: f"（{to_chinese(n)}）"))
PART = again(numbers(40).map(to_chinese))
SUB = again(numbers(30).map(lambda n: f"（{n}）"))
CIRCLE = again(numbers(20).map(lambda n: chr(0x2460 + n - 1)))
DOTTED = st.lists(numbers(30).map(str), min_size=2, max_size=4).map(".".join)
ARTICLE = again(
    st.builds(
        lambda n, zhi: f"第{to_chinese(n)}条" + (f"之{to_chinese(zhi)}" if zhi else ""), numbers(1300), numbers(3)
    )
)
PARAGRAPH = numbers(9).map(lambda n: f"第{to_chinese(n)}款")
ROOM = st.sampled_from(["附件", "附件1", "附件12", "文件2", "专栏1", "专栏"])
TABLE = st.sampled_from(["表1", "续", "续2"])
UPPER = st.builds(lambda n, unit: f"第{to_chinese(n)}{unit}", numbers(30), st.sampled_from("编篇章节"))
PLAN = st.tuples(
    st.lists(ROOM, max_size=2),
    st.lists(UPPER, max_size=2),
    st.lists(PART, max_size=1),
    st.lists(SECTION, max_size=1),
    st.lists(ITEM, max_size=1),
    st.lists(DOTTED, max_size=2),
    st.lists(SUB, max_size=1),
    st.lists(CIRCLE, max_size=1),
    st.lists(TABLE, max_size=1),
)
STATUTE = st.tuples(
    st.lists(ROOM, max_size=1),
    st.lists(UPPER, max_size=2),
    st.lists(ARTICLE, min_size=1, max_size=1),
    st.lists(PARAGRAPH, max_size=1),
    st.lists(SECTION, max_size=1),
    st.lists(ITEM, max_size=1),
    st.lists(SUB, max_size=1),
)
FRONT = st.sampled_from(["抬头", "标题", "标题2", "通知", "引言", "结语", "落款", "附注", "目录"]).map(lambda s: ([s],))
PATHS = st.one_of(PLAN, STATUTE, FRONT).map(lambda groups: ClausePath(tuple(s for g in groups for s in g)))


@given(PATHS)
def test_parse_undoes_str_and_label(path: ClausePath) -> None:
    assert ClausePath.parse(str(path)).steps == path.steps
    assert ClausePath.parse(path.label).steps == path.steps
    assert ClausePath.parse(path.prose).steps == path.steps


@given(PATHS)
def test_a_path_contains_itself_and_what_is_below(path: ClausePath) -> None:
    below = path.child("（9）")
    assert path.contains(path)
    assert path.contains(below)
    assert not below.contains(path)
    assert below.parent is not None
    assert below.parent.steps == path.steps


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        path = ClausePath.parse(text)
    except BadReference:
        return
    assert ClausePath.parse(str(path)) == path


def test_articles_run_through_chapters() -> None:
    assert ClausePath.parse("第三章第十二条") == ClausePath.parse("第十二条")
    assert hash(ClausePath.parse("第三章第十二条")) == hash(ClausePath.parse("第十二条"))
    assert ClausePath.parse("第三章") != ClausePath.parse("第四章")
    assert ClausePath.parse("附件1第十二条") != ClausePath.parse("第十二条")
    assert ClausePath.parse("第二章第十二条").contains(ClausePath.parse("第十二条第二款"))
    assert ClausePath.parse("第二章").contains(ClausePath.parse("第二章第十二条第二款"))
    assert not ClausePath.parse("第二章").contains(ClausePath.parse("第三章第十二条"))


def test_a_repeated_article_is_another_one() -> None:
    assert ClausePath(("第一章", "第三条")) != ClausePath(("第二章", "第三条〔2〕"))


def test_numbered_leaves_out_what_the_text_does_not_number() -> None:
    assert ClausePath.parse("文件2/二/（三）/表1").numbered == ("二", "（三）")
    assert ClausePath.parse("引言").numbered == ()
    assert ClausePath.parse("附件1/二").numbered == ("附件1", "二")


def test_clause_id_prints_and_reads() -> None:
    text = "粤办函〔2022〕245号#二/（五）"
    one = ClauseId.parse(text)
    assert (one.document, str(one)) == ("粤办函〔2022〕245号", text)
    with pytest.raises(BadReference, match="缺少“#”"):
        ClauseId.parse("粤办函〔2022〕245号")
