"""A score: one measure of one answer, with its reason. "Does not apply" (``value`` None) is kept apart from zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from eval.cases import Case, Turn
from eval.clauses import Clauses
from eval.given import Given
from eval.match import Asked

Unit = Literal["share", "number", "ms"]


@dataclass(frozen=True, slots=True)
class Score:
    """One measure of one answer: by name, its value or ``None`` where it does not apply, and why, in Chinese."""

    name: str
    value: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a scorer looks at: the case, which of its turns, what came back, and the library's clauses."""

    case: Case
    number: int
    given: Given
    clauses: Clauses
    asked: Asked
    k: int = 10

    @property
    def turn(self) -> Turn:
        """The turn in question."""
        return self.case.turns[self.number]


Scorer = Callable[[Subject], list[Score]]


@dataclass(frozen=True, slots=True)
class Measure:
    """How a score is shown and judged: its Chinese name, its unit, whether less is better, and whether a model gave it
    (``by_model``: shown beside the others, never in the gate)."""

    title: str
    unit: Unit = "share"
    less_is_better: bool = False
    told: str = ""
    by_model: bool = False


MEASURES: dict[str, Measure] = {
    "right": Measure("答对", told="结果正确、要点齐全、没有不该说的、不是整篇照搬"),
    "both": Measure("答对且引全", told="答对，并且应引的条款都引了"),
    "facts": Measure("要点", told="要点中说对的比例（数值、单位、关系、年份、机构、是否、地区）"),
    "bodies_f1": Measure("机构F1", told="机构连同分工的 F1"),
    "citation_recall": Measure("引用召回", told="应引条款中引到的比例"),
    "citation_precision": Measure("引用精确", told="所引条款中应引或可引的比例"),
    "citation_f1": Measure("引用F1", told="引用召回与精确的调和平均"),
    "quote_exact": Measure("引文一字不差", told="引文确实是该条款中的原文的比例"),
    "faithful": Measure("数字有据", told="答案里的数字在所引条款中找得到的比例"),
    "refusal_recall": Measure("该拒则拒", told="不可回答的题中拒答的比例"),
    "refusal_precision": Measure("拒得有理", told="拒答中确实不可回答的比例"),
    "wrongly_refused": Measure("误拒", less_is_better=True, told="可回答的题被拒答的比例"),
    "asked_back": Measure("该问则问", told="问题不清时反问的比例"),
    "warnings": Measure("提示", told="应有的提示给出的比例（征求意见稿、已到期……）"),
    "recall_at_k": Measure("检索召回@k", told="检索前k条覆盖应引条款的比例"),
    "precision_at_k": Measure("检索精确@k", told="检索前k条中应引或可引的比例"),
    "mrr": Measure("MRR", told="第一条对的排在第几，取倒数"),
    "ndcg": Measure("nDCG@k", told="对的排得靠前的程度"),
    "answered": Measure("完全匹配", told="公开数据集：答案里有任一标准答案"),
    "length": Measure("答案字数", "number", True, "不含提示的字数"),
    "latency": Measure("用时", "ms", True, "一次回答的毫秒数"),
    "tokens": Measure("词元", "number", True, "语言模型用去的词元数"),
    "fluency": Measure("通顺（评委）", told="语言模型评的通顺，几次的平均；只评作了答的", by_model=True),
    "fluency_spread": Measure(
        "通顺分歧（评委）", less_is_better=True, told="同一答案几次所评最高与最低之差", by_model=True
    ),
    "completeness": Measure(
        "完整（评委）", told="语言模型评的要点齐全，几次的平均；只评作了答的，没答的看“误拒”", by_model=True
    ),
    "completeness_spread": Measure(
        "完整分歧（评委）", less_is_better=True, told="同一答案几次所评最高与最低之差", by_model=True
    ),
    "fact_recall": Measure("台账召回", told="手工标注的事实中抽出的比例"),
    "fact_precision": Measure("台账精确", told="抽出的事实中与标注相符的比例"),
    "claim_verdict": Measure("文稿判断", told="文稿里标注的论断中判断正确的比例（没有查出的算错）"),
    "claim_recall": Measure("文稿查出", told="文稿里标注的论断中查出的比例"),
    "claim_caught": Measure("错处抓到", told="有错的论断中被指出的比例"),
    "accusation_right": Measure("指错有理", told="指出的错处中确实有错的比例；没有标注的地方指错也算冤枉"),
    "wrongly_accused": Measure("误报", less_is_better=True, told="对的论断被说成错的比例"),
    "correction_right": Measure("改法正确", told="指出的错处中所提改法正确的比例"),
    "claim_located": Measure("依据条款", told="查出的论断中依据条款与标注相同的比例"),
    "cite_first": Measure("引用首选", told="想说的话（对的论断）给出的第一条正是它的依据，并说能支撑的比例"),
    "cite_held_back": Measure("错话不给引用", told="有错的论断没有条款被说成能支撑的比例"),
    "span_exact": Measure("位置精确", told="所标位置上正是所标文字的比例"),
}
