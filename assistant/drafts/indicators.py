"""The indicator that a bare figure is of: “每千人口执业（助理）医师数2024年为3.71人，2025年目标为3.9人”."""

from __future__ import annotations

import re

_FIGURE = r"(?:约|近|超过|不低于|不少于)?[0-9０-９]"
_RISES = "(?:要)?(?:达到|提高到|提升到|增加到|增至|降至|降到|控制在|为|是|达)"
_BARE = re.compile(
    r"(?:而|并|且|其中|但)?(?:规划|方案|文件|通知)?(?:的)?(?P<aim>目标|要求|基数)?(?:值)?(?:为|是)?"
    rf"(?P<rest>(?:到)?(?:20[0-9]{{2}}年)?(?:底|末)?(?P<what>目标|基数|现状|指标)?(?:值)?{_RISES}?{_FIGURE}.*)"
)
_NAMED = re.compile(
    r"(?:(?:截[至止])?(?:到)?(?:20[0-9]{2}年)?(?:底|末)?[，,])?(?P<name>[^，,。；;0-9]{3,40}?)"
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
