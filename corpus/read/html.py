"""Saved pages of government sites: the policy's paragraphs and tables, without the site around them.

The page's table of 索引号, 发文机关, 成文日期 … becomes metadata. Scripts are never run and never read.
"""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

from selectolax.lexbor import LexborHTMLParser

from corpus.errors import UnreadableFile
from corpus.raw import RawText
from corpus.read.elements import parse
from corpus.read.fields import take_fields
from corpus.read.kind import is_web_archive
from corpus.read.limits import Limits
from corpus.read.markup import Walk
from corpus.read.page import choose, shape_of
from corpus.read.txt import decode

# What the guidelines for government sites put into <meta name=…>.
_META = {"articletitle": "标题", "pubdate": "发布日期", "contentsource": "来源"}


def read(data: bytes, name: str, limits: Limits) -> RawText:
    """Read a saved page; raises ``UnreadableFile`` where no text is in it, as when a script would fetch it."""
    text, notes = decode(_page_of_archive(data), name)
    tree = parse(text)
    body = tree.body
    if body is None:
        raise _without_text(name)
    shape = shape_of(body)
    pieces = Walk(limits, shape).pieces(body)
    kept = [i for i, p in enumerate(pieces) if p.why is None]
    _, fields, taken = take_fields([pieces[i].block for i in kept], head=120)
    blocks, removed = choose(pieces)
    rest, _, _ = take_fields(blocks)
    if not rest:
        raise _without_text(name)
    return RawText(
        blocks=tuple(rest),
        format="html",
        metadata=_of_meta_tags(tree) | fields,
        removed=(*removed, *taken),
        notes=notes,
    )


def _without_text(name: str) -> UnreadableFile:
    why = "可能由脚本加载，请在浏览器中打开后另存为完整网页或文本"
    return UnreadableFile(f"网页“{name}”里没有可读的文字，{why}。")


def _of_meta_tags(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        key = _META.get((node.attributes.get("name") or "").casefold())
        value = re.sub(r"\s+", " ", node.attributes.get("content") or "").strip()
        if key and value and key not in found:
            found[key] = value
    return found


def _page_of_archive(data: bytes) -> bytes:
    """The page inside a single-file web archive (.mht, or the .doc that a browser saved); other data as it is."""
    if not is_web_archive(data):
        return data
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                return payload
    return data
