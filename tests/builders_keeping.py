"""A documents folder of its own with an index and a keeper, for the tests that take documents in and out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from assistant.ask import Assistant
from assistant.keeping.holder import Holder
from assistant.keeping.keeper import Keeper
from assistant.keeping.preview import Upload
from corpus.library import Library
from index import manifest as manifests
from index.build import build
from index.retriever import Retriever
from tests.builders_assistant import JIAXING, LISHUI, TODAY
from tests.builders_index import CountingEncoder

QUZHOU = """衢州市医疗服务能力提升行动方案
衢政办发〔2024〕9号

一、总体目标
到2026年,每千人口注册护士数达到5.1人,县域内就诊率达到92%以上。
二、重点任务
(一)加强护理队伍建设。到2026年,护理试点医院不超过4所。(市卫生健康委牵头,市财政局配合)
(二)完善院前急救网络。城市急救站服务半径不超过6公里。

衢州市人民政府办公室
2024年4月8日
"""
QUZHOU_NUMBER = "衢政办发〔2024〕9号"
LISHUI_NUMBER = "丽政办发〔2024〕8号"


@dataclass
class Told:
    """Keeps what it was told of a change's progress."""

    stages: list[tuple[str, int, int]] = field(default_factory=list)

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.stages.append((stage, done, total))


@dataclass
class House:
    """All that a test of keeping needs."""

    folder: Path
    index_dir: Path
    holder: Holder
    keeper: Keeper
    tell: Told = field(default_factory=Told)

    @property
    def ids(self) -> list[str]:
        return sorted(d.id for d in self.holder.library.documents)


def house(root: Path) -> House:
    """丽水's and 嘉兴's plans in a folder, indexed with a quick encoder."""
    folder, index_dir = root / "documents", root / "index"
    folder.mkdir(parents=True)
    (folder / "lishui.txt").write_text(LISHUI, encoding="utf-8")
    (folder / "jiaxing.txt").write_text(JIAXING, encoding="utf-8")
    encoder = CountingEncoder()

    def opened(library: Library) -> Assistant:
        return Assistant(
            library, Retriever.open(index_dir, corpus_digest=library.digest, encoder=CountingEncoder()), TODAY
        )

    library = Library.load(folder)
    build(library, index_dir, encoder=encoder)
    holder = Holder(opened(library), lambda: opened(Library.load(folder)), lambda: manifests.current(index_dir).name)
    return House(folder, index_dir, holder, Keeper(folder, index_dir, holder, opened, encoder))


def upload(text: str = QUZHOU, name: str = "衢州市方案.txt") -> Upload:
    return Upload(name, text.encode())
