from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.library import Library
from index.build import build
from index.retriever import SENSE, WORDS, Retriever
from index.runnable import PolicyRetriever
from tests.builders_index import CountingEncoder, libraries, own_index

MEIZHOU, HANZHONG = "梅市府办〔2024〕1号", "汉政办函〔2022〕6号"


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    folder = tmp_path_factory.mktemp("made")
    build(libraries(), folder, encoder=CountingEncoder())
    return Retriever.open(folder, encoder=CountingEncoder())


def test_hits_are_whole(retriever: Retriever) -> None:
    named, hits = retriever.find("梅洲每年新发展几家医养结合机构", 3)
    assert named.readings == ("按“梅州”理解“梅洲”",)
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert hits[0].found_by == (WORDS, SENSE)
    assert hits[0].score >= hits[1].score
    assert hits[0].passage.text in retriever.clause_text(hits[0].clause)
    assert {hit.passage.document for hit in hits} == {MEIZHOU}


def test_compared_places_share_the_results(retriever: Retriever) -> None:
    hits = retriever.find("梅州、广西、蛟河每万人口全科医生数", 3)[1]
    assert len({hit.passage.document for hit in hits}) == 3


def test_one_hit_a_clause(retriever: Retriever) -> None:
    clauses = [hit.clause for hit in retriever.search_clauses("全科医生数 5.32 人均预期寿命", 50)]
    passages = [hit.clause for hit in retriever.search("全科医生数 5.32 人均预期寿命", 50)]
    assert len(clauses) == len(set(clauses)) < len(passages)


def test_bare_headings_and_titles_give_way(retriever: Retriever) -> None:
    kinds = [hit.passage.kind for hit in retriever.search("总体要求 医养结合 全科医生数", 50, documents=[MEIZHOU])]
    assert kinds[:2] == ["item", "item"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "的",
        "🙂",
        "<script>alert(1)</script>",
        "'; DROP TABLE passages; --",
        "a" * 3000,
        "\udce9梅州",
        "\x00",
        "İİ梅州",
    ],
)
def test_odd_questions(retriever: Retriever, query: str) -> None:
    assert isinstance(retriever.find(query, 5)[1], list)
    assert retriever.search(query, 5, documents=[]) == []
    assert retriever.search(query, 5, documents=["没有"]) == []


def test_threads_get_the_same_answers(retriever: Retriever) -> None:
    questions = ["全科医生数", "医保支付方式", "三明医改", "蛟河人均预期寿命"] * 8
    alone = [[hit.passage.id for hit in retriever.find(q)[1]] for q in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda q: [hit.passage.id for hit in retriever.find(q)[1]], questions)) == alone


def test_langchain_documents_say_where_they_stand(retriever: Retriever) -> None:
    chain = PolicyRetriever(retriever=retriever, k=2)
    found = chain.invoke("汉中医保支付方式改革")
    assert len(found) == 2
    assert found[0].metadata["clause"] == f"{HANZHONG}#二"
    assert found[0].metadata["label"] == "二、"
    assert found[0].page_content.startswith("二、推进医保支付方式改革")
    narrowed = chain.invoke("医保支付方式改革", documents=[MEIZHOU], k=1)
    assert [d.metadata["document"] for d in narrowed] == [MEIZHOU]


# The real model over the project's own documents: (question, document's place, clause).
REAL = [
    ("梅州到2025年每万人口拥有全科医生数要达到多少", "梅州市", "二/（一）"),
    ("客都每年要新发展培植几家医养结合机构呀", "梅州市", "三/（十一）"),
    ("梅州哪一条写岭南陈氏针法", "梅州市", "三/（十三）"),
    ("广西市级妇幼保健院2030年要建到什么等级", "广西壮族自治区", "二/（一）/5"),
    ("广西家庭医生签约率到2035年要多少", "广西壮族自治区", "二/（二）/9"),
    ("粤办函〔2022〕245号里总药师制度在哪一条", "广东省", "二/（十一）"),
    ("广东县域医共体哪一年要全部实现财务统一管理", "广东省", "二/（三）"),
    ("交河疾控机构人员按每万人口多少人核定", "蛟河市", "三/（二）/1"),
    ("蛟河孕产妇死亡率控制在什么水平", "蛟河市", "七/（二）/2"),
    ("汗中健康家庭建设率要达到多少", "汉中市", "十七"),
    ("“一审两定”和“双通道”供药是汉中通知里哪一条", "汉中市", "九"),
    ("汉中公立医院薪酬制度改革归哪几个部门管", "汉中市", "五"),
]


@pytest.fixture(scope="module")
def own() -> tuple[Library, Retriever]:
    library = Library.load()
    return library, Retriever.open(own_index(library), corpus_digest=library.digest)


@pytest.mark.parametrize(("question", "place", "clause"), REAL)
def test_real_questions(own: tuple[Library, Retriever], question: str, place: str, clause: str) -> None:
    library, retriever = own
    hits = retriever.find(question, 3)[1]
    assert {library.document(hit.clause.document).region for hit in hits} == {place}
    assert clause in [str(hit.clause.path) for hit in hits[:2]]


def test_clauses_of_the_index_are_those_of_the_library(own: tuple[Library, Retriever]) -> None:
    library, retriever = own
    for hit in retriever.search("到2025年的目标", 50):
        assert library.clause(hit.clause).text == retriever.clause_text(hit.clause)
