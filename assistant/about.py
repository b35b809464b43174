"""What this assistant is, told honestly: what it answers from, how well it was found to, what it can't do, what leaves the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from assistant.ask import Assistant
from assistant.chat.settings import ChatSettings, load_chat_settings
from assistant.measured.report import ROOT, Mean
from assistant.measured.trend import points

PROGRAM = "policy-assistant"
_TOLD = ("gradio", "chromadb", "langchain-core", "sentence-transformers", "tantivy", "jieba")
LIMITS = (
    "只依据文件库里的文件作答。库里没有的地区、文件、年份、金额一律拒答；“相近的条款”只供阅读，不是依据。",
    "“现行”的意思是库里没有它被废止或替代的记录，不等于已向发文机关核实；重要用途请核对原件。",
    "“已到期”只是日期过了，不等于没有完成；台账不知道完成情况。",
    "口语、简称、少见的版式会认不出来，因而误拒；换成文件里的说法再问，往往就有。",
    "逐项核对查数字、年份、单位、机构、否定和引文，查不出语气和言外之意；整句引用原文是为了少改写。",
    "目标、责任、时限由规则抽取，散文里写得含混的会漏；打散的表格数不清行列时保留文字，不还原。",
    "扫描件要另装识别组件，识别的文字须人工核对；条款编号是图片或自动编号的，会留在段落里。",
    "对照按字词比对，换了说法的句子可能配不上；说“没有写”是指没有一句话写到这个主题。",
)


@dataclass(frozen=True, slots=True)
class About:
    """The facts of the page; ``measured`` are the main figures of the last saved run by suite, empty where none was."""

    version: str
    libraries: Mapping[str, str]
    documents: int
    clauses: int
    passages: int
    embedding: str
    model: str
    sent_to: str | None
    measured: Mapping[str, Mean]
    measured_on: str
    limits: tuple[str, ...] = LIMITS


def about(assistant: Assistant) -> About:
    """The facts as they are now."""
    settings = load_chat_settings() if assistant.writer is not None else None
    known = points()
    manifest = assistant.retriever.manifest
    return About(
        version=_version(PROGRAM, ROOT / "pyproject.toml"),
        libraries={name: _version(name) for name in _TOLD},
        documents=len(assistant.library.documents),
        clauses=sum(1 for d in assistant.library.documents for _ in d.walk()),
        passages=manifest.passages,
        embedding=manifest.model,
        model=settings.model if settings else "",
        sent_to=sent_to(settings) if settings else None,
        measured=known[-1].means if known else {},
        measured_on=known[-1].started[:10] if known else "",
    )


def sent_to(settings: ChatSettings) -> str | None:
    """The machine that questions and clauses are sent to; ``None`` where nothing leaves this one."""
    return None if settings.loopback else urlsplit(settings.base_url).hostname


def _version(name: str, project: Path | None = None) -> str:
    """An installed package's version; of this program, where it is not installed, from its project file."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        if project is None or not project.is_file():
            return "未安装"
        lines = project.read_text(encoding="utf-8").splitlines()
        return next((line.split('"')[1] for line in lines if line.startswith("version")), "不详")
