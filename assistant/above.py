"""「省里」 「自治区的文件」 「上级」: the document of the province above, where the library holds one.

「数字医共体示范县，省里和梅州的年份要求分别是」 compares 广东's plan with 梅州's; 「省里配合部门有哪些」 alone means the
one province that the library has a document of. Where two provinces are possible nothing is assumed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.query import Query
from corpus.library import Library
from corpus.model import Document
from index.regions import Regions

_PROVINCE = re.compile(
    "省里|省级(?:的)?(?:文件|方案|意见|通知|规划|行动方案)|省(?:政府)?的(?:文件|方案|意见|通知|行动方案|规划)|全省的要求"
)
_BESIDE = re.compile(
    "(?:和|跟|与|比|同|、)省里|省里(?:的)?[^，。,]{0,10}(?:和|跟|与|同|、|比)|省(?:里)?市(?:里)?(?:两级|分别|各)"
)
_BODIES = re.compile("省里.{0,6}(?:部门|单位|厅|哪[个些几]|谁)")


def with_province(query: Query, library: Library, regions: Regions) -> Query:
    """The query with the province's document in it where it asks for that as well."""
    if not _PROVINCE.search(query.asked):
        return query
    provinces = [d for d in library.documents if d.level == "省" and (d.region or "").endswith("省")]
    if query.kind == "document" and (open_query := _unsettled(query, library)) is not None:
        return open_query
    if not query.documents:
        held = {d.region for d in provinces}
        return _read(replace(query, documents=tuple(d.id for d in provinces)), provinces) if len(held) == 1 else query
    if not _BESIDE.search(query.asked) or _BODIES.search(query.asked):
        return query
    named = [library.document(d) for d in query.documents]
    above = [d for d in provinces if d not in named and any(_below(n, d, regions) for n in named)]
    if not above:
        return query
    wider = replace(query, documents=(*(d.id for d in above), *query.documents), compare=True)
    return _read(replace(wider, places=(*(d.region or "" for d in above), *query.places)), above)


def _unsettled(query: Query, library: Library) -> Query | None:
    """The query without a document where 「省里的那份方案」 may be an autonomous region's as well as a province's."""
    of_province = [d for d in library.documents if d.level == "省"]
    if len(of_province) < 2 or any((d.region or "")[:2] in query.text for d in library.documents if d.region):
        return None
    if not set(query.documents) <= {d.id for d in of_province}:
        return None
    plain = tuple(u for u in query.understood if "省" not in u)
    return replace(query, documents=(), places=(), understood=plain)


def _below(document: Document, province: Document, regions: Regions) -> bool:
    region = regions.place(document.region) if document.region else None
    return region is not None and province.region in region.above


def _read(query: Query, provinces: list[Document]) -> Query:
    words = "、".join(dict.fromkeys(d.region or d.name for d in provinces))
    return replace(query, understood=(*query.understood, f"“省里”按“{words}”理解"))
