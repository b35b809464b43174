"""The metadata block of government pages: 索引号, 发文机关, 成文日期, 标题, 发文字号, 发布日期 …

A page states them in a table, a list or lines above the text, an exported file as ``**发布日期**: 2021年12月``. They
describe the text and are no part of it: they go into ``metadata`` and the lines are listed as removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Removed
from corpus.raw import RawTable

# The name that the rest of the house uses, and how offices spell it.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "索引号": ("索引号", "信息索引号", "索引编号", "信息索引", "索取号"),
    "发文机关": ("发文机关", "发文机构", "发布机构", "发文单位", "制发机关", "发布单位", "发布机关", "公开机构", "信息公开机构"),
    "成文日期": ("成文日期", "生成日期", "成文时间", "发文日期", "制发日期", "印发日期", "签发日期", "发文时间"),
    "标题": ("标题", "名称", "信息名称", "文件名称", "公文名称", "文件标题"),
    "发文字号": ("发文字号", "文号", "文件编号", "文件号", "发文文号", "公文文号", "文件字号"),
    "发布日期": ("发布日期", "发布时间", "公开日期", "公开时间", "发布日期时间", "公布日期"),
    "主题分类": ("主题分类", "分类", "信息分类", "公开分类", "主题类别"),
    "体裁分类": ("体裁分类", "公文种类", "体裁", "组配分类", "文种"),
    "主题词": ("主题词", "关键词", "关键字"),
    "有效性": ("有效性", "时效性", "时效", "文件状态", "效力状态", "是否有效", "有效状态", "效力"),
    "施行日期": ("施行日期", "实施日期", "生效日期", "生效时间", "实施时间", "有效期起"),
    "失效日期": ("失效日期", "废止日期", "失效时间", "废止时间", "截止日期", "有效期至"),
    "效力级别": ("效力级别", "效力位阶", "效力等级"),
    "公开方式": ("公开方式", "公开范围", "公开形式", "公开类别", "公开时限"),
    "服务对象": ("服务对象", "服务对象分类", "主体分类"),
    "来源": ("来源", "信息来源", "文章来源", "稿件来源"),
    "更新时间": ("更新时间", "更新日期"),
    "统一编号": ("统一编号", "登记号", "规范性文件统一编号", "规范性文件编号", "文件登记号"),
}  # fmt: skip
_NAME = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings}
_SPACED = sorted((r"[\s\u3000]*".join(s) for s in _NAME), key=len, reverse=True)
_SPACED_FIELD = re.compile(r"\s*(" + "|".join(_SPACED) + r")[\s\u3000]+(\S.*)")
_KEY = re.compile(r"[\[【(（]?\s*(" + "|".join(_SPACED) + r")\s*[\]】)）]?\s*(\*\*)?[:：]\s*(\*\*)?")
# A block of fields holds at least this many different ones: one 「来源：」 in a text is no block.
_LEAST = 3
# The longest title of an official document stays below it.
_LONGEST = 240
_LONGEST_LINE = 1200


def field_name(text: str) -> str | None:
    """The name for a label: 「标　　题：」 → 标题; ``None`` for any other words."""
    return _NAME.get(re.sub(r"[\s\u3000:：\[\]【】*]", "", text))


def fields_of_line(text: str) -> dict[str, str]:
    """The fields that a line consists of, none where it says anything before the first.

    >>> fields_of_line("发文机关： 国务院办公厅 成文日期： 2019年01月16日")
    {'发文机关': '国务院办公厅', '成文日期': '2019年01月16日'}
    """
    if len(text) > _LONGEST_LINE:
        return {}
    bare = text.strip().strip("*").strip()
    marks = list(_KEY.finditer(bare))
    if not marks:
        spaced = _SPACED_FIELD.fullmatch(bare)
        return {_NAME[re.sub(r"[\s\u3000]", "", spaced[1])]: spaced[2].strip()} if spaced and len(bare) < 60 else {}
    if marks[0].start() > 0:
        return {}
    found: dict[str, str] = {}
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        value = bare[mark.end() : after.start() if after else len(bare)].strip().strip("*|｜ \u3000")
        if len(value) > _LONGEST or "。" in value:
            return {}
        found.setdefault(_NAME[re.sub(r"[\s\u3000]", "", mark[1])], re.sub(r"\s+", " ", value))
    return found


def fields_of_table(table: RawTable) -> dict[str, str]:
    """The fields of a metadata table: each label's value is the next cell, or stands in the label's own cell."""
    found: dict[str, str] = {}
    words = 0
    for i, row in enumerate(table.rows):
        cells = [c.strip() for j, c in enumerate(row) if (i, j) not in table.merged]
        words += sum(len(c) for c in cells)
        for label, value in zip(cells, [*cells[1:], ""], strict=True):
            name = field_name(label)
            if name and field_name(value) is None and not fields_of_line(value):
                found.setdefault(name, re.sub(r"\s+", " ", value))
            elif name:
                found.setdefault(name, "")
            for key, inline in fields_of_line(label).items():
                found[key] = found.get(key) or inline
    return found if len(found) >= _LEAST and words < 1500 else {}


def take_fields(
    blocks: Sequence[str | RawTable], head: int = 40
) -> tuple[list[str | RawTable], dict[str, str], list[Removed]]:
    """Take the metadata out of the first ``head`` blocks: the other blocks, the fields, what was removed.

    Lines count only where at least three different fields stand close together, so a text's own 「来源：」 or
    「名称：」 stays.
    """
    fields: dict[str, str] = {}
    taken: set[int] = set()
    run: dict[int, dict[str, str]] = {}
    for at, block in enumerate(blocks[:head]):
        if isinstance(block, RawTable):
            if found := fields_of_table(block):
                taken.add(at)
                _merge(fields, found)
        elif found := fields_of_line(block):
            run = {i: f for i, f in run.items() if at - i <= 8} | {at: found}
            if len({name for f in run.values() for name in f}) >= _LEAST:
                taken |= run.keys()
                for one in run.values():
                    _merge(fields, one)
    taken |= _values_below(blocks, taken, fields)
    taken |= _stragglers(blocks, taken, fields)
    if taken:
        # An exporter that wrote fields above the text often adds 「更新时间：」 below it.
        taken |= {
            i for i in range(max(0, len(blocks) - 8), len(blocks)) if "更新时间" in fields_of_line(_words(blocks[i]))
        }
    rest = [b for i, b in enumerate(blocks) if i not in taken]
    removed = [Removed(_words(blocks[i]), "文件信息栏，已作为元数据读取") for i in sorted(taken)]
    return rest, fields, removed


def _values_below(blocks: Sequence[str | RawTable], taken: set[int], fields: dict[str, str]) -> set[int]:
    """Values that stand in a line of their own under their label, where (nearly) every label has its value so."""
    labels = {i: list(fields_of_line(b).items()) for i in taken if isinstance(b := blocks[i], str)}
    hollow = [i for i, found in labels.items() if len(found) == 1 and not found[0][1]]
    if len(hollow) < max(_LEAST, 0.6 * len(labels)):
        return set()
    values: set[int] = set()
    for i in hollow:
        value = blocks[i + 1] if i + 1 < len(blocks) and i + 1 not in taken else None
        if isinstance(value, str) and len(value) <= _LONGEST and "。" not in value:
            _merge(fields, {labels[i][0][0]: value.strip()})
            values.add(i + 1)
    return values


def _stragglers(blocks: Sequence[str | RawTable], taken: set[int], fields: dict[str, str]) -> set[int]:
    """Single fields right beside the block: 「主 题 词：」 in a table of its own below the other."""
    found: set[int] = set()
    for step in (1, -1):
        for at in sorted(taken, reverse=step < 0):
            while 0 <= at + step < len(blocks) and at + step not in taken | found:
                at += step
                block = blocks[at]
                inside = fields_of_line(_words(block)) if len(_words(block)) < 200 else {}
                if not inside:
                    break
                _merge(fields, inside)
                found.add(at)
    return found


def _merge(fields: dict[str, str], found: dict[str, str]) -> None:
    for name, value in found.items():
        if value and not fields.get(name):
            fields[name] = value


def _words(block: str | RawTable) -> str:
    if isinstance(block, str):
        return block
    return "\n".join(
        " ".join(c for j, c in enumerate(row) if c and (i, j) not in block.merged) for i, row in enumerate(block.rows)
    )
