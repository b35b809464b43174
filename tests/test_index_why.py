from __future__ import annotations

import pytest

from index.names import Named
from index.why import narrowing, shared_words, why

PASSAGE = "梅州市实施方案\n建强队伍\n到2025年,每万人口拥有全科医生数达到4人。"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("每万人口全科医生数", ["每万人口", "全科医生数"]),
        ("全科医生数，每万人口", ["全科医生数", "每万人口"]),
        ("２０２５年的队伍", ["2025", "队伍"]),
        ("家庭大夫", []),
        ("", []),
    ],
)
def test_shared_words(query: str, words: list[str]) -> None:
    assert shared_words(query, PASSAGE) == words


@pytest.mark.parametrize(
    ("named", "searched", "reason"),
    [
        (Named(), ["甲", "乙"], ""),
        (Named(documents=("甲",), places=("梅州市",)), ["甲"], "文件：按“梅州市”收窄"),
        (
            Named(documents=("甲",), places=("梅州市",), issuers=("市府办",), years=("2024",)),
            ["甲"],
            "文件：按“梅州市”“市府办”“2024年印发”收窄",
        ),
        (Named(documents=("甲",)), ["甲"], "文件：按文号或标题收窄"),
        (Named(documents=("甲",), places=("梅州市",)), ["甲", "乙"], ""),  # searched more widely than named
    ],
)
def test_narrowing(named: Named, searched: list[str], reason: str) -> None:
    assert narrowing(named, searched) == reason


def test_why_in_one_line() -> None:
    narrowed = "文件：按“梅州市”收窄"
    line = why("全科医生数", PASSAGE, ("词语", "语义"), narrowed)
    assert line == "词语：全科医生数；语义；文件：按“梅州市”收窄"
    assert why("家庭大夫", PASSAGE, ("语义",)) == "语义"
    assert why("家庭大夫", PASSAGE, ("词语", "语义")) == "词语；语义"
