"""What kind of answer a question wants, by the words it asks with.

The order of the kinds matters: 「梅州这方案是照省里哪个文件搞的」 asks for a field of the document, not for a list.
When nothing fits the kind is general, and the best sentence decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.query import Field, Kind, Measure
from corpus.organizations import BodyMention

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "place",
        re.compile(
            r"哪一?[条款项章]|第几[条项部章节]|哪一?(?:个)?部分|哪个(?:地方|位置)|什么位置|哪一?块(?:内容|里|写|提|规定)|写在哪|在哪里?(?:规定|提到|写|说)|出自|哪儿(?:规定|写)|什么地方(?:规定|写|提)|哪[里儿](?:规定|提到|写|说|讲|提)"
        ),
    ),
    (
        "which",
        re.compile(
            r"(?:哪些|哪几个?|哪个|哪几份|哪几家)(?:地方|市|省|地区|文件|份文件|地|城市)(?:的文件)?.{0,14}(?:提|写|有|规定|要求|说|涉及)|(?:文件|方案|规定).{0,20}(?:哪几个?地方|哪些地方|哪些市|哪几份)|还有谁(?:提|写|说)|(?:哪几份|哪些)文件(?:里)?(?:有|写|提)|规定哪几个地方有"
        ),
    ),
    (
        "bodies",
        re.compile(
            r"谁(?:来)?(?:牵头|负责|落实|管|主管|配合|承担|干|当|发|做|制定|编制|监督|建)|由谁|归谁|谁负责|谁牵头|(?:哪|由)[^,，。]{0,10}牵头|牵头(?:单位|部门|的?是|吗|[的]?(?:吧|对|没错)|[?？+]|$)|千头|责任(?:单位|部门|主体)|(?:哪些|哪几个|哪个|哪几家|哪家|什么|几个|几家|哪)(?:市直|市级|省级|市里|省直|县级)?(?:部门|单位|部委|厅局|厅|局委办|局|委办局|委|主体)|哪几个市直局|配合(?:部门|单位)|归(?:哪|口)|主管部门|(?:部门|单位|局)(?:都)?(?:有谁|有哪些|是哪)|谁(?:[和跟])?谁|是谁|都是谁|都有谁|谁$|谁[,，。？?]|政?[数府卫]?局.{0,6}(?:参与|负责|有责任|在不在)|在不在里面|分工|就一个局管|还有哪些(?:市级|省级)?部门"
        ),
    ),
    (
        "deadline",
        re.compile(
            r"什么时[候间]|啥时候?|何时|哪一?年|哪天|几时|多久|多长时间|时限|期限|截止|最[晚迟](?!.*多少)|时间(?:节点|要求|目标|表|安排)|年份|到哪年|几年|哪个(?:时间|季度)|多长周期|起止"
        ),
    ),
    (
        "value",
        re.compile(
            r"多少|(?<!哪)(?<!这)几[个家所张名人项成次天岁支类公小]|(?<!哪)几(?:到|至)|百分之|比例|占比|多大|多高|比率|目标值?|指标值?|数值|基数|要达到|达到多|(?<!高)水平|是升|涨|控制在|什么程度|口径|核定"
        ),
    ),
    (
        "meaning",
        re.compile(
            r"什么是|什么叫|是什么意思|是啥意思|什么意思|指什么|是指|指的是|含义|定义|怎么理解|全称|解释|算什么|是哪[几五四三两六]|分别指|都?包括什么|什么的简称"
        ),
    ),
    (
        "members",
        re.compile(
            r"哪些|哪[几两三四五六七八九十]|哪个|哪家|哪所|都包括|包括哪|有什么|什么要求|列出|清单|是谁|什么平台|哪里"
        ),
    ),
)
_FIELDS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    ("number", re.compile(r"文号|发文字号|字号(?:是|多)|多少号文|几号文")),
    ("published", re.compile(r"(?:发布|公布|公开)(?:日期|时间|日子)|(?:哪天|什么时候|啥时候|何时)(?:发布|公布|公开)")),
    (
        "issued",
        re.compile(
            r"(?:成文|印发|发文|签发|下发|出台|落款)(?:的)?(?:日期|时间|日子)|(?:文件|方案|意见|通知|规划).{0,12}(?:哪个|谁)(?:更)?[早晚新]|(?:哪一?[天日]|几号|什么时候|啥时候|何时|哪年|哪一年|几时)(?:印发|发文|成文|下发|出台|发的|印的|制定)|哪(?:个|份)(?:文件)?(?:更|最)?新|哪个新|(?:文件|方案|通知|规划|意见|号文?)[^，。,]{0,6}20\d\d年[\d月日]{0,6}(?:印发|成文|下发|出台|制定|发)的(?:吧|吗|对|是|么|没)"
        ),
    ),
    (
        "issuer",
        re.compile(
            r"(?:哪个|哪家|什么|谁|哪几个)(?:单位|部门|机关|地方)?(?:印发|发文|制定|发布|出台|发|下发)(?:的|$)|发文(?:机关|单位)|发布机构|印发(?:单位|机关)|谁发的|谁印发|谁出的|(?:文件|方案|通知|规划|意见|号文?)是[^，。,;；?？谁哪什\d]{1,14}?(?:印发|发布|制定|出台|下发|发)的(?:吧|吗|对|是|么|没)"
        ),
    ),
    (
        "status",
        re.compile(
            r"征求意见稿|正式(?:文件|稿|版|印发|发布)|草[稿案]|是否(?:有效|生效|废止|现行)|还?有效吗|废止了?(?:吗|没)|生效(?:了)?(?:吗|没)|现行有效|失效|作废|(?:文件|方案|规划|通知|意见).{0,6}(?:过期|管不管用|还管用|还算数|还能用|有效(?!期))"
        ),
    ),
    (
        "basis",
        re.compile(
            r"(?:根据|依据|照|按|落实|贯彻|参照|对接|承接|衔接|细化)(?:的)?(?:是)?(?:省里|省|国家|上级|市里|中央|上面|国务院|自治区|上位)?(?:的)?(?:哪|什么)(?:个|份|些)?(?:上级|中央|国家|省里|省)?(?:的)?(?:文件|方案|意见|通知|规划|政策)|上位(?:文件|规划)|依据(?:是)?(?:什么|哪)|制定依据|落实哪份|照.{0,6}哪个文件|(?:依据|根据)了?(?:的是)?(?:哪|什么)|(?:根据|依据|依照|按照?|照着?)[^，。,;；?？]{2,40}(?:编|制定|制订|起草|搞|定)(?:出来)?的(?:吧|吗|对|是|么|[?？]|$)"
        ),
    ),
    ("index_number", re.compile(r"索引号")),
    ("category", re.compile(r"主题分类|主题词|(?:文件|公文)的?分类")),
    (
        "addressees",
        re.compile(
            r"(?:印发|下发|主送|抄送)(?:给|到)(?:了)?(?:哪|谁|什么)|主送(?:机关|单位|谁|哪)|(?:文件|方案|通知|规划|意见|号文?)[^，。,]{0,8}发(?:给|到)了?(?:哪|谁)|除.{2,14}外还?(?:印?发|主?送)给"
        ),
    ),
    ("term", re.compile(r"有效期|管到(?:哪年|什么时候|何时)|试行期")),
    (
        "effective",
        re.compile(
            r"(?:施行|生效)(?:的)?(?:日期|时间|日子)|(?:什么时候|啥时候|何时|哪天|哪一?日|几号)(?:开始|起|正式)?(?:施行|生效)|(?:文件|方案|通知|规划|意见|办法)(?:从|自)?(?:什么时候|啥时候|何时|哪天|几号)(?:开始|起)(?:施行|实施|执行|生效)"
        ),
    ),
    ("opening", re.compile(r"引言|前言|导语|(?:文件|方案|通知|规划|意见|正文|全文)(?:的)?(?:开头|第一段)")),
    (
        "closing",
        re.compile(
            r"结语|结束语|(?:文件|方案|通知|规划|意见|正文|全文)?(?:的)?最后一段|(?:文件|方案|通知|规划|意见|正文|全文)(?:的)?(?:结尾|末尾|最后(?=提|说|讲|写|还|对))"
        ),
    ),
    ("title", re.compile(r"(?:文件|方案|通知|规划)?(?:的)?(?:全名|全称|标题|题目|正式名称)(?:是|叫)?")),
    (
        "report_to",
        re.compile(
            r"(?:问题|困难).{0,8}(?:找|向|跟)(?:哪|谁|什么).{0,6}(?:反映|反馈|联系|报告)|向(?:谁|哪个.{0,4})反映"
        ),
    ),
)
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?(?:\s*[:/]\s*\d+(?:\.\d+)?)?(?:\s*[-—~至到]\s*\d+(?:\.\d+)?)?\s*(?:万|亿)?\s*(?:%|‰|个|人|名|家|所|张|天|次|项|公里|小时|岁|级|支|类)?"
)


def kinds_in(text: str) -> list[Kind]:
    """Every kind that a question's words ask for, most telling first."""
    found = [kind for kind, pattern in _KINDS if pattern.search(text)]
    if "bodies" in found and not re.search("多少|百分之|比例|目标", text):
        found = [k for k in found if k != "value"]  # 「有几家」 counts the bodies
    return found


def fields_in(text: str) -> tuple[Field, ...]:
    """The facts about a document itself that are asked for: 文号, 印发日期, 谁发的."""
    found = [name for name, pattern in _FIELDS if pattern.search(text)]
    if "basis" in found and "number" in found:
        found.remove("number")  # 「依据了哪个明电 文号」 asks for the other document's number
    return tuple(found)


def kind_of(text: str, found: Sequence[Kind], fields: Sequence[Field], bodies: Sequence[BodyMention]) -> Kind:
    """The kind that decides how a question is answered; ``found`` and ``fields`` are what its words ask for."""
    if (
        re.search(
            r"(?:负责|承担|牵头|参与|要做|做)(?:的)?(?:哪|什么|几)|(?:哪些|哪几项|哪几件|什么|几项)(?:工作|任务|事情?|职责|活)",
            text,
        )
        and bodies
    ):
        return "tasks"
    if bodies and re.search(
        r"(?:牵头|负责|配合|承担)(?:的)?(?:任务|工作|事项|指标|项目)?(?:一共|总共|共)?(?:有)?(?:哪|几|多少)", text
    ):
        return "tasks"
    if bodies and re.search(r"涉及|参与|列入|列在|在不在|在内|有责任|算不算", text):
        return "bodies"
    if re.search(
        r"(?:哪些|哪几[项个]|什么)(?:量化|主要|重点|具体|工作|总体)?(?:任务|目标|指标|工作)|量化(?:目标|指标)", text
    ) and not re.search(r"谁|部门|单位", text):
        return "goals"
    if fields and not (set(fields) <= {"title"} and "meaning" in found) and "place" not in found:
        return "document"
    if re.search(
        r"(?:有|列了|分|共|提了?|包括)(?:了)?(?:几|多少)(?:大)?[条项部点款章节个](?:[条项款]|原则|任务|部分|方面)?|(?<!第)几条|几大(?:任务|原则|部分)|最后一[条项]|第[一二三四五六七八九十]+部分.{0,20}哪",
        text,
    ):
        return "count"
    for kind in ("place", "which", "bodies", "deadline"):
        if kind in found:
            return kind
    if "meaning" in found and not re.search(r"多少|比例|几[个人家名]", text):
        return "meaning"
    return found[0] if found else "general"


def numbers_in(text: str) -> list[str]:
    """The figures that a question names itself (75%, 1:1.62, 30万); years and document numbers are none."""
    out = []
    for match in _NUMBER.finditer(text):
        printed = re.sub(r"\s+", "", match[0])
        before, after = text[: match.start()], text[match.end() :]
        if (
            re.fullmatch(r"(?:19|20)\d\d", printed)
            or after.startswith("年")
            or before.endswith(("每", "第", "〔", "[", "G"))
        ):
            continue
        out.append(printed)
    return out


def measure_of(text: str) -> Measure:
    """What is measured: money, a share, people, things."""
    if re.search(
        r"多少(?:钱|资金|经费|万?元|亿元)|几(?:万|亿)?元|(?:奖|补|投资|投入|拨款|花).{0,4}多少(?:万|亿)?|(?:补助|补贴|奖励?|投资|经费|资金|工资|价格|费用)(?:金额|标准|额)?(?:是|为|有|要|能拿|给)?(?:多少|几)|补多少|奖多少|多少.{0,4}(?:补助|补贴|资金|经费)",
        text,
    ):
        return "money"
    if re.search(r"多高|多大面积|多少(?:平方|亩)|面积", text):
        return "area"
    if re.search(
        r"(?:局长|站长|所长|镇长|区长|校长|主任|院长|书记|市长|县长|省长|领导|负责人|联系人|处长|科长).{0,6}(?:叫(?:什么|啥)|姓(?:什么|啥|名)|名字|是哪位|何人)|电话(?:是|多少|号码)|手机号|邮箱|联系方式|办公地址|地址在哪",
        text,
    ):
        return "person"
    if re.search(r"百分之|比例|几成|占比|多大|比率|率", text):
        return "share"
    if re.search(r"多少(?:人|名|位)|几(?:人|名|位|个人)|人数", text):
        return "people"
    if re.search(r"岁|寿命", text):
        return "years"
    return "things" if re.search(r"几|多少", text) else "any"
