"""Force: the days a document sets itself, what others end, what sources.jsonl says, and what is no word on force."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from corpus.force import Force, force_of
from corpus.force_book import ForceBook
from corpus.library import Library
from corpus.manifest import SourceLine
from corpus.model import Document
from corpus.parse import parse_text
from corpus.repeals import repeals_of
from corpus.term import term_of

TODAY = date(2024, 6, 1)


def notice(
    name: str = "互联网诊疗管理办法",
    number: str | None = "某卫规〔2020〕3号",
    issued: str | None = "2020年4月1日",
    last: str = "",
    title: str | None = None,
) -> Document:
    title = title or f"某市卫生健康委员会关于印发某市{name}的通知"
    lines = [
        title,
        *([number] if number else []),
        "各县（市、区）卫生健康局：",
        f"现将《某市{name}》印发给你们，请遵照执行。",
    ]
    lines += ["某市卫生健康委员会", *([issued] if issued else []), f"某市{name}"]
    lines += [
        "第一条 为了规范管理，制定本办法。",
        "第二条 医疗机构执业许可证有效期5年。",
        f"第三条 {last or '本办法由某市卫生健康委员会解释。'}",
    ]
    return parse_text("\n".join(lines), f"{name}.txt")


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("本办法自2020年5月1日起施行，有效期5年。", "2020-05-01", "2025-04-30"),
        ("本办法自2020年5月1日起施行。有效期五年。", "2020-05-01", "2025-04-30"),
        ("本办法自印发之日起施行，有效期三年。", "2020-04-01", "2023-03-31"),
        ("本办法自发布之日起30日后施行。", "2020-05-02", None),
        ("本办法自公布之日起施行。", "2020-04-01", None),
        ("本办法自二〇二〇年五月一日起施行，有效期至2025年4月30日。", "2020-05-01", "2025-04-30"),
        ("本办法由市卫生健康委员会负责解释，自2020年6月1日起实施。", "2020-06-01", None),
        ("施行日期。自2020年5月1日起施行。", "2020-05-01", None),
        ("《某市互联网诊疗管理办法》自2020年5月1日起施行。", "2020-05-01", None),
        ("本办法自2020年5月1日起试行，试行期2年。", "2020-05-01", "2022-04-30"),
        ("本办法自2020年5月1日起试行，试行一年。", "2020-05-01", "2021-04-30"),
        ("本办法自2020年5月1日起施行，至2022年12月31日止。", "2020-05-01", "2022-12-31"),
        ("本办法自2020年5月起执行，有效期暂定2年。", "2020-05-01", "2022-04-30"),
        ("本办法自2020年2月29日起施行，有效期1年。", "2020-02-29", "2021-02-27"),
        ("本办法有效期至2024年6月30日。", None, "2024-06-30"),
        ("本办法自2020年5月1日起施行，有效期5年。\n第四条 本办法自2020年5月1日起施行。", "2020-05-01", "2025-04-30"),
        ("本规范性文件自公布之日起30日后实施，有效期五年。", "2020-05-02", "2025-05-01"),
        ("本实施细则自2021年10月1日起施行，有效期五年。有效期届满前将依法评估修订。", "2021-10-01", "2026-09-30"),
        ("本办法自2022年2月1日起施行，2027年1月31日失效。", "2022-02-01", "2027-01-31"),
        ("本通知自2021年7月1日起执行，执行期限暂定至2023年12月31日。", "2021-07-01", "2023-12-31"),
        ("以上政策措施自发布之日起施行，有效期至2023年12月31日。", "2020-04-01", "2023-12-31"),
        ("本政策有效期为2022年1月1日至2024年12月31日。", None, "2024-12-31"),
        ("本公告自2020年1月1日起执行至2022年12月31日。", "2020-01-01", "2022-12-31"),
        ("本办法经市政府常务会议通过，现予公布，自2021年3月1日起施行。", "2021-03-01", None),
        ("本方案自发文之日起施行，试行期三年。", "2020-04-01", "2023-03-31"),
        ("本办法自2020年5月1日起施行，有效期5年，由市卫生健康委员会负责解释。", "2020-05-01", "2025-04-30"),
        # not of this document
        ("本办法自2020年5月1日起施行。\n许可证有效期5年。", "2020-05-01", None),
        ("本办法自2020年5月1日起施行，核发的备案证有效期5年。", "2020-05-01", None),
        ("本市新的医保目录自2022年1月1日起执行。", None, None),
        ("取得的备案凭证自备案之日起有效期2年。", None, None),
        ("本办法所称电子处方，有效期为3天；电子凭证有效期1年。", None, None),
        ("鼓励各地自2022年1月1日起试行按病种付费。", None, None),
        ("省级公立医院自2022年1月1日起施行统一价格。", None, None),
        ("新的收费标准自2020年7月1日起执行。", None, None),
        ("《中华人民共和国医师法》自2022年3月1日起施行。", None, None),
        ("本办法规定的缴费标准自2021年1月1日起执行。", None, None),
        ("医师资格证书有效期为3年。", None, None),
        ("将第三条修改为：“本办法自2019年1月1日起施行。”", None, None),
        ("自2021年1月1日起，全面实施分级诊疗。", None, None),
        ("本办法施行前已经取得许可的机构，自2021年1月1日起执行新标准。", None, None),
        # no calendar has it; two readings
        ("本办法自2020年2月30日起施行。", None, None),
        ("本通知自2020年5月1日起施行。\n第四条 本办法自2020年6月1日起施行。", None, None),
        ("本办法自印发之日起30个工作日后施行。", None, None),
    ],
)
def test_the_days_that_a_text_sets_itself(words: str, since: str | None, until: str | None) -> None:
    document = notice(last=words)
    term = term_of(document)
    shown = tuple(d.isoformat() if d else None for d in (term.since, term.until))
    assert shown == (since, until)
    for span, day in ((term.since_span, term.since), (term.until_span, term.until)):
        assert day is None or (span is not None and span.of(document.text) in words)


def test_unknown_days_are_said_not_guessed() -> None:
    unsigned = notice(issued=None, last="本办法自印发之日起施行，有效期3年。")
    term = term_of(unsigned)
    assert (term.since, term.until) == (None, None) and any("成文日期不详" in n for n in term.notes)
    both = notice(last="本通知自2020年5月1日起施行。\n第四条 本办法自2020年6月1日起施行。")
    assert any("不止一个日期" in n for n in force_of(both, TODAY).notes)


@pytest.mark.parametrize(
    ("name", "words", "as_of", "status"),
    [
        ("管理办法", "本办法自2020年5月1日起施行，有效期5年。", date(2020, 4, 30), "尚未施行"),
        ("管理办法", "本办法自2020年5月1日起施行，有效期5年。", date(2020, 5, 1), "现行"),
        ("管理办法", "本办法自2020年5月1日起施行，有效期5年。", date(2025, 4, 30), "现行"),
        ("管理办法", "本办法自2020年5月1日起施行，有效期5年。", date(2025, 5, 1), "废止"),
        ("管理办法（试行）", "本办法自2020年5月1日起试行，试行期2年。", date(2021, 1, 1), "试行"),
        ("管理办法（试行）", "本办法自2020年5月1日起试行，试行期2年。", date(2023, 1, 1), "废止"),
        ("管理办法（征求意见稿）", "本办法自2020年5月1日起施行。", TODAY, "征求意见稿"),
        ("管理办法", "", date(2019, 1, 1), "尚未施行"),
        ("管理办法", "", TODAY, "现行"),
    ],
)
def test_the_status_on_a_day(name: str, words: str, as_of: date, status: str) -> None:
    found = force_of(notice(name, last=words), as_of)
    assert found.status == status
    assert found.reason.endswith("。")


def book(*documents: Document) -> ForceBook:
    return ForceBook.of(documents)


OLD = notice("远程医疗管理办法", "某卫发〔2015〕2号", "2015年3月1日")


@pytest.mark.parametrize(
    "words",
    [
        "本办法自2020年5月1日起施行，《某市远程医疗管理办法》（某卫发〔2015〕2号）同时废止。",
        "本办法自2020年5月1日起施行。2015年印发的《某市远程医疗管理办法》同时废止。",
        "本办法自2020年5月1日起施行，《某市甲办法》（某卫发〔2014〕1号）、《某市远程医疗管理办法》（某卫发〔2015〕2号）同时废止。",
        "本办法自2020年5月1日起施行，代替《某市远程医疗管理办法》（某卫发〔2015〕2号）。",
        "本办法自2020年5月1日起施行，同时废止《某市远程医疗管理办法》《某市乙办法》。",
        "本办法自2020年5月1日起施行，原《某市远程医疗管理办法》不再执行。",
        "本办法自2020年5月1日起施行，原《某市远程医疗管理办法》自动失效。",
        "本办法自2020年5月1日起施行。《某市远程医疗管理办法》由本办法取代。",
        "本办法自2020年5月1日起施行。《某市远程医疗管理办法》（某卫发〔2015〕2号）自本办法施行之日起停止执行。",
        "本办法自2020年5月1日起施行。2015年3月1日某市卫生局印发的《某市远程医疗管理办法》、《某市甲办法》同时停止执行。",
        "本办法自2020年5月1日起施行，某卫发〔2015〕2号文件同时作废。",
    ],
)
def test_a_repeal_marks_the_other_document(words: str) -> None:
    new = notice(last=words)
    held = book(OLD, new)
    before, after = held.force(OLD.id, date(2020, 4, 30)), held.force(OLD.id, date(2020, 5, 1))
    assert (before.status, before.until) == ("现行", date(2020, 4, 30))
    assert (after.status, after.until, after.superseded_by) == ("废止", date(2020, 4, 30), new.id)
    assert after.by is not None and after.by.document == new.id and new.citation in after.reason
    assert held.superseded_by(OLD.id) == new.id and held.superseded_by(new.id) is None
    assert held.force(new.id, TODAY).status == "现行"


@pytest.mark.parametrize(
    "words",
    [
        "《某市远程医疗管理办法》（某卫发〔2015〕2号）不予废止。",
        "《某市远程医疗管理办法》废止前已经备案的，继续有效。",
        "《某市远程医疗管理办法》与本办法不一致的内容同时废止。",
        "依照《某市远程医疗管理办法》执行。依照前款取得的许可废止。",
        "《某市远程医疗管理办法（试行）》同时废止。",
        "《某市远程医疗管理办法》（某卫发〔2013〕9号）同时废止。",
    ],
)
def test_what_is_no_repeal_of_it(words: str) -> None:
    held = book(OLD, notice(last=words))
    assert held.force(OLD.id, TODAY).status == "现行" and held.superseded_by(OLD.id) is None


def test_a_repeal_of_clauses_is_partial() -> None:
    held = book(
        OLD,
        notice(
            last="本办法自2020年5月1日起施行，《某市远程医疗管理办法》（某卫发〔2015〕2号）第二条、第三条同时废止。"
        ),
    )
    found = held.force(OLD.id, TODAY)
    assert found.status == "部分失效" and [str(p) for p in found.clauses] == ["第二条", "第三条"]
    assert held.force(OLD.id, date(2019, 1, 1)).status == "现行"


def test_a_draft_repeals_nothing_and_yields_to_its_final() -> None:
    words = "本办法自2020年5月1日起施行，《某市远程医疗管理办法》（某卫发〔2015〕2号）同时废止。"
    draft = notice("互联网诊疗管理办法（征求意见稿）", None, "2020年1月1日", words)
    assert book(OLD, draft).force(OLD.id, TODAY).status == "现行"
    final = notice(last=words)
    held = book(draft, final, OLD)
    assert held.force(draft.id, TODAY).superseded_by == final.id
    assert "正式文件" in held.force(draft.id, TODAY).reason
    assert held.force(OLD.id, TODAY).status == "废止"


def test_a_revised_edition_takes_the_place_and_a_final_beside_a_trial_is_pointed_out() -> None:
    one, two = notice("甲类药品管理办法"), notice("甲类药品管理办法（2022年修订）", "某卫规〔2022〕8号", "2022年5月1日")
    held = book(one, two)
    assert held.force(one.id, date(2022, 4, 1)).status == "现行"
    assert held.force(one.id, date(2022, 6, 1)).status == "废止" and held.superseded_by(one.id) == two.id
    trial, plain = notice("乙类药品管理办法（试行）"), notice("乙类药品管理办法", "某卫规〔2022〕9号", "2022年5月1日")
    found = book(trial, plain).force(trial.id, TODAY)
    assert found.status == "试行" and found.superseded_by is None and any(plain.id in n for n in found.notes)


def test_a_decision_that_lists_repeals() -> None:
    lines = [
        "某市人民政府关于废止部分规范性文件的决定",
        "某府发〔2021〕5号",
        "根据《规章制定程序条例》，经清理，决定废止以下文件：",
    ]
    lines += ["1. 《某市远程医疗管理办法》（某卫发〔2015〕2号）", "2. 《某市互联网诊疗管理办法》（某卫规〔2020〕3号）"]
    decision = parse_text(
        "\n".join([*lines, "本决定自2021年7月1日起施行。", "某市人民政府", "2021年6月1日"]), "决定.txt"
    )
    assert {r.number for r in repeals_of(decision)} == {"某卫发〔2015〕2号", "某卫规〔2020〕3号"}
    held = book(OLD, notice(), decision)
    assert [held.force(d, date(2021, 6, 30)).status for d in (OLD.id, "某卫规〔2020〕3号")] == ["现行", "现行"]
    assert [held.force(d, date(2021, 7, 1)).status for d in (OLD.id, "某卫规〔2020〕3号")] == ["废止", "废止"]


def test_two_documents_of_one_title_leave_a_repeal_undecided() -> None:
    twin = notice("远程医疗管理办法", "某卫发〔2016〕7号", "2016年3月1日")
    held = book(OLD, twin, notice(last="本办法自2020年5月1日起施行，《某市远程医疗管理办法》同时废止。"))
    assert held.superseded_by(OLD.id) is None and held.superseded_by(twin.id) is None


@pytest.mark.parametrize(
    ("line", "status", "since", "until"),
    [
        ({"effective_on": "2024-07-01"}, "尚未施行", date(2024, 7, 1), None),
        ({"expires_on": "2024-05-31"}, "废止", date(2020, 4, 1), date(2024, 5, 31)),
        ({"expires_on": "2024-06-01"}, "现行", date(2020, 4, 1), date(2024, 6, 1)),
        (
            {"superseded_by": "某卫规〔2024〕1号", "expires_on": "2024-01-31"},
            "废止",
            date(2020, 4, 1),
            date(2024, 1, 31),
        ),
    ],
)
def test_sources_jsonl_goes_before_the_text(line: dict[str, str], status: str, since: date, until: date | None) -> None:
    found = force_of(notice(), TODAY, SourceLine.model_validate({"file": "甲.txt", **line}))
    assert (found.status, found.since, found.until) == (status, since, until)
    assert found.superseded_by == line.get("superseded_by")


def test_a_library_reads_force_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(notice(last="本办法自2020年5月1日起施行。").text, "utf-8")
    (tmp_path / "sources.jsonl").write_text(json.dumps({"file": "甲.txt", "expires_on": "2022-01-01"}) + "\n", "utf-8")
    found = Library.load(tmp_path).force("某卫规〔2020〕3号", TODAY)
    assert isinstance(found, Force) and (found.status, found.until) == ("废止", date(2022, 1, 1))


def test_the_projects_own_documents() -> None:
    library = Library.load()
    shown = {d.id: library.force(d.id, TODAY).status for d in library.documents}
    assert shown["蛟河市“十四五”医疗卫生服务体系规划(征求意见稿)"] == "征求意见稿"
    assert {s for i, s in shown.items() if "征求意见稿" not in i} == {"现行"}
    assert library.force("粤办函〔2022〕245号", date(2022, 7, 19)).status == "尚未施行"
