"""Identity: the same number, else issuer, date and title; what isn't enough to tell is undecided."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.identity import Identity, compare, identity_of
from corpus.parse import parse_text

DAY, NEXT = date(2022, 7, 20), date(2023, 7, 20)


def one(
    number: str | None = None, issuer: str | None = "甲市政府", day: date | None = DAY, title: str = "甲市医改方案"
) -> Identity:
    return Identity(number, issuer, day, title, title)


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        (one("甲府〔2022〕1号"), one("甲府〔2022〕1号"), "same"),
        (one("甲府〔2022〕1号"), one("甲府〔2022〕1号", None, None, "关于印发甲市医改方案的通知"), "same"),
        (one("甲府〔2022〕1号"), one("甲府〔2022〕2号"), "different"),
        (one("甲府〔2022〕1号"), one("甲府〔2022〕1号", title="《甲市医改方案》解读"), "different"),
        (one(), one(), "same"),
        (one("甲府〔2022〕1号"), one(), "same"),
        (one(), one(title="“甲市 医改方案”"), "same"),
        (one(issuer="甲市卫生健康委员会"), one(issuer="甲市卫生健康委"), "same"),
        (one(), one(day=NEXT), "different"),
        (one(), one(issuer="乙市政府"), "different"),
        (one(), one(title="甲市医改方案（征求意见稿）"), "different"),
        (one(), one(title="甲市医改方案（试行）"), "different"),
        (one(day=None), one(day=None), "same"),
        (one("甲府〔2022〕1号", day=None), one(day=None), "undecided"),
        (one(), one(day=None), "undecided"),
        (one(issuer=None, day=None), one(issuer=None, day=None), "undecided"),
        # orders are numbered without a year
        (one("主席令第38号", title="甲法"), one("主席令第38号", title="甲法"), "same"),
        (one("主席令第38号", title="甲法"), one("主席令第38号", title="乙法", day=NEXT), "different"),
        (one("主席令第38号", title="甲法"), one("主席令第38号", title="乙法", day=None), "undecided"),
    ],
)
def test_rows(a: Identity, b: Identity, verdict: str) -> None:
    assert compare(a, b) == verdict and compare(b, a) == verdict
    if verdict == "same":
        assert set(a.keys) & set(b.keys), "the same documents must meet under one key"


_texts = st.sampled_from(["甲市医改方案", "乙办法", "《甲市医改方案》解读", ""])
_identities = st.builds(
    Identity,
    st.sampled_from([None, "甲府〔2022〕1号", "甲府〔2022〕2号", "主席令第38号"]),
    st.sampled_from([None, "甲市政府", "乙局"]),
    st.sampled_from([None, DAY, NEXT]),
    _texts,
    _texts,
)


@given(_identities, _identities)
def test_it_reads_the_same_both_ways(a: Identity, b: Identity) -> None:
    assert compare(a, b) == compare(b, a)
    if compare(a, b) == "same":
        assert set(a.keys) & set(b.keys)


@given(_identities)
def test_everything_with_a_number_is_itself(a: Identity) -> None:
    assert not a.number or compare(a, a) == "same" or not (a.title or a.name)


def test_the_identity_of_a_document_has_the_number_in_its_usual_form() -> None:
    document = parse_text("甲市人民政府关于印发甲市方案的通知\n甲府[2022] 1 号\n一、要求\n认真落实。", "甲.txt")
    assert identity_of(document).number == "甲府〔2022〕1号"
