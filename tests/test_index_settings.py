from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import BadSettings
from index.settings import load_settings, variable_names


@pytest.fixture(autouse=True)
def _fresh() -> object:
    load_settings.cache_clear()
    yield None
    load_settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("POLICY_SEARCH_K", "0", "不能小于 1"),
        ("POLICY_SEARCH_K", "9999", "不能大于 200"),
        ("POLICY_WEIGHT_DENSE", "-1", "不能小于 0"),
        ("POLICY_WEIGHT_DENSE", "多", "POLICY_WEIGHT_DENSE"),
        ("POLICY_PRECISION", "int4", "只能是"),
        ("POLICY_INDEXDIR", "/x", "是否想写 POLICY_INDEX_DIR"),
    ],
)
def test_bad_settings_are_refused_in_chinese(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=says):
        load_settings()


def test_settings_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLICY_INDEX_DIR", str(tmp_path))
    monkeypatch.setenv("POLICY_CHAT_MODEL", "another room's")
    assert load_settings().index_dir == tmp_path
    assert "POLICY_INDEX_DIR" in variable_names()
