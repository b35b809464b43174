"""CSV, JSON, calendar and pictures, each read back."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from lxml import etree

from assistant.ledger.csv import safe_cell, write_csv
from assistant.ledger.export import export
from assistant.ledger.filters import Filters
from assistant.ledger.ledger import Ledger
from assistant.ledger.rows import VIEWS
from assistant.ledger.sheet import Column, Line, Sheet
from assistant.ledger.svg import Canvas
from corpus.errors import PolicyError
from corpus.library import Library
from tests.builders_ledger import small_ledger


@pytest.fixture(scope="module")
def five() -> Ledger:
    return Ledger(Library.load(), date(2025, 11, 22))


# CSV


def test_csv_opens_in_excel_and_reads_back(five: Ledger) -> None:
    content = export(five, "csv", ("targets",))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(five.rows("targets"))
    by_name = {d.citation: d.text for d in five.library.documents}
    for row in rows:
        assert row["原文依据"].removeprefix("'") in by_name[row["文件"]]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("＝1+1", "'＝1+1"),
        ("|x", "'|x"),
        ("到2025年", "到2025年"),
        ("1:1.62", "1:1.62"),
        ("", ""),
    ],
)
def test_no_csv_cell_is_a_formula(text: str, safe: str) -> None:
    assert safe_cell(text) == safe


def test_csv_of_dangerous_cells() -> None:
    sheet = Sheet(
        "任务",
        (Column("=头"), Column("日", "date"), Column("藏", width=0)),
        (Line(("=1+1\n=2", date(2025, 1, 1), "x")),),
    )
    assert write_csv(sheet).decode("utf-8-sig") == "'=头,日\r\n\"'=1+1\n=2\",2025-01-01\r\n"


def test_csv_holds_one_table(five: Ledger) -> None:
    with pytest.raises(PolicyError, match="一次只能放一张表"):
        export(five, "csv", ("tasks", "targets"))


# JSON


def test_json_rows_are_objects_with_their_proof(five: Ledger) -> None:
    told = json.loads(export(five, "json"))
    assert told["as_of"] == "2025-11-22"
    texts = {d.id: d.text for d in five.library.documents}
    for view in VIEWS:
        assert len(told[view]) == len(five.rows(view))
        for row in told[view]:
            assert row["document"] and row["label"] and row["quote"] and row["state"]
            for quote in row["quotes"]:
                assert texts[quote["document"]][quote["start"] : quote["end"]] == quote["text"]
    assert {b["role"] for r in told["tasks"] for b in r["bodies"]} == {"牵头", "配合", "负责", "落实"}
    assert {r["bodies_missing"] for r in told["tasks"] if r["region"] == "广西壮族自治区"} == {"文件未列责任单位"}
    assert told["compare"]


def test_json_tells_the_filters(five: Ledger) -> None:
    told = json.loads(export(five, "json", ("tasks",), Filters(region="梅州", year=2027)))
    assert told["filters"] == {"region": "梅州", "year": 2027}
    assert set(told) == {"as_of", "filters", "tasks"}


# Calendar


def _events(content: bytes) -> list[Any]:
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    for component in calendar.walk():
        assert not component.errors
    return list(calendar.walk("VEVENT"))


def test_calendar_has_an_event_a_dated_deadline(five: Ledger) -> None:
    content = export(five, "ics")
    events = _events(content)
    dated = [(r, d) for r in five.rows("tasks") for d in r.dues if d.by is not None]
    assert len(events) == len(dated)
    assert len({str(e["UID"]) for e in events}) == len(events)
    for event, (row, due) in zip(events, dated, strict=True):
        assert event["DTSTART"].dt == due.by
        assert due.by is not None and event["DTEND"].dt == due.by + timedelta(days=1)
        assert row.clause.label in str(event["SUMMARY"])
        assert row.quote.replace("\r", "") in str(event["DESCRIPTION"])
        if row.document.region == "广西壮族自治区":
            assert "文件未列责任单位" in str(event["DESCRIPTION"])
        assert (str(event["STATUS"]) == "TENTATIVE") == (row.document.status == "征求意见稿")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_uids_stay_when_the_day_of_export_changes(tmp_path: Path) -> None:
    before, after = (
        [str(e["UID"]) for e in _events(export(small_ledger(tmp_path, day), "ics"))]
        for day in (date(2025, 1, 1), date(2026, 6, 1))
    )
    assert before == after


def test_reminders_only_for_what_is_not_over(tmp_path: Path) -> None:
    events = _events(export(small_ledger(tmp_path, date(2026, 1, 1)), "ics"))
    for event in events:
        assert bool(event.walk("VALARM")) == (event["DTSTART"].dt >= date(2026, 1, 1))


def test_calendar_of_a_year_holds_that_year_alone(tmp_path: Path) -> None:
    events = _events(export(small_ledger(tmp_path), "ics", (), Filters(year=2025)))
    assert events and {e["DTSTART"].dt.year for e in events} == {2025}


def test_bodies_stand_in_the_event(tmp_path: Path) -> None:
    events = _events(export(small_ledger(tmp_path), "ics", (), Filters(year=2027)))
    assert "牵头：市卫生健康局" in str(events[0]["DESCRIPTION"])


# Pictures


def _svg(content: bytes) -> Any:
    root = etree.fromstring(content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    plain = content.decode()
    assert not re.search(r"<script|<image|href|url\(|@import|\son\w+=", plain)
    return root


def test_timeline_shows_every_dated_deadline(five: Ledger) -> None:
    root = _svg(export(five, "svg"))
    dots = root.xpath("//*[local-name()='circle'][@data-clause]")
    assert len(dots) == sum(d.by is not None for r in five.rows("tasks") for d in r.dues)
    width, height = float(root.get("width")), float(root.get("height"))
    assert all(0 < float(d.get("cx")) < width and 0 < float(d.get("cy")) < height for d in dots)
    told = "".join(root.itertext())
    assert all(r.document.citation in told for r in five.rows("tasks") if r.first_due)


def test_days_stand_in_their_order(tmp_path: Path) -> None:
    root = _svg(export(small_ledger(tmp_path), "svg"))
    dots = root.xpath("//*[local-name()='circle'][@data-clause]")
    days = [re.findall(r"（(\d{4}-\d\d-\d\d)，", dot[0].text)[0] for dot in dots]
    assert {"2025-12-31", "2026-12-31", "2027-12-31", "2030-12-31"} == set(days)
    placed = sorted(zip([float(d.get("cx")) for d in dots], days, strict=True))
    assert [day for _, day in placed] == sorted(days)
    assert len({x for x, _ in placed}) == len(set(days))


def test_matrix_marks_every_part(five: Ledger) -> None:
    root = _svg(export(five, "svg", ("bodies",)))
    marks = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text") if t.text in ("牵", "配", "责", "落")]
    assert len(marks) == 4 + len(five.rows("bodies"))  # and the four of the legend


def test_text_is_no_markup() -> None:
    canvas = Canvas(100, 50, "<题>&")
    canvas.text(1, 1, "<script>alert(1)</script>", tip='"><b onload="x"')
    canvas.box(1, 1, 2, 2, "#fff", data='" onclick="x\x00')
    root = etree.fromstring(canvas.done().encode())
    assert "<script>alert(1)</script>" in "".join(root.itertext())
    assert root.xpath("//@data-clause") == ['" onclick="x']
    assert not root.xpath("//@onclick | //@onload | //*[local-name()='script']")


@pytest.mark.parametrize("form", ["ics", "svg"])
def test_nothing_dated_is_told(tmp_path: Path, form: Any) -> None:
    with pytest.raises(PolicyError, match="没有带明确日期的任务"):
        export(small_ledger(tmp_path), form, (), Filters(words="改善服务"))


@pytest.mark.parametrize("form", ["ics", "svg"])
def test_pictures_and_calendars_are_of_tasks(tmp_path: Path, form: Any) -> None:
    with pytest.raises(PolicyError, match="只按任务导出"):
        export(small_ledger(tmp_path), form, ("conflicts",))
