"""核稿's HTML for citing: the clauses for what somebody wants to say, and what filling or refreshing does to a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.citation_styles import Style, printed
from assistant.drafts.carrying import Carrier
from assistant.drafts.citing import Filled
from assistant.drafts.finding import VERDICTS
from assistant.drafts.refresh import Refreshed
from assistant.drafts.report_html import difference
from assistant.web.markup import attribute, clause_link, escape
from assistant.web.notices import nothing

SHOWN = 200  # cards drawn at once
_RIGHT, _OPEN = VERDICTS.index("一致"), VERDICTS.index("断章")


def carriers_html(found: Sequence[Carrier], style: Style, footnote: bool, today: date) -> str:
    """The clauses with ready citations; those that carry apart from those that are merely near."""
    if not found:
        return nothing("文件库里没有条款写到这些内容，没有可以引用的。", "请改写，或自行核对其他文件。")
    out = ""
    for carries, head in ((True, "能支撑这句话"), (False, "意思相近，但不能直接支撑")):
        cards = "".join(_carrier(c, style, footnote, today) for c in found if c.carries is carries)
        out += f'<h2 class="part">{head}</h2>{cards}' if cards else ""
        if carries and not cards:
            out += nothing("没有条款能完全支撑这句话。", "下面是最接近的，差在哪里写在各条里。")
    return out


def _carrier(carrier: Carrier, style: Style, footnote: bool, today: date) -> str:
    citation = printed(carrier.cited, style, "脚注" if footnote else "行文", today)
    where = clause_link(carrier.clause.id, f"{carrier.document.citation}{carrier.clause.label}", carrier.quote)
    told = "".join(f'<p class="against">不符：{escape(reason)}</p>' for reason in carrier.against)
    told += "".join(f'<p class="warning">注意：{escape(warning)}</p>' for warning in carrier.warnings)
    copy = (
        f'<p class="actions"><button type="button" class="copy" data-copy="{attribute(citation)}">复制引用</button></p>'
        if carrier.carries
        else ""
    )
    return (
        f'<article class="carrier v{_RIGHT if carrier.carries else _OPEN}"><p>{where}</p>'
        f"<blockquote>{escape(carrier.quote)}</blockquote>{told}"
        + (f'<p class="citation">{escape(citation)}</p>' if carrier.carries else "")
        + f"{copy}</article>"
    )


def filled_html(made: Filled) -> str:
    """What is left for its author first, then every marker with the citation that takes its place."""
    left = [
        f'<article class="carrier v{_OPEN}"><p class="words">{escape(mark.said or mark.marker)}</p>'
        f'<p class="against">{escape(mark.text)}</p></article>'
        for mark in made.left
    ]
    done = [
        f'<article class="carrier v{_RIGHT}"><p class="words">{escape(mark.said)}</p>'
        f'<p class="citation">{escape(mark.text)}</p></article>'
        for mark in made.done
    ]
    return _part("没有填、留着标记的", left) + _part("填好的", done)


def refreshed_html(told: Sequence[Refreshed]) -> str:
    """What to look at first, then what is merely written anew; what stays as it was is counted."""
    open_ = [_refreshed(t, _OPEN) for t in told if t.told]
    anew = [_refreshed(t, _RIGHT) for t in told if not t.told and t.before != t.after]
    same = len(told) - len(open_) - len(anew)
    rest = f'<p class="quiet">另有{same}处引用与现在的文件库一致，没有改动。</p>' if same else ""
    return _part("请看一看的", open_) + _part("改写的", anew) + rest


def _refreshed(one: Refreshed, verdict: int) -> str:
    told = f'<p class="against">{escape(one.told)}</p>' if one.told else ""
    shown = (
        f'<p class="citation change">{difference(one.before, one.after)}</p>'
        if one.before != one.after
        else f'<p class="citation">{escape(one.after)}（文字没有改）</p>'
    )
    return f'<article class="carrier v{verdict}">{shown}{told}</article>'


def _part(head: str, cards: Sequence[str]) -> str:
    if not cards:
        return ""
    more = len(cards) - SHOWN
    rest = f'<p class="quiet">另有{more}处没有显示，都在文件里。</p>' if more > 0 else ""
    return f'<h2 class="part">{head}<span class="count">{len(cards)}处</span></h2>{"".join(cards[:SHOWN])}{rest}'
