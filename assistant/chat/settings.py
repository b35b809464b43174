"""What can be set about the chat model: environment variables that start with ``POLICY_CHAT_``, checked at load.

``POLICY_CHAT_BASE_URL=http://127.0.0.1:11434/v1 POLICY_CHAT_MODEL=qwen2.5:7b python -m assistant ask "…"``.
Any OpenAI-compatible endpoint will do (Ollama, vLLM, llama.cpp, DeepSeek, Qwen). There is no default address: where none
is set there is no model, and nothing leaves this machine. A misspelt name is refused with the name that was meant.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import BadSettings
from index.settings import read_settings

PREFIX = "POLICY_CHAT_"
_LOOPBACK = ("127.", "localhost", "::1")

Output = Literal["auto", "json_schema", "lines"]


class ChatSettings(BaseSettings):
    """The chat model's settings, one environment variable a field: ``base_url`` is ``POLICY_CHAT_BASE_URL``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    base_url: str = Field(default="", description="接口地址，以 /v1 结尾；不设则不用语言模型")
    model: str = Field(default="", description="模型名称")
    api_key: SecretStr = Field(default=SecretStr(""), description="密钥，本机服务可不设")
    role: Literal["answer", "phrase"] = Field(
        default="answer", description="answer 由模型据证据作答，phrase 只润色规则组织的答案"
    )
    output: Output = Field(default="auto", description="模型输出的格式：auto 先试 json_schema，不行改用 lines")
    temperature: float = Field(default=0.0, ge=0, le=1, description="温度")
    timeout: float = Field(default=30.0, ge=1, le=600, description="等待下一段输出最多几秒")
    seconds: float = Field(default=60.0, ge=1, le=1800, description="一个问题总共最多用几秒")
    retries: int = Field(default=2, ge=0, le=5, description="连接失败、限流或出错时重试几次")
    answer_tokens: int = Field(default=600, ge=50, le=8000, description="一次回答最多几个词元")
    evidence_tokens: int = Field(default=1500, ge=200, le=60000, description="证据最多占几个词元")
    concurrency: int = Field(default=2, ge=1, le=64, description="同时最多几个请求")

    @property
    def configured(self) -> bool:
        """Whether there is a model at all."""
        return bool(self.base_url)

    @property
    def loopback(self) -> bool:
        """Whether the endpoint is on this machine, so that no proxy of the environment may come between."""
        return (urlsplit(self.base_url).hostname or "").startswith(_LOOPBACK)


@cache
def load_chat_settings() -> ChatSettings:
    """Read the settings once a process; raises ``BadSettings`` in one Chinese line for a bad or misspelt one."""
    refuse_misspelt(os.environ)
    settings = read_settings(ChatSettings, PREFIX)
    _complete(settings)
    return settings


def variable_names() -> frozenset[str]:
    """The environment variables that are read here."""
    return frozenset(PREFIX + name.upper() for name in ChatSettings.model_fields)


def refuse_misspelt(environment: Mapping[str, str]) -> None:
    """Refuse a variable that starts like ours and is none of ours: a model thought to be set must be set."""
    known = variable_names()
    for name in environment:
        if name.startswith("POLICY_CHAT") and name not in known:
            ours = {k.removeprefix(PREFIX): k for k in known}
            near = get_close_matches(name.removeprefix("POLICY_CHAT").strip("_").upper(), ours, n=1, cutoff=0.7)
            meant = f"是否想写 {ours[near[0]]}？" if near else f"可用的有 {'、'.join(sorted(known))}。"
            raise BadSettings(f"没有名为 {name} 的设置，{meant}请改正后重试。")


def _complete(settings: ChatSettings) -> None:
    """An address needs a model's name and the other way round; a key belongs in its own setting."""
    if bool(settings.base_url) != bool(settings.model):
        given, lacking = ("BASE_URL", "MODEL") if settings.base_url else ("MODEL", "BASE_URL")
        raise BadSettings(f"设置了 {PREFIX}{given}，还要设置 {PREFIX}{lacking}，才能使用语言模型。")
    if not settings.base_url:
        return
    try:
        parts = urlsplit(settings.base_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
        parts = urlsplit("")
    if not usable:
        raise BadSettings(f"设置 {PREFIX}BASE_URL 的值不可用：要写成 http://主机:端口/v1 的样子。")
    if parts.username or parts.password:
        raise BadSettings(f"设置 {PREFIX}BASE_URL 里不能写用户名和密码，密钥请写在 {PREFIX}API_KEY。")
