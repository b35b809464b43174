"""The indicator that a bare figure is of: “每千人口执业（助理）医师数2024年为3.71人，2025年目标为3.9人”."""

from __future__ import annotations

import re

_FIGURE = r"(?:约|近|超过|不低于|不少于)?(?!20[0-9]{2}年)[0-9０-９]"
_RISES = "(?:要)?(?:达到|提高到|提升到|增加到|增至|降至|降到|控制在|为|是|达)"
_BARE = re.compile(
    r"(?:而|并|且|其中|但)?(?:规划|方案|文件|通知)?(?:的)?(?P<aim>目标|要求|基数)?(?:值)?(?:为|是)?"
    rf"(?P<rest>(?:到)?(?:20[0-9]{{2}}年)?(?:底|末)?(?P<what>目标|基数|现状|指标)?(?:值)?{_RISES}?{_FIGURE}.*)"
)
_NAMED = re.compile(
    r"(?:(?:截[至止])?(?:到)?(?:20[0-9]{2}年)?(?:底|末)?[，,]?)?(?:[全我本][省市县区])?(?P<name>[^，,。；;0-9]{3,40}?)"
    rf"(?:(?:到)?20[0-9]{{2}}年|(?:的)?目标|由|从|{_RISES}|{_FIGURE})"
)


def indicator_of(words: str) -> str:
    """What the figure of a stretch is of: 每千人口注册护士数 of “每千人口注册护士数为4.02人”."""
    match = _NAMED.match(words)
    name = match["name"] if match else ""
    return name if re.search("[数率比例量]$|[)）]$", name) else ""


def bare_figure(words: str) -> str:
    """A stretch that has a year and a figure and no indicator, without what leads up to it; "" for any other."""
    match = _BARE.fullmatch(words)
    if match is None or not (match["aim"] or match["what"] or re.search("20[0-9]{2}年", words)):
        return ""
    return match["rest"]


_PER = re.compile("每(?:百|千|万|百万|[0-9０-９]+万?)名?(?:常住|户籍|服务|老年)?(?:人口|人|儿童|老年人)(?:拥有|配备)?")


def per_head(words: str, before: str) -> str:
    """每千人口, where a list says it of its first indicator only: 每千人口执业医师数3.9人、|注册护士数4.65人."""
    per, name = _PER.match(before), indicator_of(words)
    if per is None or not name.endswith("数") or _PER.search(name) or not re.search("[0-9]\\.[0-9]", words):
        return ""
    return per[0] if words.startswith(name) else ""
