"""A run of the evaluation made up of scores alone, as its files hold one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.results import Result
from eval.run import Report
from eval.run_info import RunInfo
from eval.score import Score


def report_of(
    values: Mapping[str, Sequence[float]], *, measure: Mapping[str, str] | None = None, words: str = ""
) -> Report:
    """A report whose suites have these values of their main measure; ``words`` stand in every text of its results."""
    results = tuple(
        _result(suite, number, value, (measure or {}).get(suite, "right"), words)
        for suite, listed in values.items()
        for number, value in enumerate(listed)
    )
    info = RunInfo(
        assistant="composed", suites=dict.fromkeys(values, "0"), scoring=1, k=10, as_of="2026-01-01", limit=None,
        seed=1, commit="0123456789abcdef", changed=False, corpus="c", prompts="p", models={"语言模型": words or "无"},
        settings={}, machine="测试机", started="2026-01-01T08:00:00+00:00", seconds=1.0, workers=1,
    )  # fmt: skip
    return Report(info, results)


def _result(suite: str, number: int, value: float, measure: str, words: str) -> Result:
    id_ = f"{suite}-{number}"
    scores = (Score(measure, value, words or "要点齐全"), Score("latency", 12.0, "12毫秒"))
    return Result(
        id=id_, case=id_, suite=suite, kind="target", wording="formal", difficulty="easy", documents=(),
        question=f"{id_}的问题{words}", gold=words, answer=words, scores=scores,
    )  # fmt: skip
