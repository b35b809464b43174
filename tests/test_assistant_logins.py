"""Who may log in, and who may change the documents: a users file, a pause after wrong passwords, keepers by name."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from gradio_client import Client

from assistant.__main__ import main
from assistant.logins import Logins, read_users, set_user
from assistant.web.context import Context, Permissions
from assistant.web.settings import load_page_settings, logins_of, permissions_of
from corpus.errors import BadSettings, PolicyError
from tests.builders_web import GUANGXI, MEIZHOU, Scripted, serving

PASSWORD = "正确的密码一二三"


@pytest.fixture
def users(tmp_path: Path) -> Path:
    path = tmp_path / "users.txt"
    assert set_user(path, "张三", PASSWORD)
    return path


def test_the_right_password_alone_lets_in(users: Path) -> None:
    logins = Logins(users)
    assert logins.check("张三", PASSWORD)
    assert logins.check(" 张三 ", PASSWORD)
    assert not logins.check("张三", PASSWORD + "四")
    assert not logins.check("李四", PASSWORD)
    assert not logins.check("", "")


def test_the_file_holds_no_password_and_is_read_by_its_owner_alone(users: Path) -> None:
    assert PASSWORD not in users.read_text("utf-8")
    assert users.stat().st_mode & 0o077 == 0


def test_a_password_can_be_changed_and_a_name_added_while_the_page_runs(users: Path) -> None:
    logins = Logins(users)
    assert not set_user(users, "张三", "另一个密码八九十")
    assert set_user(users, "李四", PASSWORD)
    assert (logins.check("张三", PASSWORD), logins.check("张三", "另一个密码八九十"), logins.check("李四", PASSWORD)) == (
        False, True, True,
    )  # fmt: skip


def test_after_five_wrong_passwords_even_the_right_one_waits(users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_user(users, "李四", PASSWORD)
    logins = Logins(users)
    for _ in range(5):
        assert not logins.check("张三", "猜一猜")
    assert not logins.check("张三", PASSWORD)
    assert logins.check("李四", PASSWORD)
    now = time.monotonic
    monkeypatch.setattr("assistant.logins.time.monotonic", lambda: now() + 61)
    assert logins.check("张三", PASSWORD)


@pytest.mark.parametrize(("name", "password"), [("a:b", PASSWORD), ("", PASSWORD), ("张 三", PASSWORD), ("张三", "短")])
def test_unfit_names_and_passwords_are_refused(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(PolicyError):
        set_user(tmp_path / "users.txt", name, password)
    assert read_users(tmp_path / "users.txt") == {}


def test_a_file_without_anybody_and_a_damaged_one_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="还没有人"):
        Logins(tmp_path / "none.txt")
    (tmp_path / "bad.txt").write_text("张三:明文密码\n", encoding="utf-8")
    with pytest.raises(BadSettings, match="第1行看不懂"):
        Logins(tmp_path / "bad.txt")


def test_settings_say_who_may_change(users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_PAGE_USERS", str(users))
    monkeypatch.setenv("POLICY_PAGE_KEEPERS", "张三，李四, ")
    settings = load_page_settings({})
    assert logins_of(settings) is not None
    permissions = permissions_of(settings, only_here=True)
    assert [permissions.may_change(name) for name in ("张三", "李四", "王五", None)] == [True, True, False, False]


@pytest.mark.parametrize(("only_here", "may"), [(True, True), (False, False)])
def test_without_a_login_only_this_machine_may_change(only_here: bool, may: bool) -> None:
    permissions = permissions_of(load_page_settings({}), only_here=only_here)
    assert permissions.may_change(None) is may


def test_settings_that_cannot_hold_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSettings, match="POLICY_PAGE_USERS"):
        load_page_settings({"POLICY_PAGE_USER": "x"})
    monkeypatch.setenv("POLICY_PAGE_KEEPERS", "张三")
    with pytest.raises(BadSettings, match="POLICY_PAGE_USERS"):
        load_page_settings({})


def test_the_command_adds_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert main(["user", "王五", "--file", str(tmp_path / "u.txt")]) == 0
    assert "已添加：王五" in capsys.readouterr().out
    assert Logins(tmp_path / "u.txt").check("王五", PASSWORD)


def test_nothing_is_answered_without_a_login(users: Path) -> None:
    answers = Scripted()
    with serving(Context(answers, Permissions()), Logins(users)) as url:
        client = Client(url, auth=("张三", PASSWORD), verbose=False)
        got = client.predict(GUANGXI, [{"role": "user", "content": MEIZHOU}], api_name="/ask")
        assert got["answer"] == "广西为3.93人 [1]。"
        client.close()
        with pytest.raises(Exception, match=r"(?i)auth|credential|login|401"):
            Client(url, verbose=False).predict(MEIZHOU, [], api_name="/ask")
        assert len(answers.asked) == 1
