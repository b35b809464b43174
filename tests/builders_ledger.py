"""Two small documents for the tests of the ledger, and a library of whatever texts a test names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.ledger.ledger import Ledger
from corpus.library import Library

CITY = """甲市人民政府办公室关于印发甲市医疗服务提升实施方案的通知
甲府办〔2024〕3号
各县(市、区)人民政府：
《甲市医疗服务提升实施方案》已经市人民政府同意，现印发给你们。
甲市人民政府办公室
2024年3月1日
甲市医疗服务提升实施方案
一、总体目标
到2025年，每万人口拥有全科医生数达到4人，县域内就诊率达到90%以上。
二、重点任务
（一）加强人才培养。到2027年，设置老年医学科的二级及以上综合性医院比例达到60%。每年培训不少于3次。（市卫生健康局牵头，市教育局、市财政局配合，各县（市、区）人民政府落实。以下均需各县（市、区）人民政府落实，不再列出）
（二）=1+1改善服务。推动服务改善。（市医保局、市卫生健康局等按职责分工负责）
（三）分项推进。（市民政局牵头）
1.到2026年，新建养老机构5家。
"""
COUNTY = """乙县卫生健康规划（征求意见稿）
一、目标
到2025年，每万常住人口全科医生数达到4.5人。到2030年底前，建成医养结合机构2所。
二、指标
到2025年，二级以上综合性医院设立老年医学科比例达到60%以上。
"""


def library_of(folder: Path, *texts: str) -> Library:
    """A library of text files, in the order given."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return Library.load(folder)


def small_ledger(folder: Path, as_of: date = date(2025, 12, 31)) -> Ledger:
    """The ledger of the city's and the county's document."""
    return Ledger(library_of(folder, CITY, COUNTY), as_of)
