"""Who may log in to the page: a file of names and salted scrypt digests, one a line, and a pause after wrong passwords.

``python -m assistant user 张三`` writes a line; nobody types a digest. The file is read at each login, so that a new name
holds at once; whoever is logged in stays so until the page is started anew.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import threading
import time
from pathlib import Path

from corpus.errors import BadSettings, PolicyError

SHORTEST = 8
_TRIES, _PAUSE = 5, 60.0
"""So many wrong passwords for a name, and for so many seconds no further one is looked at."""
_NAME = re.compile(r"[^\s:：,，]{1,40}")
_COST = {"n": 2**14, "r": 8, "p": 1}


class Logins:
    """Checks names and passwords against a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._wrong: dict[str, list[float]] = {}
        if not read_users(path):
            raise BadSettings(f"用户文件“{path}”里还没有人，请先运行 python -m assistant user 姓名 --file {path}。")

    def check(self, name: str, password: str) -> bool:
        """Whether this is a known name with its password; a name that was just tried too often has to wait."""
        name = name.strip()
        with self._lock:
            since = time.monotonic() - _PAUSE
            recent = [at for at in self._wrong.get(name, []) if at > since]
            self._wrong[name] = recent
            if len(recent) >= _TRIES:
                return False
        salt, digest = read_users(self.path).get(name, ("00" * 16, ""))
        right = hmac.compare_digest(_digest(password, salt), digest)
        with self._lock:
            if right:
                self._wrong.pop(name, None)
            else:
                self._wrong.setdefault(name, []).append(time.monotonic())
                while len(self._wrong) > 1000:
                    self._wrong.pop(next(iter(self._wrong)))
        return right


def read_users(path: Path) -> dict[str, tuple[str, str]]:
    """Salt and digest by name; raises ``BadSettings`` for a file that can't be read as such."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"读不了用户文件“{path}”，请检查路径和权限。") from error
    users = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = re.fullmatch(rf"({_NAME.pattern}):([0-9a-f]{{32}}):([0-9a-f]{{128}})", line.strip())
        if match is None:
            raise BadSettings(f"用户文件“{path}”第{number}行看不懂，请删去这一行，再用 python -m assistant user 添加。")
        users[match[1]] = (match[2], match[3])
    return users


def set_user(path: Path, name: str, password: str) -> bool:
    """Add a name, or give it another password; tells whether it is new. Raises ``PolicyError`` for an unfit one."""
    if not _NAME.fullmatch(name):
        raise PolicyError(f"“{name}”不能作登录名：不要空格、冒号和逗号，不超过40个字。")
    if len(password) < SHORTEST:
        raise PolicyError(f"密码太短，至少{SHORTEST}个字符。")
    users = read_users(path)
    is_new = name not in users
    salt = secrets.token_hex(16)
    users[name] = (salt, _digest(password, salt))
    text = "".join(f"{n}:{s}:{d}\n" for n, (s, d) in users.items())
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        aside.replace(path)
    except OSError as error:
        raise PolicyError(f"写不了用户文件“{path}”（{error.strerror}），请检查路径和权限。") from error
    return is_new


def _digest(password: str, salt: str) -> str:
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), dklen=64, **_COST).hex()
