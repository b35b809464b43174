"""Lies of the kinds that matter, made from true sentences: a figure or a year one off, roles swapped, a 不 struck."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.organizations import bodies_in

_FIGURE = re.compile(r"(?<![\d.〔（(、])(?<!附件)(?<!表)\d+(?:\.\d+)?(?![\d.]*\d)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_UNITS = {"%": "‰", "人": "张", "个": "天", "家": "人", "所": "张", "张": "人", "次": "家", "岁": "家"}
_TURNED = {"以上": "以下", "以下": "以上", "不低于": "不超过", "不少于": "不超过", "至少": "至多", "不超过": "不低于"}
_STRANGER = "市文物局"


def mutations(text: str) -> Iterator[tuple[str, str]]:
    """Each lie that can be made of a sentence, with its kind."""
    body = re.sub(r"《[^《》]*》|（[一二三四五六七八九十、（）\d.附件表]*）", lambda m: "□" * len(m[0]), text)
    for match in _FIGURE.finditer(body):
        if _YEAR.fullmatch(match[0]):
            for year in (int(match[0]) - 1, int(match[0]) + 1):
                yield "year", text[: match.start()] + str(year) + text[match.end() :]
            continue
        for other in _one_off(match[0]):
            yield "number", text[: match.start()] + other + text[match.end() :]
        unit = text[match.end() : match.end() + 1]
        if unit in _UNITS:
            yield "unit", text[: match.end()] + _UNITS[unit] + text[match.end() + 1 :]
    for match in re.finditer("不(?!断|同|足|仅|良|平|动|便|限|必|够|见|入|等|一)", body):
        yield "negation", text[: match.start()] + text[match.end() :]
    for word, other in _TURNED.items():
        for match in re.finditer(word, body):
            if re.search(r"\d.{0,3}$", text[: match.start()]) or re.match(r".{0,2}\d", text[match.end() :]):
                yield "bound", text[: match.start()] + other + text[match.end() :]
    yield from _roles(text)
    for match in re.finditer("力争|原则上", body):
        yield "hedge", text[: match.start()] + text[match.end() :]


def _one_off(number: str) -> tuple[str, ...]:
    if "." in number:
        places = len(number.partition(".")[2])
        return tuple(f"{float(number) + step * 10**-places:.{places}f}" for step in (1, -1))
    return (str(int(number) + 1), str(int(number) - 1)) if int(number) > 1 else (str(int(number) + 1),)


def _roles(text: str) -> Iterator[tuple[str, str]]:
    """Lead and support swapped; a body that leads, supports or answers replaced by one that is not listed."""
    if match := re.search(r"由([^，。“”]+)牵头，([^，。“”]+)配合", text):
        swapped = f"由{match[2]}牵头，{match[1]}配合"
        yield "roles", text[: match.start()] + swapped + text[match.end() :]
    for verb, other in (("负责落实", "负责"), ("配合", "负责"), ("牵头", "配合")):
        if match := re.search(rf"^[^“”]*“[^”]*”（[^。]*?由[^。“”]*{verb}", text):
            yield "roles", text[: match.end() - len(verb)] + other + text[match.end() :]
    if match := re.search(r"由[^，。“”]+(?:负责|牵头|配合)", text):
        for mention in bodies_in(match[0]):
            start, end = match.start() + mention.span.start, match.start() + mention.span.end
            yield "body", text[:start] + _STRANGER + text[end:]
