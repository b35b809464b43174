"""What can be set about the index: environment variables that start with ``POLICY_``, bounded and checked at load.

Example: ``POLICY_INDEX_DIR=/srv/policy-index POLICY_SEARCH_K=20 python -m index search "中医馆覆盖率"``.
A misspelt name such as ``POLICY_INDEXDIR`` is refused with the name that was probably meant.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import BadSettings

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "POLICY_"
_Settings = TypeVar("_Settings", bound=BaseSettings)


class IndexSettings(BaseSettings):
    """The index room's settings, one environment variable a field: ``index_dir`` is ``POLICY_INDEX_DIR``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    index_dir: Path = Field(default=ROOT / ".policy" / "index", description="索引文件夹")
    model_dir: Path = Field(default=ROOT / "index" / "model" / "e5-small-zh", description="向量模型文件夹")
    precision: Literal["auto", "float32", "bfloat16"] = Field(default="auto", description="向量模型的计算精度")
    search_k: int = Field(default=10, ge=1, le=200, description="默认返回几条")
    search_depth: int = Field(default=60, ge=10, le=1000, description="每一路检索取多少条来融合")
    weight_lexical: float = Field(
        default=2.0, ge=0, le=10, description="词语检索（BM25）的权重，再乘以问题被命中的程度"
    )
    weight_dense: float = Field(default=1.0, ge=0, le=10, description="向量检索的权重")
    fusion_constant: float = Field(default=10.0, ge=1, le=1000, description="倒数排名融合的常数")
    chroma_url: str | None = Field(
        default=None, description="Chroma 服务器地址，如 http://127.0.0.1:8000；默认用本机文件夹"
    )
    embed_batch: int = Field(default=32, ge=1, le=512, description="每批编码多少段")


@cache
def load_settings() -> IndexSettings:
    """Read the settings once a process; raises ``BadSettings`` in one Chinese line for a bad or misspelt one."""
    _refuse_misspelt(os.environ)
    return read_settings(IndexSettings, PREFIX)


def read_settings(model: type[_Settings], prefix: str) -> _Settings:
    """Read one room's settings from the environment; a bad value is a ``BadSettings`` that names its variable."""
    try:
        return model()
    except ValidationError as error:
        first = error.errors()[0]
        name = prefix + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSettings(f"设置 {name} 的值不可用：{_reason(first['type'], first.get('ctx', {}))}。") from error


def variable_names() -> frozenset[str]:
    """The environment variables that this room reads, for a check across all rooms."""
    return frozenset(PREFIX + name.upper() for name in IndexSettings.model_fields)


def _refuse_misspelt(environment: os._Environ[str] | dict[str, str]) -> None:
    """Refuse a ``POLICY_`` variable that is nearly one of ours; other rooms have their own."""
    known = variable_names()
    for name in environment:
        if not name.startswith(PREFIX) or name in known:
            continue
        near = get_close_matches(name, known, n=1, cutoff=0.9)
        if near:
            raise BadSettings(f"没有名为 {name} 的设置，是否想写 {near[0]}？请改正后重试。")


def _reason(kind: str, context: dict[str, object]) -> str:
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        return f"{'不能小于' if 'ge' in context else '不能大于'} {bound}"
    if kind == "literal_error":
        return f"只能是 {context.get('expected')}"
    return "类型不对"
