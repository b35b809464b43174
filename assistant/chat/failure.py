"""What can go wrong with a chat model, by name, and how the reader is told in one line. None of it stops an answer."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "down",  # no connection
    "slow",  # no next piece in time, or the question's seconds are used up
    "limited",  # 429
    "denied",  # 401, 403, 404: key, model name or address is wrong
    "unfit",  # 400, 422: the endpoint can't do what the call asks for
    "broken",  # 5xx, or the stream stopped in the middle
    "nonsense",  # what came is no claim at all
    "busy",  # all places are taken
    "stopped",  # the reader pressed stop
    "unproved",  # nothing of what the model wrote could be proved
    "partial",  # what could be proved says less than the rules do
]

_TOLD: dict[Kind, str] = {
    "down": "语言模型连接不上",
    "slow": "语言模型没有及时回应",
    "limited": "语言模型的请求过多，被限流",
    "denied": "语言模型拒绝了请求（请管理员检查地址、模型名称和密钥）",
    "unfit": "语言模型不支持所需的调用方式",
    "broken": "语言模型中途出错",
    "nonsense": "语言模型的输出无法识别",
    "busy": "语言模型正忙",
    "stopped": "已停止生成",
    "unproved": "语言模型写的内容没有通过核对",
    "partial": "语言模型写的内容不完整",
}
STOPPED = "已停止生成，没有写完的部分由程序按条款补全。"
"""What the reader is told who stopped a model whose first sentences stay."""
AGAIN: frozenset[Kind] = frozenset(("down", "slow", "limited", "broken"))
"""The failures that another try may mend."""


class ChatFailed(Exception):
    """One call failed; ``wait`` are the seconds that the endpoint asks to wait. It never reaches a user as an error."""

    def __init__(self, kind: Kind, detail: str = "", wait: float = 0.0) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind: Kind = kind
        self.detail = detail
        self.wait = wait


def notice(kind: Kind) -> str:
    """What the reader is told where the composed answer stands in: 语言模型没有及时回应，以下由程序按条款组织。"""
    return f"{_TOLD[kind]}，本答案由程序按条款组织。"
