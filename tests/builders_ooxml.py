"""Whether a Word file keeps the rules of ECMA-376 whose breach makes Word say 「无法读取的内容」: a list of faults.

Not a whole schema: the rules on package, order of elements, numbers and nesting for everything that we write or move.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.builders_drafts import W

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# 17.3.2: EG_RPrBase stands in this order; Word 2010 on reads any, older ones and strict readers do not.
RUN_PROPERTIES = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden "
    "color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout "
    "specVanish oMath rPrChange"
).split()
# 17.3.1: CT_PPrBase, then what a paragraph alone has.
PARAGRAPH_PROPERTIES = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens "
    "kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
    "rPr sectPr pPrChange"
).split()
_RANGES = {"commentRangeStart", "commentRangeEnd", "bookmarkStart", "bookmarkEnd"}
_RUNS = {
    "r",
    "ins",
    "del",
    "moveTo",
    "moveFrom",
    "sdt",
    "smartTag",
    "customXml",
    "dir",
    "bdo",
    "oMath",
    "oMathPara",
    "proofErr",
}
_IN_PARAGRAPH = {"pPr", "hyperlink", "fldSimple", *_RUNS, *_RANGES}
_HOLDS = {
    "p": _IN_PARAGRAPH,
    "hyperlink": {"hyperlink", "fldSimple", *_RUNS, *_RANGES},
    "ins": _RUNS | _RANGES,
    "del": _RUNS | _RANGES,
    "moveTo": _RUNS | _RANGES,
    "comment": {"p", "tbl"},
    "footnote": {"p", "tbl", "sdt"},
}  # fmt: skip
_CHANGES = ("ins", "del", "moveTo", "moveFrom", "rPrChange", "pPrChange", "comment")
_BLOCKS = ("body", "tc", "comment", "footnote", "endnote", "hdr", "ftr", "txbxContent")


def faults(data: bytes) -> list[str]:
    """What Word would stumble over; none for a good file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    out = [f"{n} stands twice" for n, many in Counter(n.casefold() for n in names).items() if many > 1]
    trees = {n: etree.fromstring(c) for n, c in parts.items() if n.endswith((".xml", ".rels"))}
    out += _package_faults(parts, trees)
    stories = {n: t for n, t in trees.items() if etree.QName(t).namespace == W}
    for name, tree in stories.items():
        out += [f"{name}: {fault}" for fault in _story_faults(tree)]
    return [*out, *_number_faults(stories), *_comment_faults(stories), *_note_faults(stories)]


def _package_faults(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    overrides = Counter(e.get("PartName") for e in types.iter(f"{{{_PACKAGE}/content-types}}Override"))
    endings = {e.get("Extension") for e in types.iter(f"{{{_PACKAGE}/content-types}}Default")}
    yield from (f"content type of {n} stands twice" for n, many in overrides.items() if many > 1)
    yield from (f"{n} has a content type and is not there" for n in overrides if str(n).lstrip("/") not in parts)
    for name in parts:
        if name != "[Content_Types].xml" and f"/{name}" not in overrides and name.rpartition(".")[2] not in endings:
            yield f"{name} has no content type"
        if name.startswith("word/") and name.endswith(".xml") and "/_rels/" not in name and f"/{name}" not in overrides:
            yield f"{name} is plain XML to Word"
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        yield from (
            f"{name}: {i} stands twice" for i, many in Counter(r.get("Id") for r in tree).items() if many > 1
        )  # fmt: skip
        folder = posixpath.dirname(posixpath.dirname(name))
        for relation in tree:
            target = posixpath.normpath(posixpath.join(folder, relation.get("Target") or "")).lstrip("/")
            if relation.get("TargetMode") != "External" and target not in parts:
                yield f"{name}: {target} is not there"


def _story_faults(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter(f"{{{W}}}*"):
        name, inside = _name(element), [_name(e) for e in element if isinstance(e.tag, str)]
        own = [n for n, e in zip(inside, element, strict=True) if etree.QName(e).namespace == W]
        if name == "rPr" and _name(element.getparent()) in ("r", "style"):
            yield from _order(own, RUN_PROPERTIES, "rPr")
        if name == "pPr" and _name(element.getparent()) in ("p", "style"):
            yield from _order(own, PARAGRAPH_PROPERTIES, "pPr")
        if name in ("r", "p") and f"{name}Pr" in inside[1:]:
            yield f"{name}Pr is not the first of {name}"
        if name in _HOLDS and _name(element.getparent()) not in ("trPr", "rPr", "pPr", "numPr"):
            yield from (f"{n} stands in {name}" for n in inside if n not in _HOLDS[name])
        if name == "r" and _RANGES & set(inside):
            yield "a range begins inside a run"
        if name in _BLOCKS and (not own or own[-1] not in ("p", "sectPr")):
            yield f"{name} ends with no paragraph"
        yield from _words_faults(element, name)
    yield from _field_faults(tree)


def _words_faults(element: etree._Element, name: str) -> Iterator[str]:
    above = [_name(a) for a in element.iterancestors(f"{{{W}}}*")]
    gone = _first(above, ("del", "moveFrom", "txbxContent")) in ("del", "moveFrom")
    if name in ("t", "instrText") and _first(above, ("del", "txbxContent")) == "del":
        yield f"{name} in del"
    if name == "delText" and not gone:
        yield "delText outside del"
    if name in ("ins", "moveTo") and _first(above, ("ins", "moveTo", "p")) != "p" and "p" in above:
        yield f"{name} in an insertion"
    if name == "del" and _first(above, ("del", "p")) == "del":
        yield "del in del"
    if name in ("t", "delText", "instrText"):
        text = element.text or ""
        if text != text.strip() and element.get(_XML_SPACE) != "preserve":
            yield f"blanks of {text!r} are lost"
    if name in _CHANGES and "trPr" not in above:
        if not element.get(f"{{{W}}}author"):
            yield f"{name} has no author"
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?", element.get(f"{{{W}}}date") or "2026-01-01T00:00:00Z"):
            yield f"{name} has no proper date"


def _field_faults(tree: etree._Element) -> Iterator[str]:
    open_: list[bool] = []
    for mark in tree.iter(f"{{{W}}}fldChar"):
        kind = mark.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            open_.append(False)
        elif not open_:
            yield f"a field {kind}s that never began"
        elif kind == "separate":
            yield from ["a field separates twice"] if open_[-1] else []
            open_[-1] = True
        else:
            open_.pop()
    if open_:
        yield "a field never ends"


def _number_faults(stories: dict[str, etree._Element]) -> Iterator[str]:
    ids = Counter(
        e.get(f"{{{W}}}id")
        for tree in stories.values()
        for e in tree.iter(*(f"{{{W}}}{n}" for n in _CHANGES))
        if _name(e.getparent()) not in ("trPr", "rPr")
    )
    yield from (f"number {i} stands {many} times" for i, many in ids.items() if many > 1)
    yield from (f"number {i} is none" for i in ids if not re.fullmatch(r"\d{1,10}", i or "") or int(i or 0) >= 2**31)


def _comment_faults(stories: dict[str, etree._Element]) -> Iterator[str]:
    comments = [c for n, t in stories.items() if _name(t) == "comments" for c in t]
    main = next(t for t in stories.values() if _name(t) == "document")
    known = {c.get(f"{{{W}}}id") for c in comments}
    for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        seen = Counter(e.get(f"{{{W}}}id") for e in main.iter(f"{{{W}}}{kind}"))
        yield from (f"comment {i} has {seen[i]} {kind}" for i in known if seen[i] != 1)
        yield from (f"{kind} of no comment {i}" for i in seen if i not in known)
    order = {e: n for n, e in enumerate(main.iter())}
    for ident in known:
        marks = [next(main.iterfind(f".//{{{W}}}comment{k}[@w:id='{ident}']", {"w": W}), None) for k in ("RangeStart", "RangeEnd", "Reference")]  # fmt: skip
        if None not in marks and [order[m] for m in marks] != sorted(order[m] for m in marks):
            yield f"comment {ident} ends before it begins"
    for comment in comments:
        if (
            not any(_name(e) == "annotationRef" for e in comment.iter())
            and comment.get(f"{{{W}}}author") == "政策问答助手"
        ):
            yield "a comment has no mark of its own"


def _note_faults(stories: dict[str, etree._Element]) -> Iterator[str]:
    main = next(t for t in stories.values() if _name(t) == "document")
    for kind in ("footnote", "endnote"):
        notes = Counter(e.get(f"{{{W}}}id") for t in stories.values() if _name(t) == f"{kind}s" for e in t)
        yield from (f"{kind} {i} stands twice" for i, many in notes.items() if many > 1)
        for name, tree in stories.items():
            for mark in tree.iter(f"{{{W}}}{kind}Reference"):
                above = [_name(a) for a in mark.iterancestors()]
                if tree is not main or "txbxContent" in above:
                    yield f"{name}: a {kind}'s mark where Word allows none"
                if mark.get(f"{{{W}}}id") not in notes:
                    yield f"{kind} {mark.get(f'{{{W}}}id')} is not there"


def _order(names: list[str], wanted: list[str], where: str) -> Iterator[str]:
    unknown = [n for n in names if n not in wanted]
    if unknown:
        yield f"{where} holds {unknown}"
    places = [wanted.index(n) for n in names if n in wanted]
    if places != sorted(places):
        yield f"{where} is out of order: {' '.join(names)}"
    if len(set(places)) < len(places):
        yield f"{where} holds one twice: {' '.join(names)}"


def _first(above: list[str], wanted: tuple[str, ...]) -> str:
    return next((n for n in above if n in wanted), "")


def _name(element: etree._Element | None) -> str:
    return str(etree.QName(element).localname) if element is not None and isinstance(element.tag, str) else ""
