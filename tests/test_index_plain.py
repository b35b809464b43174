from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

import index.plain
from corpus.errors import ModelUnavailable
from index.plain import PlainPipeline
from tests.builders_index import CountingEncoder

MEIZHOU = "一、总体要求\n坚持公益性。\n(一)建强卫生健康人才队伍。到2025年,每万人口拥有全科医生数达到4人。"
GUANGXI = "一、促进医养结合。鼓励医养共享，扩大托育服务。\n" + "二、加强村卫生室建设，落实乡村医生待遇。" * 30


class Counted(Embeddings):
    """The tests' encoder in LangChain's clothes."""

    def __init__(self) -> None:
        self.encoder = CountingEncoder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [vector.tolist() for vector in self.encoder.encode_document(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(x) for x in self.encoder.encode_query(text)]


def test_it_splits_finds_narrows_and_adds(tmp_path: Path) -> None:
    plain = PlainPipeline(tmp_path, tmp_path, Counted())
    chunks = plain.build([("梅州.txt", MEIZHOU), ("广西.txt", GUANGXI)])
    assert chunks == plain.size > 2
    text, source, score = plain.search("每万人口全科医生数", 1)[0]
    assert source == "梅州.txt" and "全科医生数达到4人" in text and 0 < score <= 1.001
    narrowed = plain.search("每万人口全科医生数", 10, sources=["广西.txt"])
    assert narrowed and {source for _, source, _ in narrowed} == {"广西.txt"}
    assert max(len(text) for text, _, _ in narrowed) <= 350
    assert plain.search("全科医生", 5, sources=[]) == []
    assert plain.add("汉中.txt", "推进医保支付方式改革，按病种付费。") == 1
    assert plain.search("按病种付费", 1)[0][1] == "汉中.txt"
    plain.close()


def test_batches_above_the_stores_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.plain, "_BATCH", 3)
    plain = PlainPipeline(tmp_path, tmp_path, Counted())
    assert plain.build((f"{i}.txt", f"第{i}份文件。") for i in range(8)) == plain.size == 8
    plain.close()


def test_a_missing_package_is_one_line_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.plain, "find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable, match=r"pip install .*bench") as error:
        PlainPipeline(tmp_path, tmp_path)
    assert "\n" not in str(error.value)
