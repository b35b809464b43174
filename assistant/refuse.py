"""Refusals in words: what was looked for, that the documents don't say it, and the nearest clauses as reading."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.binding import bound_years
from assistant.evidence import Unit
from assistant.query import Query
from assistant.quoting import support
from assistant.statement import Composition, Support, refused

NEAREST = 3
_LACKS = {"value": "没有写明数值", "deadline": "没有写明时间", "meaning": "没有解释其含义"}


def sought(query: Query) -> str:
    """What was looked for, in the question's own words."""
    words = [t.text for t in query.terms if t.weight >= 0.2]
    years = [f"{y}年" for y in query.years]
    return "、".join(dict.fromkeys([*years, *words])) or query.asked


def where(query: Query, units: Sequence[Unit] = ()) -> str:
    """The documents that were searched, as a clerk would name them."""
    names = {u.document.id: u.document.name for u in units}
    if query.documents:
        return "、".join(f"《{names[d]}》" if d in names else "所问文件" for d in query.documents[:3])
    return "文件库中的文件"


def nearest(units: Sequence[Unit], count: int = NEAREST) -> tuple[Support, ...]:
    """The best unit of each of the nearest clauses."""
    out: dict[str, Support] = {}
    for unit in units:
        if unit.whole >= 0.15 or not out:
            out.setdefault(str(unit.clause.id), support(unit))
        if len(out) == count:
            break
    return tuple(out.values())


def not_found(query: Query, units: Sequence[Unit]) -> Composition:
    """No unit answers."""
    if not units or (not query.documents and units[0].whole < 0.3):
        return refused(
            "off_topic",
            f"文件库中的政策文件没有涉及“{sought(query)}”，无法回答。请就文件内容提问，或指明地区和文件。",
            nearest(units),
        )
    if units and units[0].own >= 0.6 and query.kind in _LACKS and query.measure not in ("money", "person"):
        text = f"{where(query, units)}提到了“{sought(query)}”，但{_LACKS[query.kind]}，无法回答。下面是相近的条款，仅供阅读。"
        return refused("not_found", text, nearest(units))
    if query.measure == "money":
        return refused(
            "not_found", f"{where(query, units)}没有写明与“{sought(query)}”有关的金额，无法回答。", nearest(units)
        )
    return refused(
        "not_found",
        f"{where(query, units)}没有关于“{sought(query)}”的规定，无法回答。下面是相近的条款，仅供阅读。",
        nearest(units),
    )


def no_topic(query: Query) -> Composition:
    """The question names nothing to look for, or only a body: 「疾控中心建设由谁牵头」 may mean any of its tasks."""
    if not query.bodies:
        return refused(
            "unclear",
            "没有看出要查什么，请写明地区或文件，以及要问的事项，例如“梅州到2025年每万人口全科医生数要达到多少”。",
        )
    body = query.bodies[0].text
    return refused(
        "unclear",
        f"只看出问题提到“{body}”，没有看出要问哪一项任务，不作推断。请补充任务的名称，例如“传染病监测预警由谁牵头”；"
        f"要查该单位承担的任务，可以问“{body}负责哪些任务”。",
    )


def wrong_year(query: Query, unit: Unit, units: Sequence[Unit]) -> Composition:
    """The indicator is there, for another year."""
    asked = "、".join(f"{y}年" for y in query.years)
    known = "、".join(f"{y}年" for y in sorted(bound_years(unit, query)))
    there = f"文件中的时间是{known}" if known else "相近的规定没有写明年份"
    text = f"{where(query, units)}没有{asked}的相应规定（{there}），无法回答。下面是相近的条款，仅供阅读。"
    return refused("wrong_year", text, nearest([unit, *units]))


def only_said(query: Query, unit: Unit, lacking: str, units: Sequence[Unit]) -> Composition:
    """The clause is there, and lacks just what is asked for: the names, the contents, the reason."""
    text = f"《{unit.document.name}》{lacking}，无法回答。写到这件事的条款如下，仅供阅读。"
    return refused("not_found", text, nearest([unit, *units], 1))


def unknown_places(query: Query, held: Sequence[str], units: Sequence[Unit] = ()) -> Composition:
    """A place or document is named that the library has nothing of."""
    named = "、".join(
        dict.fromkeys((*query.unknown_places, *(f"《{t}》" if len(t) > 4 else t for t in query.unknown_titles)))
    )
    return refused(
        "unknown_document",
        f"文件库中没有“{named}”的文件，无法回答。现有文件涉及：{'、'.join(held)}。",
        nearest([u for u in units if u.whole >= 0.5]),
    )


def out_of_scope(scope: str, outside: Sequence[str]) -> Composition:
    """The question names documents that the filters leave out."""
    said = "、".join(outside[:3]) + ("等" if len(outside) > 3 else "")
    return refused("unknown_document", f"问题涉及{said}，不在所选范围里（{scope}）。请放宽筛选后再问。")


def no_bodies(query: Query, units: Sequence[Unit], name: str, anywhere: bool) -> Composition:
    """The document, or the clause, names no responsible body."""
    what = f"“{sought(query)}”的" if query.terms else "这一条的"
    scope = (
        f"《{name}》没有写明{what}责任单位，不能推断。"
        if anywhere
        else f"《{name}》全文没有列出各项任务的责任单位，{what}牵头或负责部门无从查证，不能推断。"
    )
    return refused("no_bodies", scope, nearest(units))
