"""The numbers that Word prints before paragraphs and keeps out of their text: 「一、」「（一）」「1.」「第一条」.

``numbering.xml`` says how each level looks and counts; styles may carry a numbering too. A text without them would
lose its clause numbers, so they are counted again as Word does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.numerals import to_chinese
from corpus.read.archive import attribute, child, local

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CAPITALS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_CHINESE = frozenset(
    (
        "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
        "taiwaneseCountingThousand", "japaneseDigitalTenThousand", "koreanCounting",
    )
)  # fmt: skip
_CLOSING = re.compile("[、，。．.：:)）】〕\\]》\u3000 ]$")


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None  # the level (counted from 1) whose step resets this one; 0 never
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    by_style: dict[str, int] = field(default_factory=dict)
    link: str | None = None


class Numbering:
    """Counts the numbered paragraphs of one document in their order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._styles: dict[str, tuple[str | None, etree._Element | None]] = {}
        self._default: str | None = None
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        self._read_styles(styles)
        self._read_numbering(numbering)

    def marker(self, properties: etree._Element | None) -> str:
        """Count a paragraph by its ``w:pPr`` and give what Word prints before it, with what sets it apart.

        >>> marker  # of the second paragraph at the level 「（%2）」
        '（二）'
        """
        found = self._of_paragraph(properties)
        if found is None:
            return ""
        instance, at = found
        name, overrides, starts = self._instances[instance]
        levels = self._levels(name) | overrides
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(name, {})
        if instance not in self._started:
            self._started.add(instance)
            for depth, start in starts.items():
                counts[depth] = start - 1
        counts[at] = counts.get(at, level.start - 1) + 1
        for depth in [d for d in counts if d > at]:
            restart = levels[depth].restart if depth in levels else None
            if restart is None or (restart != 0 and at < restart):
                del counts[depth]
        return self._printed(level, levels, counts)

    def _printed(self, level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
        if level.format == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = levels.get(depth, _Level())
            shown = "decimal" if level.legal else other.format
            return formatted(counts.get(depth, other.start), shown)

        text = re.sub("%([1-9])", number, level.text)
        if not text.strip() or level.suffix == "nothing" or _CLOSING.search(text):
            return text if text.strip() else ""
        return text + " "

    def _of_paragraph(self, properties: etree._Element | None) -> tuple[str, int] | None:
        own = child(properties, "numPr")
        style_element = child(properties, "pStyle")
        style = attribute(style_element, "val") if style_element is not None else self._default
        instance = _value(child(own, "numId"))
        level = _value(child(own, "ilvl"))
        seen: set[str] = set()
        at_style = style
        while at_style and at_style in self._styles and at_style not in seen and instance is None:
            seen.add(at_style)
            based_on, inherited = self._styles[at_style]
            if inherited is not None:
                instance = _value(child(inherited, "numId"))
                level = level or _value(child(inherited, "ilvl"))
                if instance in self._instances and level is None:
                    of_style = self._list(self._instances[instance][0]).by_style.get(at_style)
                    level = str(of_style) if of_style is not None else None
            at_style = based_on
        if instance is None or instance == "0" or instance not in self._instances:
            return None
        return instance, int(level) if level is not None and level.isdigit() else 0

    def _levels(self, name: str) -> dict[int, _Level]:
        return self._list(name).levels

    def _list(self, name: str) -> _List:
        """The list's definition, through a numbering style if it only links to one."""
        found = self._lists.get(name, _List())
        if found.link and not found.levels and found.link in self._styles:
            inherited = self._styles[found.link][1]
            target = self._instances.get(_value(child(inherited, "numId")) or "")
            if target is not None and target[0] != name:
                return self._lists.get(target[0], _List())
        return found

    def _read_styles(self, styles: etree._Element | None) -> None:
        for style in styles if styles is not None else ():
            ident = attribute(style, "styleId")
            if local(style) != "style" or ident is None:
                continue
            based_on = child(style, "basedOn")
            self._styles[ident] = (
                attribute(based_on, "val") if based_on is not None else None,
                child(style, "pPr", "numPr"),
            )
            if attribute(style, "default") in ("1", "true") and attribute(style, "type") == "paragraph":
                self._default = ident

    def _read_numbering(self, numbering: etree._Element | None) -> None:
        for element in numbering if numbering is not None else ():
            if local(element) == "abstractNum":
                found = _List()
                for part in element:
                    if local(part) == "lvl":
                        depth = int(attribute(part, "ilvl") or 0)
                        found.levels[depth] = _level(part)
                        if (style := _value(child(part, "pStyle"))) is not None:
                            found.by_style[style] = depth
                    elif local(part) == "numStyleLink":
                        found.link = attribute(part, "val")
                self._lists[attribute(element, "abstractNumId") or ""] = found
            elif local(element) == "num":
                overrides: dict[int, _Level] = {}
                starts: dict[int, int] = {}
                for part in element:
                    if local(part) != "lvlOverride":
                        continue
                    depth = int(attribute(part, "ilvl") or 0)
                    start = _value(child(part, "startOverride"))
                    if start is not None and start.isdigit():
                        starts[depth] = int(start)
                    if (inner := child(part, "lvl")) is not None:
                        overrides[depth] = _level(inner)
                target = _value(child(element, "abstractNumId")) or ""
                self._instances[attribute(element, "numId") or ""] = (target, overrides, starts)


def formatted(number: int, form: str) -> str:
    """A number in one of Word's formats: 12 as ``chineseCounting`` is 十二, as ``decimalEnclosedCircle`` ⑫.

    A format that is not known prints plain digits.
    """
    if form in _CHINESE and 0 < number < 10_000:
        return to_chinese(number)
    if form in ("ideographDigital", "japaneseDigital", "chineseDigital", "taiwaneseDigital"):
        return "".join("〇一二三四五六七八九"[int(d)] for d in str(max(number, 0)))
    if form in ("chineseLegalSimplified", "japaneseLegal", "ideographLegalTraditional") and 0 < number < 10_000:
        return to_chinese(number).translate(_CAPITALS)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 50:
        return chr(0x245F + number if number <= 20 else (0x323C if number <= 35 else 0x328D) + number)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2473 + number)
    if form == "decimalEnclosedFullstop" and 1 <= number <= 20:
        return chr(0x2487 + number)
    if form == "ideographEnclosedCircle" and 1 <= number <= 10:
        return chr(0x327F + number)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(d)) for d in str(max(number, 0)))
    if form == "ideographTraditional" and 1 <= number <= len(_STEMS):
        return _STEMS[number - 1]
    if form == "ideographZodiac" and 1 <= number <= len(_BRANCHES):
        return _BRANCHES[number - 1]
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(65 + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "numberInDash":
        return f"- {number} -"
    return "" if form == "none" else str(number)


def _roman(number: int) -> str:
    out = ""
    steps = "1000 M 900 CM 500 D 400 CD 100 C 90 XC 50 L 40 XL 10 X 9 IX 5 V 4 IV 1 I"
    values = steps.split()
    for value, sign in zip(values[::2], values[1::2], strict=True):
        while number >= int(value):
            out, number = out + sign, number - int(value)
    return out


def _level(element: etree._Element) -> _Level:
    level = _Level()
    for part in element.iter():
        value = attribute(part, "val")
        if value is None:
            continue
        name = local(part)
        if name == "start" and value.lstrip("-").isdigit():
            level.start = int(value)
        elif name == "numFmt":
            level.format = value
        elif name == "lvlText":
            level.text = value
        elif name == "lvlRestart" and value.isdigit():
            level.restart = int(value)
        elif name == "suff":
            level.suffix = value
    legal = child(element, "isLgl")
    level.legal = legal is not None and attribute(legal, "val") not in ("0", "false")
    return level


def _value(element: etree._Element | None) -> str | None:
    return attribute(element, "val") if element is not None else None
