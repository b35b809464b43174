"""Checks the draft suite's gold: every span holds its words, every evidence stands in its clause, nothing contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafts.finding import VERDICTS
from corpus.library import Library
from eval.check import Finding
from eval.drafts import Claim, Draft
from eval.wording import holds


def check_drafts(sets: Sequence[tuple[str, Sequence[Draft]]], library: Library) -> list[Finding]:
    """Everything that is wrong with some sets of drafts; a verdict that a set lacks is a remark."""
    texts = {(d.source, str(c.id.path)): c.text for d in library.documents for c in d.walk()}
    findings: list[Finding] = []
    seen: dict[str, str] = {}
    for name, drafts in sets:
        for draft in drafts:
            if draft.text in seen:
                findings.append(Finding(draft.id, f"与“{seen[draft.text]}”是同一份文稿"))
            seen[draft.text] = draft.id
            findings += [Finding(draft.id, told) for told in _draft(draft, texts)]
        found = {c.verdict for d in drafts for c in d.case.claims}
        findings += [Finding(name, f"没有“{v}”的论断", error=False) for v in VERDICTS if v not in found]
    ids = [d.id for _, drafts in sets for d in drafts]
    return findings + [Finding(i, "编号出现在几个集合里") for i in dict.fromkeys(ids) if ids.count(i) > 1]


def _draft(draft: Draft, texts: dict[tuple[str, str], str]) -> list[str]:
    out = []
    at = 0
    for claim in draft.case.claims:
        named = f"“{claim.text[:30]}”"
        if draft.text[claim.start : claim.end] != claim.text:
            out.append(f"{named}不在所标的位置")
        if claim.start < at:
            out.append(f"{named}与前一处重叠，或没有按先后排列")
        at = claim.end
        out += [f"{named}：{told}" for told in _claim(claim, texts)]
    return out


def _claim(claim: Claim, texts: dict[tuple[str, str], str]) -> list[str]:
    out = []
    for ground in claim.evidence:
        text = texts.get((ground.source, ground.clause))
        if text is None:
            out.append(f"没有“{ground.source}”的“{ground.clause}”这一条")
        elif ground.quote not in text:
            out.append(f"“{ground.quote[:30]}”不是“{ground.clause}”的原文")
    if claim.right and claim.correction is not None:
        out.append("判为一致却有改法")
    for group in claim.correction_has:
        if not any(holds(claim.correction or "", spelling) for spelling in group):
            out.append(f"改法里没有“{'”或“'.join(group)}”")
        if any(holds(claim.text, spelling) for spelling in group):
            out.append(f"“{'”或“'.join(group)}”本来就在文稿里，看不出改没改")
    if claim.verdict in claim.accept:
        out.append("accept 里重复了 verdict")
    return out
