"""The page's public endpoints, ``/ask`` and ``/check``, for programs that talk to a running server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from assistant.answer_json import answer_json
from assistant.ask import Turn
from assistant.drafts.check import check
from assistant.drafts.outputs import json_of
from assistant.drafts.paper import pasted
from assistant.web.context import Context
from corpus.errors import BadQuestion, PolicyError

log = logging.getLogger(__name__)


def endpoint(context: Context) -> Callable[[str, list[dict[str, str]]], dict[str, Any]]:
    """The function behind ``/ask``; its docstring is what the endpoint's description shows."""

    def ask(question: str, history: list[dict[str, str]]) -> dict[str, Any]:
        """回答一个政策问题；history 是此前的对话，每项含 role（user 或 assistant）与 content，没有就传空列表。"""
        try:
            answer = context.answers.ask(question, turns(history))
        except PolicyError as error:
            return {"error": str(error)}
        return answer_json(answer)

    return ask


def checking(context: Context) -> Callable[[str], dict[str, Any]]:
    """The function behind ``/check``: what ``python -m assistant check --json`` prints."""

    def check_draft(text: str) -> dict[str, Any]:
        """核对一段文稿里的引用、引文、数字和责任单位；返回的 start、end 按 text 的字符计。"""
        try:
            paper = pasted(text)
            return json_of(paper, check(paper.text, context.assistant, context.day()))
        except PolicyError as error:
            return {"error": str(error)}

    return check_draft


def turns(history: list[dict[str, str]]) -> tuple[Turn, ...]:
    """The history of a request; raises ``BadQuestion`` for an item that is no turn of a conversation."""
    read = []
    for item in history or []:
        role, content = item.get("role"), item.get("content")
        if role not in ("user", "assistant") or not isinstance(content, str):
            raise BadQuestion("history 的每一项都要有 role（user 或 assistant）和 content（文字）。")
        read.append(Turn("user" if role == "user" else "assistant", content))
    return tuple(read)
