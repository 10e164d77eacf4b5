"""The words that state a number, a date, a rank, a direction or a cause, in both languages."""

from __future__ import annotations

import re

UP, DOWN, SAME = 1, -1, 0

# ---- numerals -------------------------------------------------------------------------------
DIGITS = r"[0-9０-９][0-9０-９.,，:：/\-]*[0-9０-９]|[0-9０-９]"
PERCENT = r"[%％‰]|个百分点|百分点|成(?=[，。、；！？\s]|$|的|多|以上|左右)"
HAN = "零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
HAN_NUMBER = (
    rf"百分之[{HAN}点]+|千分之[{HAN}点]+|[{HAN}]+分之[{HAN}]+"
    rf"|[{HAN}两数几]+成(?:半|多)?|[{HAN}两数几]*倍|翻(?:了)?[{HAN}两]?[番倍]|翻番|减半|腰斩"
    rf"|[一多大过近小]半|半数|半(?=[个天年月日周数成])|对半|双倍|成倍|[{HAN}]+(?:点[{HAN}]+)?"
    r"|数[百千万十]|若干|几[十百千万]"
)
# Ordinary words in which such a sign counts nothing.
HAN_PLAIN = (
    "一些|一起|一直|一般|一定|一样|一致|一旦|一边|一方面|一并|一概|一律|一再|一同|一向|一贯|一线"
    "|一路|一切|一面|一下|一时|一经|一味|一心|一体|一手|一番|一如既往|一点(?=点)?|进一步|统一|唯一"
    "|同一|之一|万一|单一|专一|不一|十分|千万(?=别|不|要|注意)|万分|百般|四处|四周|五花八门|七嘴八舌"
    "|三思|再三|三言两语|两者|第三方|二维码|三方|百科|百姓|千差万别|千方百计|万能|零散|零星|零食"
    "|一视同仁|逐一|一来|二来|九宫格|十字|八卦|一言不发|半途|一一"
)
EN_NUMBER = (
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundreds?|thousands?|millions?|billions?|dozens?|scores of|half|halves|halved|halving"
    r"|thirds?|fourths?|fifths?|sixths?|eighths?|tenths?|quarters? of|three quarters|three-quarters"
    r"|doubl(?:e|ed|es|ing)|tripl(?:e|ed|es|ing)|trebled|quadrupl(?:e|ed)|twice|thrice|twofold"
    r"|\w+-?fold|per ?cent|percent(?:age)?(?: points?)?|a couple of|several)\b"
)
EN_PLAIN = (
    r"\b(?:one another|no one|one's|each one|anyone|at first|second thoughts?|one by one"
    r"|one-to-one)\b"
)

# ---- dates ----------------------------------------------------------------------------------
HAN_DATE = (
    rf"[0-9０-９{HAN}]+年(?:代|度|初|底|末|中)?|[0-9０-９{HAN}]+(?:月份|月|日|号)|第?[一二三四1-4]季度"
    r"|(?:星期|礼拜|周)[一二三四五六日天](?!期)|去年|前年|上(?:个)?(?:月|周|季度|季)|昨天|昨日|前天"
    r"|年初|年底|年末|月初|月底|月末|春节|国庆|元旦|中秋|端午|双十一|上半年|下半年"
)
EN_DATE = (
    r"\b(?:January|February|March(?= \d| \w+ly|,)|April|June|July|August|September|October|November"
    r"|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
    r"|\b(?:in|of|since|by|until|last|this|from|to|on|\d) ?(?:May|March)\b"
    r"|\bMay(?= ?\d)"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
    r"|\b(?:yesterday|last (?:week|month|quarter|year|summer|winter|spring|autumn)|a year ago"
    r"|(?:weeks?|months?|years?) ago|Q[1-4]|Christmas|Easter|mid-autumn)\b"
)

# ---- rankings -------------------------------------------------------------------------------
HAN_RANK = (
    rf"第[{HAN}0-9０-９]+(?:名|位)?|最(?![近后终初新])\w?|首位|榜首|居首|领先|冠军|亚军|季军|倒数"
    rf"|排名|名列|前[{HAN}0-9０-９]+(?:名|位)?|末位|垫底|之最|史上|历史新高|新高|新低|头号|首屈一指"
)
EN_RANK = (
    r"\b(?:best|worst|most|least|top|highest|lowest|largest|smallest|biggest|fastest|slowest"
    r"|strongest|weakest|busiest|quietest|longest|shortest|fewest|greatest|newest|oldest|leading"
    r"|ranked|ranks|rank|first|second|record (?:high|low|month|year)|runner-up|number one|foremost"
    r"|all-time|unmatched|outperform(?:ed|s)?|bottom|furthest)\b"
)

# ---- directions -----------------------------------------------------------------------------
HAN_MOVES: tuple[tuple[str, int], ...] = (
    (
        "增加|增长|增多|上升|上涨|走高|提高|提升|回升|攀升|飙升|激增|扩大|变多|变快|变好|变高|多了"
        "|快了|高了|好了|更多|更快|更高|更好|越来越[多快好高]|好转|改善|见长|高于|超过|多于|胜过|环比升"
        "|同比升|加快|增强|活跃起来|热起来|涨了|翻番|翻了",
        UP,
    ),
    (
        "减少|减弱|下降|下滑|下跌|走低|降低|降到|降至|回落|萎缩|缩小|锐减|骤减|变少|变慢|变差|变低|少了"
        "|慢了|低了|差了|更少|更慢|更低|更差|越来越[少慢差低]|恶化|低于|少于|不及|不如|流失|衰退|冷下来"
        "|跌了|滑坡|减半|腰斩|放缓|缩水",
        DOWN,
    ),
    ("持平|没有变化|没变|不变|变化不明显|稳定|平稳|相当(?=于)", SAME),
)
EN_MOVES: tuple[tuple[str, int], ...] = (
    (
        r"\b(?:up|rose|risen|rises?|rising|grew|grows?|grown|growing|increas(?:e|ed|es|ing)|gain(?:ed|s)?"
        r"|climb(?:ed|s|ing)?|jump(?:ed|s)?|soar(?:ed|s)?|surg(?:e|ed|es)|higher|more|faster|better"
        r"|greater|improv(?:e|ed|es|ing|ement)|exceed(?:ed|s)?|above|recover(?:ed|s)?|expand(?:ed|s)?"
        r"|accelerat(?:ed|es|ing)|stronger|busier)\b",
        UP,
    ),
    (
        r"\b(?:down|fell|fallen|falls?|falling|declin(?:e|ed|es|ing)|dropp?(?:ed|s|ing)?|decreas(?:e|ed|es"
        r"|ing)|shr[aiu]nk(?:s|ing)?|lost|lower|fewer|less|slower|worse|smaller|worsen(?:ed|s|ing)?"
        r"|deteriorat(?:ed|es|ing)|plung(?:ed|es)|sank|sunk|slump(?:ed|s)?|below|dip(?:ped|s)?"
        r"|weaken(?:ed|s|ing)?|slow(?:ed|ing)|quieter|reduc(?:e|ed|es|ing|tion))\b",
        DOWN,
    ),
    (r"\b(?:unchanged|no clear change|stable|steady|flat|the same as)\b", SAME),
)
# What somebody means to do is no statement of what was.
HAN_MEANT = re.compile(
    r"(?:(?<![主重])要|应|应当|应该|需要|须|争取|希望|计划|打算|为了|建议|目标是|力求|尽量|想|可以)"
    r"(?:把|先|再|多|更|进一步)?[^，。；！？,.;!?\n]{0,8}$"
)
EN_MEANT = re.compile(
    r"\b(?:to|should|must|shall|could|please|let us|we will|aim(?:s|ing)? to)\s+$"
)
EN_BASE = re.compile(
    r"^(?:increase|grow|raise|rise|improve|reduce|decrease|lower|climb|gain|recover|expand|drop|fall)$"
)

# ---- causes ---------------------------------------------------------------------------------
HAN_CAUSE = (
    "因为|由于|因此|因而|故而|导致|致使|造成|引起|引发|使得|所以|归因|得益于|受益于|归功于|促成|促使"
    "|带动|拉动|推动了|带来|源于|缘于|源自|起因|原因是|原因在于|主因|影响下|受[^，。]{1,12}影响|拜[^，。]{1,12}所赐"
    "|之所以|多亏|有赖于|换来|催生|拖累"
)
EN_CAUSE = (
    r"\b(?:because|due to|owing to|thanks to|caus(?:e|ed|es|ing)|led to|leads? to|leading to|as a result"
    r"|result(?:ed|s|ing)? (?:in|from)|drove|drives?|driven by|attribut(?:ed|able) to|therefore|hence"
    r"|thus|consequently|on account of|brought about|trigger(?:ed|s)?|explain(?:s|ed)? by|the reason"
    r"|responsible for|made possible|stems? from|contributed to|helped (?:to )?(?:raise|increase|lift)"
    r"|made (?:it|them|members)|fuell?ed|boosted)\b"
)
