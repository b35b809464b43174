"""A question as it was typed: without control characters, and whether it can be taken at all."""

from __future__ import annotations

import re
import unicodedata

from assistant.answer import Refusal

LONGEST = 2000


def clean_question(question: str) -> str:
    """The question without control characters and odd blanks."""
    text = "".join(
        " " if c.isspace() else c
        for c in question
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    return re.sub(r" +", " ", text).strip()


def bad_question(text: str) -> Refusal | None:
    """Why a question can't be taken as it is: nothing in it, or far too much."""
    if not re.search(r"\w", text):
        return Refusal("bad_input", "没有收到问题。请输入要查询的内容，例如“汉中推进医保支付方式改革由谁负责？”。")
    if len(text) > LONGEST:
        return Refusal(
            "bad_input", f"问题太长（{len(text)}字，最多{LONGEST}字）。请缩短到一两句话；如要核对整篇文稿，请分段提问。"
        )
    return None
