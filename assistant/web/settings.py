"""What can be set about the page: environment variables that start with ``POLICY_PAGE_``, checked at load.

``POLICY_PAGE_USERS=/srv/policy/users.txt POLICY_PAGE_KEEPERS=张三,李四 python -m assistant serve --host 0.0.0.0``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.logins import Logins
from assistant.web.context import Permissions
from corpus.errors import BadSettings

PREFIX = "POLICY_PAGE_"


class PageSettings(BaseSettings):
    """The page's settings, one environment variable a field: ``users`` is ``POLICY_PAGE_USERS``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    users: Path | None = Field(default=None, description="用户文件；设了就要登录（用 python -m assistant user 添加）")
    keepers: str = Field(default="", description="文件管理员的登录名，用逗号隔开：只有他们可以收文、撤文")

    @property
    def keeper_names(self) -> frozenset[str]:
        """The names, whichever comma parts them."""
        return frozenset(name.strip() for name in self.keepers.replace("，", ",").split(",") if name.strip())


def load_page_settings(environment: Mapping[str, str] = os.environ) -> PageSettings:
    """Read the settings; raises ``BadSettings`` in one Chinese line for a misspelt one or keepers that can't log in."""
    known = {PREFIX + name.upper() for name in PageSettings.model_fields}
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1)
            raise BadSettings(f"没有名为 {name} 的设置，可用的有 {'、'.join(near or sorted(known))}，请改正后重试。")
    settings = PageSettings()
    if settings.keeper_names and settings.users is None:
        raise BadSettings(f"设置了 {PREFIX}KEEPERS，还要设置 {PREFIX}USERS，文件管理员才能登录。")
    return settings


def logins_of(settings: PageSettings) -> Logins | None:
    """Who may log in; ``None`` where the page is open to whoever sees it."""
    return None if settings.users is None else Logins(settings.users)


def permissions_of(settings: PageSettings, *, only_here: bool) -> Permissions:
    """With a login the keepers alone may change documents; without one whoever sits at this machine, and nobody afar."""
    return Permissions(everyone=only_here and settings.users is None, keepers=settings.keeper_names)
