"""A run as JUnit XML, which every CI shows: one test a question, failed where the answer isn't right."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as Tree

from eval.report_json import suites_in
from eval.results import Result
from eval.run import Report

_DECIDING = (
    "right", "answered", "fact_recall", "fact_precision", "recall_at_k", "claim_verdict", "accusation_right",
)  # fmt: skip
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(report: Report, path: Path) -> None:
    """Write the XML file; the gate, not the single test, decides whether CI goes on."""
    root = Tree.Element("testsuites", name="policy-assistant eval")
    for name, results in suites_in(report.results).items():
        failed = sum(main_value(r) == 0 for r in results)
        seconds = sum(r.value("latency") or 0 for r in results) / 1000
        suite = Tree.SubElement(
            root,
            "testsuite",
            name=name,
            tests=str(len(results)),
            failures=str(failed),
            errors="0",
            time=f"{seconds:.3f}",
        )
        for result in results:
            _test(suite, result)
    Tree.indent(root)
    path.write_bytes(Tree.tostring(root, encoding="utf-8", xml_declaration=True))


def main_name(result: Result) -> str:
    """The measure that decides a result: right for a question, else whichever of the suite's own it has."""
    return next((n for n in _DECIDING if result.value(n) is not None), "right")


def main_value(result: Result) -> float:
    """1 where the result is right, 0 where it is not."""
    return float((result.value(main_name(result)) or 0) >= 1)


def _test(suite: Tree.Element, result: Result) -> None:
    test = Tree.SubElement(
        suite, "testcase", classname=f"{result.suite}.{result.kind}", name=_clean(f"{result.id} {result.question}"[:200]),
        time=f"{(result.value('latency') or 0) / 1000:.3f}",
    )  # fmt: skip
    if not main_value(result):
        reason = _clean(result.reason(main_name(result)))
        failure = Tree.SubElement(test, "failure", message=reason)
        failure.text = _clean(f"{result.gold}\n\n答案：{result.answer}")


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
