"""关于: what the assistant is, what it can't do, what it runs on, and what leaves this machine."""

from __future__ import annotations

import gradio as gr

from assistant.about import About, about
from assistant.measured.report import SUITES
from assistant.web.context import Context
from assistant.web.first_seen import when_opened
from assistant.web.markup import escape
from assistant.web.notices import notice
from corpus.errors import PolicyError

_WHAT = (
    "问一句，答一句；每一句后面都是它所依据的条款，一字不差。文件里没有的，直说没有。"
    "卫生健康部门和政策研究室的同志用它查政府文件里的目标、责任和时限，把引文贴进材料，导出台账。"
)
_STAYS = "全部在这台机器上运行：不联网，不要密钥，不统计，不上传；问题不写进日志，对话只留在各人的浏览器里。"


def about_html(found: About) -> str:
    """The tab's content."""
    return (
        '<div class="about">'
        + _part("这是什么", f"<p>{_WHAT}</p>")
        + _part("现在用的", _facts(found))
        + _part("答得怎么样", _measured(found))
        + _part("做不到的", "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in found.limits) + "</ul>")
        + _part("数据与隐私", _privacy(found))
        + "</div>"
    )


def _part(title: str, body: str) -> str:
    return f'<section><h2 class="part">{title}</h2>{body}</section>'


def _facts(found: About) -> str:
    model = f"{found.model}（每句话逐项核对，核对不过的不显示）" if found.model else "没有用；全部按规则作答"
    facts = (
        ("版本", found.version),
        ("文件库", f"{found.documents}份文件，{found.clauses}条条款，{found.passages}段索引"),
        ("语言模型", model),
        ("向量模型", f"{found.embedding}（自带，离线）"),
        ("组件", "，".join(f"{name} {version}" for name, version in found.libraries.items())),
    )
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(words)}</dd>" for name, words in facts) + "</dl>"


def _measured(found: About) -> str:
    if not found.measured:
        return "<p>还没有保存过评测。</p>"
    rows = "".join(
        f"<dt>{escape(SUITES.get(name, name))}</dt><dd>{mean.told}，{mean.n}题</dd>"
        for name, mean in found.measured.items()
    )
    return (
        f"<p>{escape(found.measured_on)}的评测，答对的比例（台账为事实召回）和95%区间。以没调过的题为准，细目见“评测”。</p>"
        f"<dl>{rows}</dl>"
    )


def _privacy(found: About) -> str:
    if found.sent_to is None:
        return f"<p>{_STAYS}</p>"
    return notice(
        f"问题和检索到的条款会发给语言模型所在的“{found.sent_to}”，由管理员设置；其余都留在这台机器上。", "problem"
    )


def build(context: Context) -> None:
    """Lay out the tab."""

    def shown() -> str:
        try:
            return about_html(about(context.assistant))
        except PolicyError as error:
            return notice(str(error))

    content = gr.HTML(elem_id="about", js_on_load=None)
    when_opened(shown, [], [content])
