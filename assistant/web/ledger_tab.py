"""台账: the ledger's views and pictures, filtered and sorted, every row one click from its clause; out goes what is shown."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import gradio as gr

from assistant.ledger.choices import Choices, choices_of
from assistant.ledger.export import Format, export
from assistant.ledger.filters import Filters
from assistant.ledger.ledger import Ledger
from assistant.ledger.matrix import matrices, matrix_svg
from assistant.ledger.order import ORDERS, Order
from assistant.ledger.rows import ROLES, View
from assistant.ledger.state import STATES, parse_day
from assistant.ledger.timeline import timeline_svg
from assistant.ledger.views import NAMES, TITLES
from assistant.web.context import Context
from assistant.web.downloads import Made, exporting
from assistant.web.first_seen import when_opened
from assistant.web.ledger_html import picture_html, summary_html, table_html
from assistant.web.notices import nothing, notice
from assistant.web.words import say
from corpus.errors import BadSettings, PolicyError

FIRST, MORE = 100, 200
SHOWN: dict[str, View] = {
    "tasks": "tasks",
    "targets": "targets",
    "bodies": "bodies",
    "conflicts": "conflicts",
    "timeline": "tasks",
    "matrix": "bodies",
}
"""What the page offers to look at, and the view of the ledger behind it."""
FORMATS: dict[str, tuple[Format, ...]] = {
    "tasks": ("xlsx", "csv", "docx", "ics"),
    "targets": ("xlsx", "csv", "docx"),
    "bodies": ("xlsx", "csv", "docx"),
    "conflicts": ("xlsx", "csv", "docx"),
    "timeline": ("svg", "ics", "xlsx"),
    "matrix": ("svg", "xlsx"),
}
_FILTERS = ("document", "region", "body", "role", "year", "state", "kind", "words")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader has set: what to look at, the filters, the order, the day."""

    shown: str
    filters: Filters
    order: Order
    as_of: str

    @classmethod
    def of(cls, shown: str, order: Order, as_of: str, *values: Any) -> Wish:
        """From the components' values; an empty one is no filter. Raises ``BadSettings`` for a bad one."""
        given = {
            name: value.strip() if isinstance(value, str) else value
            for name, value in zip(_FILTERS, values, strict=True)
        }
        year = given["year"]
        if year and not str(year).isdigit():
            raise BadSettings(f"看不懂年份“{year}”，请写成 2025 这样的四位数字。")
        set_: dict[str, Any] = {name: value for name, value in given.items() if value and name != "year"}
        return cls(shown, Filters(**set_, year=int(year) if year else None), order, as_of.strip())


def ledger_of(context: Context, wish: Wish) -> Ledger:
    """The ledger as of the day that was asked for, in the order that was asked for."""
    day = parse_day(wish.as_of) if wish.as_of else context.day()
    return Ledger(context.library, day, wish.order)


def looked_at(context: Context, wish: Wish, most: int) -> tuple[str, str]:
    """Summary and table (or picture) of a wish; raises ``PolicyError`` where there is none."""
    view, ledger = SHOWN[wish.shown], ledger_of(context, wish)
    rows = ledger.rows(view, wish.filters)
    summary = summary_html(
        rows, most if wish.shown in NAMES else len(rows), NAMES[view], _told(context, wish), ledger.as_of.isoformat()
    )
    if not rows:
        hint = "请放宽或清除筛选条件。" if wish.filters.told else ""
        return summary, nothing("没有符合条件的内容。" if hint else "这些文件里没有可以列入的内容。", hint)
    if wish.shown == "timeline":
        return summary, picture_html(
            timeline_svg(ledger.rows("tasks", wish.filters), "任务时间轴", ledger.as_of), "任务时间轴"
        )
    if wish.shown == "matrix":
        found = matrices(ledger.rows("bodies", wish.filters))
        return summary, picture_html(matrix_svg(found, TITLES["bodies"]), "机构与条款的分工矩阵")
    return summary, table_html(view, rows, most)


def _told(context: Context, wish: Wish) -> str:
    """The filters in words, a document by its name rather than its id."""
    told = wish.filters.told
    for document in context.library.documents:
        if document.id == wish.filters.document:
            told = told.replace(f"文件={document.id}", f"文件={document.citation}")
    return told


def exported(context: Context, wish: Wish, form: Format) -> Made:
    """What is shown as a file: the same rows in the same order, the columns of the printed ledger."""
    view, ledger = SHOWN[wish.shown], ledger_of(context, wish)
    if form not in FORMATS[wish.shown]:
        raise BadSettings(f"这一页不能导出为 {form}，可以用 {'、'.join(FORMATS[wish.shown])}。")
    if not ledger.rows(view, wish.filters):
        raise PolicyError("没有符合条件的行，没有导出文件；请放宽筛选条件。")
    name = f"{'任务时间轴' if wish.shown == 'timeline' else TITLES[view]}_{ledger.as_of.isoformat()}.{form}"
    return name, export(ledger, form, (view,), wish.filters)


def build(context: Context) -> None:
    """Lay out the tab and wire it."""
    shown = gr.Radio(
        [(say(f"ledger.{name}"), name) for name in SHOWN], value="tasks", label=say("ledger.look"), show_label=False,
        elem_id="ledger-view", elem_classes="segments", container=False,
    )  # fmt: skip
    with gr.Row(elem_classes="sieve", elem_id="ledger-filters"):
        boxes = {name: _box(name) for name in _FILTERS}
        order = gr.Dropdown([(say(f"ledger.by.{name}"), name) for name in ORDERS], value="text", label=say("ledger.order"), min_width=150, elem_id="ledger-order")  # fmt: skip
        as_of = gr.Textbox(
            label=say("ledger.day"), placeholder=say("ledger.today"), min_width=150, max_lines=1, elem_id="ledger-day"
        )
    with gr.Row(elem_classes="bar"):
        clear = gr.Button(say("ledger.clear"), size="sm", elem_id="ledger-clear", elem_classes="push")
        form = gr.Dropdown(list(FORMATS["tasks"]), value="xlsx", show_label=False, label=say("ledger.format"), container=False, min_width=90, elem_id="ledger-format")  # fmt: skip
        out = gr.Button(say("ledger.export"), size="sm", variant="primary", elem_id="ledger-export")
    said = gr.HTML(elem_id="ledger-said", elem_classes="saying", js_on_load=None)
    summary = gr.HTML(elem_id="ledger-summary", js_on_load=None)
    table = gr.HTML(elem_id="ledger-table", js_on_load=None)
    more = gr.Button(say("ledger.more"), size="sm", visible=False, elem_id="ledger-more")
    most = gr.State(FIRST)
    wished = [shown, order, as_of, *boxes.values()]
    _wire(context, wished, boxes, form, most, [summary, table, more, most], clear)
    exporting(
        out, lambda form, *values: exported(context, Wish.of(*values), form), [form, *wished], said, "ledger-file"
    )


def _box(name: str) -> Any:
    common: dict[str, Any] = {"label": say(f"ledger.{name}"), "elem_id": f"ledger-{name}", "min_width": 150}
    if name == "words":
        return gr.Textbox(placeholder=say("ledger.words.hint"), max_lines=1, **common)
    if name in ("role", "state"):
        return gr.Dropdown([(say("ledger.any"), ""), *(ROLES if name == "role" else STATES)], value="", **common)
    return gr.Dropdown([(say("ledger.any"), "")], value="", **common)


def _wire(
    context: Context, wished: list[Any], boxes: dict[str, Any], form: gr.Dropdown, most: gr.State, shown: list[Any],
    clear: gr.Button,
) -> None:  # fmt: skip
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    view, order, as_of = wished[:3]
    more = shown[2]

    def look(count: int, *values: Any) -> tuple[Any, ...]:
        try:
            wish = Wish.of(*values)
            summary, table = looked_at(context, wish, count)
            total = len(ledger_of(context, wish).rows(SHOWN[wish.shown], wish.filters))
        except PolicyError as error:
            return notice(str(error)), gr.skip(), gr.skip(), gr.skip()
        return summary, table, gr.update(visible=total > count and wish.shown in NAMES), count

    def anew(*values: Any) -> tuple[Any, ...]:
        return look(FIRST, *values)

    def further(count: int, *values: Any) -> tuple[Any, ...]:
        return look(count + MORE, *values)

    def offer(name: str) -> list[Any]:
        """What there is to choose from; choices that are no more are let go."""
        found = choices_of(Ledger(context.library, context.day()).rows(SHOWN[name]))
        forms = FORMATS[name]
        return [
            *(gr.update(choices=_choices(found, b)) for b in _OFFERED),
            gr.update(choices=list(forms), value=forms[0]),
        ]

    offered = [*(boxes[name] for name in _OFFERED), form]
    when_opened(offer, [view], offered)
    when_opened(anew, wished, shown)
    view.input(offer, [view], offered, **quiet)
    changed = [view.input, order.input, as_of.submit, as_of.blur, boxes["words"].submit, boxes["words"].blur]
    changed += [box.input for name, box in boxes.items() if name != "words"]
    gr.on(changed, anew, wished, shown, trigger_mode="always_last", **quiet)
    more.click(further, [most, *wished], shown, **quiet)
    emptied = [*boxes.values(), as_of, order]
    clear.click(lambda: [*("" for _ in boxes), "", "text"], None, emptied, **quiet).then(anew, wished, shown, **quiet)


_OFFERED = ("document", "region", "body", "year", "kind")


def _choices(found: Choices, name: str) -> list[Any]:
    """The choices of one filter, each with its number of rows."""
    every: list[Any] = [(say("ledger.any"), "")]
    if name == "document":
        return [*every, *((words, id_) for id_, words in found.documents)]
    lists = {f.name: getattr(found, f.name) for f in fields(found)}
    counted = {"region": lists["regions"], "body": lists["bodies"], "year": lists["years"], "kind": lists["kinds"]}[
        name
    ]
    return [*every, *((f"{value}（{count}）", value) for value, count in counted)]
