"""Signs taken apart into the parts they are drawn of (拆字): `赌` written as `贝者`."""

from __future__ import annotations

PARTS = {
    "赌": "贝者", "博": "十专", "骗": "马扁", "裸": "衣果", "聊": "耳卯", "炮": "火包", "约": "纟勺",
    "嫖": "女票", "妓": "女支", "奸": "女干", "淫": "氵壬", "枪": "木仓", "弹": "弓单", "毒": "主毋",
    "钱": "钅戋", "贷": "代贝", "账": "贝长", "购": "贝勾", "财": "贝才", "婚": "女昏", "孕": "乃子",
    "药": "艹约", "信": "亻言", "做": "亻故", "位": "亻立", "他": "亻也", "粉": "米分", "彩": "采彡",
    "挂": "扌圭", "证": "讠正", "诈": "讠乍", "群": "君羊", "加": "力口", "码": "石马", "破": "石皮",
    "微": "彳攵", "射": "身寸", "好": "女子", "吸": "口及", "吃": "口乞", "牌": "片卑", "股": "月殳",
    "肥": "月巴", "胸": "月匈", "脱": "月兑", "静": "青争", "激": "氵敫", "情": "忄青", "性": "忄生",
    "爱": "爫友", "刷": "尸刂", "假": "亻叚", "伪": "亻为", "刻": "亥刂", "删": "册刂", "狗": "犭句",
    "猪": "犭者", "妈": "女马", "奶": "女乃", "姐": "女且", "妹": "女未", "娘": "女良", "鸡": "又鸟",
    "鸭": "甲鸟", "冰": "冫水", "欢": "又欠", "迷": "辶米", "幻": "幺", "烟": "火因", "杀": "乂木",
}  # fmt: skip


def taken_apart(word: str) -> set[str]:
    """Spellings of a word with one of its signs, or all that can be, taken apart."""
    known = [at for at, sign in enumerate(word) if len(PARTS.get(sign, "")) > 1]
    if not known:
        return set()
    ways = {word[:at] + PARTS[word[at]] + word[at + 1 :] for at in known}
    ways.add("".join(PARTS.get(sign, sign) for sign in word))
    return ways
