"""Settings of the chat model: none by default, bounded, misspelt ones refused, half of them refused, the key masked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.chat.chat import open_chat
from assistant.chat.settings import ChatSettings, load_chat_settings, variable_names
from corpus.errors import BadSettings

URL = {"POLICY_CHAT_BASE_URL": "http://127.0.0.1:11434/v1", "POLICY_CHAT_MODEL": "qwen2.5:7b"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in variable_names():
        monkeypatch.delenv(name, raising=False)
    load_chat_settings.cache_clear()
    yield
    load_chat_settings.cache_clear()


def loaded(monkeypatch: pytest.MonkeyPatch, **environment: str) -> ChatSettings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_chat_settings()


def test_there_is_no_model_and_no_address_by_default() -> None:
    assert load_chat_settings().base_url == ""
    assert open_chat() is None


def test_an_address_and_a_name_make_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, **URL, POLICY_CHAT_API_KEY="sk-geheim")
    assert settings.configured
    assert settings.loopback
    chat = open_chat(settings)
    assert chat is not None
    assert chat.name == "qwen2.5:7b"
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize("url", ["http://10.1.2.3:8000/v1", "https://llm.example.cn/v1"])
def test_another_machine_is_the_admins_choice(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert not loaded(monkeypatch, **{**URL, "POLICY_CHAT_BASE_URL": url}).loopback


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"POLICY_CHAT_MODEl": "x"}, "POLICY_CHAT_MODEL"),
        ({"POLICY_CHAT_BASEURL": "http://127.0.0.1/v1"}, "POLICY_CHAT_BASE_URL"),
        ({"POLICY_CHATMODEL": "x"}, "POLICY_CHAT_MODEL"),
        ({"POLICY_CHAT_XYZ": "1"}, "可用的有"),
        ({"POLICY_CHAT_MODEL": "x"}, "POLICY_CHAT_BASE_URL"),
        ({"POLICY_CHAT_BASE_URL": "http://127.0.0.1/v1"}, "POLICY_CHAT_MODEL"),
        ({**URL, "POLICY_CHAT_BASE_URL": "127.0.0.1:8080"}, "http://"),
        ({**URL, "POLICY_CHAT_BASE_URL": "ftp://127.0.0.1/v1"}, "http://"),
        ({**URL, "POLICY_CHAT_BASE_URL": "http://[::1/v1"}, "http://"),
        ({**URL, "POLICY_CHAT_BASE_URL": "http://me:secret@10.0.0.1/v1"}, "POLICY_CHAT_API_KEY"),
        ({**URL, "POLICY_CHAT_TIMEOUT": "0"}, "不能小于"),
        ({**URL, "POLICY_CHAT_CONCURRENCY": "1000"}, "不能大于"),
        ({**URL, "POLICY_CHAT_RETRIES": "zwei"}, "类型不对"),
        ({**URL, "POLICY_CHAT_OUTPUT": "xml"}, "只能是"),
    ],
)
def test_a_bad_setting_is_one_chinese_line(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], words: str
) -> None:
    with pytest.raises(BadSettings, match=words) as refused:
        loaded(monkeypatch, **environment)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_the_readme_tells_every_setting() -> None:
    told = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    assert [name for name in sorted(variable_names()) if name not in told] == []
