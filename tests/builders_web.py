"""A scripted assistant for the page's tests, and a server around it on a free port of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import uvicorn

from assistant.answer import Answer, Citation, Claim, Refusal, Rows
from assistant.ask import Turn
from assistant.events import Event, Final
from assistant.feedback import FEEDBACK
from assistant.logins import Logins
from assistant.scope import Scope
from assistant.web.context import Context, Permissions
from assistant.web.serve import address, application, listen
from assistant.web.session import Answers
from corpus.errors import PolicyError
from corpus.library import Library
from corpus.model import ClauseId, Span
from corpus.path import ClausePath
from tests.builders_assistant import parsed
from tests.builders_index import library

CLAUSE = (
    "(一)加强人才队伍建设。到2025年,每千人口注册护士数达到3.02人,每万人口全科医生数达到4.32人。"
    "落实“两个允许”要求,完善岗位管理。(市卫生健康局、市财政局按职责分工负责)"
)
FIGURE, DUTY = "每万人口全科医生数达到4.32人", "市卫生健康局、市财政局按职责分工负责"
PLAN = f"""梅州市卫生健康规划
梅市府〔2022〕12号

一、总体要求
到2025年,基本建成优质高效的医疗卫生服务体系。
二、主要任务
{CLAUSE}
(二)完善院前急救网络。城市急救站服务半径不超过8公里。(市卫生健康局、市公安局按职责分工负责)
(三)发展普惠托育。支持社会力量举办托育机构。
三、组织保障
各县(市、区)要加强督查,按季度通报进展。

梅州市人民政府
2022年3月5日
"""
REFORM = """广西深化医改方案

一、主要目标
每万人口全科医生数3.93人。
二、重点任务
推进医保支付方式改革。
"""
MEIZHOU, GUANGXI, WEATHER = "梅州到2025年全科医生数要达到多少?", "那广西呢?", "明天天气怎么样?"
COMPARE, WHICH, BROKEN, CRASH = "比较两地全科医生数", "全科医生数?", "索引坏了吗?", "崩溃?"


def citation(
    marker: int = 1,
    quote: str = FIGURE,
    *,
    text: str = CLAUSE,
    title: str = "梅州市卫生健康规划",
    number: str | None = "梅市府〔2022〕12号",
    path: str = "二、（一）",
    warnings: tuple[str, ...] = (),
) -> Citation:
    """A citation of the Meizhou clause, or of what is given instead."""
    where = ClausePath.parse(path)
    start = max(0, text.find(quote))
    return Citation(
        marker=marker,
        clause=ClauseId(number or title, where),
        source="plan.txt",
        title=title,
        number=number,
        label=where.label,
        headings=("主要任务", "加强人才队伍建设"),
        quote=quote,
        span=Span(start, start + len(quote)),
        text=text,
        warnings=warnings,
    )


def answers_told() -> dict[str, Answer]:
    """What the scripted assistant says to each question."""
    draft = "本文件是征求意见稿，不是正式印发的文件。"
    guangxi = citation(
        1, "3.93人", text="每万人口全科医生数3.93人。", title="广西深化医改方案", number=None, warnings=(draft,)
    )
    none = Refusal("not_found", "库中的文件没有写天气，因此不作回答。")
    return {
        MEIZHOU: Answer(
            MEIZHOU,
            f"到2025年，{FIGURE} [1]。\n由{DUTY} [2]，另见 [1]。",
            (Claim("到2025年", (1,)), Claim("负责", (2,))),
            (citation(1), citation(2, DUTY)),
            understood=("按“梅州市”理解。",),
        ),
        GUANGXI: Answer(GUANGXI, "广西为3.93人 [1]。", (Claim("3.93人", (1,)),), (guangxi,), notes=(draft,)),
        COMPARE: Answer(
            COMPARE,
            "两地目标不同。",
            (Claim("两地目标不同", (1, 2)),),
            (citation(1), citation(2, "3.93人", text="每万人口全科医生数3.93人。", title="广西深化医改方案")),
            rows=Rows(("地区", "目标", "依据"), (("梅州", "4.32人", "[1]"), ("广西", "3.93人", "[2]"))),
        ),
        WEATHER: Answer(WEATHER, none.text, refusal=none, reading=(citation(1),)),
        WHICH: Answer(
            WHICH, "请问是哪里的？", refusal=Refusal("unclear", "请问是哪里的？"), choices=(MEIZHOU, COMPARE)
        ),
    }


@dataclass
class Scripted:
    """Says what it was told to say and remembers what it was asked."""

    told: dict[str, Answer] = field(default_factory=answers_told)
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    delay: float = 0.0
    library: Library = field(
        default_factory=lambda: library(
            parsed(PLAN, "梅州市", "plan.txt"), parsed(REFORM, "广西壮族自治区", "reform.txt")
        )
    )

    scopes: list[Scope] = field(default_factory=list)
    following: tuple[str, ...] = ()

    def day(self) -> date:
        return date(2026, 1, 1)

    def within(self, scope: Scope) -> Scripted:
        self.scopes.append(scope)
        return self

    def next_questions(self, answer: Answer, most: int = 3) -> tuple[str, ...]:
        return self.following[:most]

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        time.sleep(self.delay)
        if question == BROKEN:
            raise PolicyError("索引与文件不一致，请运行 make run 后再问。")
        if question == CRASH:
            raise RuntimeError("a defect inside")
        return self.told[question]

    def stream(
        self, question: str, history: Sequence[Turn] = (), stop: threading.Event | None = None
    ) -> Iterator[Event]:
        yield Final(self.ask(question, history))


@contextmanager
def served(
    answers: Answers, permissions: Permissions | None = None, feedback: Path | None = None, port: int = 0
) -> Iterator[str]:
    """The page over ``answers`` on a free port; gives its address."""
    with serving(Context(answers, permissions or Permissions(), feedback=feedback or FEEDBACK), port=port) as url:
        yield url


@contextmanager
def serving(context: Context, logins: Logins | None = None, port: int = 0) -> Iterator[str]:
    """The page over a whole context on a free port; gives its address."""
    with listen("127.0.0.1", port) as taken:
        app = application(context, logins)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        until = time.monotonic() + 30
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < until, "the server did not start in time"
            time.sleep(0.02)
        try:
            yield address(taken)
        finally:
            server.should_exit = True
            thread.join(10)
