from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document_number import find_numbers, normalize_number

ROWS = [
    # (text, normal forms found)
    ("《方案》（粤府办〔2019〕18号）关于", ["粤府办〔2019〕18号"]),
    ("粤办函〔2022〕245号", ["粤办函〔2022〕245号"]),
    ("粤办函[2022]245号", ["粤办函〔2022〕245号"]),
    ("粤办函【2022】245号", ["粤办函〔2022〕245号"]),
    ("粤办函(2022)245号", ["粤办函〔2022〕245号"]),
    ("粤办函（2022）245号", ["粤办函〔2022〕245号"]),
    ("粤办函［２０２２］２４５号", ["粤办函〔2022〕245号"]),
    ("粤办函 〔2022〕 245 号", ["粤办函〔2022〕245号"]),
    ("粤办函〔2022〕245", ["粤办函〔2022〕245号"]),
    ("粤办函2022年245号", ["粤办函〔2022〕245号"]),
    ("粤办函2022〕245号", ["粤办函〔2022〕245号"]),
    ("粤办函〔2022〕245是什么时候发的", ["粤办函〔2022〕245号"]),
    ("国 办 发〔2019〕4 号", ["国办发〔2019〕4号"]),
    ("国办发〔2019〕\n4号", ["国办发〔2019〕4号"]),
    ("京政办字〔2022〕08号", ["京政办字〔2022〕8号"]),
    ("根据国发〔2024〕7号文件要求", ["国发〔2024〕7号"]),
    ("按照财建(2020)5号、工信部联规〔2021〕3号", ["财建〔2020〕5号", "工信部联规〔2021〕3号"]),
    ("梅市府办〔2024〕1号", ["梅市府办〔2024〕1号"]),
    ("汉政办函〔2022〕6号", ["汉政办函〔2022〕6号"]),
    ("穗卫函〔2023〕1930号各区卫生健康局", ["穗卫函〔2023〕1930号"]),
    ("苏经信发〔2018〕5号", ["苏经信发〔2018〕5号"]),
    ("国务院令第649号", ["国务院令第649号"]),
    ("中华人民共和国主席令第三十八号", ["中华人民共和国主席令第38号"]),
    ("国家发展和改革委员会令第29号", ["国家发展和改革委员会令第29号"]),
    ("国家卫生健康委公告2021年第5号", ["国家卫生健康委公告2021年第5号"]),
    # What is no document number.
    ("行动方案(2022—2025年)", []),
    ("(2022)12号", []),
    ("第5号楼", []),
    ("床位(2022)3个", []),
    ("到2025年,建设5号院区", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_numbers_are_found_in_any_form(text: str, expected: list[str]) -> None:
    found = find_numbers(text)
    assert [n.normal for n in found] == expected
    assert all(n.span.of(text) == n.text for n in found)


def test_the_code_begins_after_the_words_of_the_sentence() -> None:
    found = find_numbers("请问关于印发方案的通知粤卫〔2021〕10号和国卫基层发〔2022〕10号")
    assert [n.text for n in found] == ["粤卫〔2021〕10号", "国卫基层发〔2022〕10号"]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("国发 [2024] 7 号", "国发〔2024〕7号"),
        ("（国发〔2024〕7号）", "国发〔2024〕7号"),
        ("国发〔2024〕7", "国发〔2024〕7号"),
        ("国发〔2024〕7号文件是什么", None),
        ("国发〔2024〕7号、国发〔2024〕8号", None),
        ("梅州", None),
    ],
)
def test_one_number_has_one_normal_form(text: str, normal: str | None) -> None:
    assert normalize_number(text) == normal


@given(st.sampled_from(["粤办函", "国发", "工信部联规", "汉政办函"]), st.integers(1990, 2030), st.integers(1, 9999))
def test_normal_forms_are_stable(code: str, year: int, serial: int) -> None:
    normal = f"{code}〔{year}〕{serial}号"
    assert normalize_number(normal) == normal
    assert normalize_number(f"{code}[{year}]{serial}号") == normal


@given(st.text(alphabet="国办发〔〕[]（）0123456789年号第令 \n，", max_size=60))
def test_any_text_is_read_without_fault(text: str) -> None:
    for number in find_numbers(text):
        assert number.span.of(text) == number.text


def test_long_texts_cost_one_pass() -> None:
    started = time.perf_counter()
    find_numbers("粤" * 200_000 + "办〔2022〕" * 5_000)
    assert time.perf_counter() - started < 5
