"""The same square in English: what people talk about, made up for the demo."""

from __future__ import annotations

TOPICS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "In the pot today: {tea} with {snack}",
        "A quiet hour at last, so I made a pot of {tea} and had {snack} with it.\n\nWhat are you drinking today? A reason is enough, no need to be clever.",
        ("daily",),
        (
            "White tea, straight in the mug. Too lazy to wash a pot, and it was surprisingly sweet.",
            "{snack} and {tea} do go together. I had the same last week.",
            "Just home from work. A hot cup first, then I am a person again.",
            "Mine is what was left from yesterday. Do not copy me.",
        ),
    ),
    (
        "New here: from {drink} to {tea}",
        "Hello everyone. Half a year in, and I have come all the way from {drink} to {tea}.\n\nI mostly drink it {place} and hope to learn what is simple and works. Nice to meet you.",
        ("introductions",),
        (
            "Welcome! There is an answer on how many grams to use in Ask; start there.",
            "I came from {drink} too. Shake hands.",
            "Welcome! Which city are you in? There may be a tasting near you.",
        ),
    ),
    (
        "Notes from the {month} tasting, {place2}",
        "Eleven people came and three teas were poured. {tea} won, and nobody wanted to go home.\n\nFor next time:\n\n1. Starting with the lightest really is better\n2. With many people, pour from one sharing jug\n3. Book the room earlier",
        ("tastings",),
        (
            "Thanks for hosting. I ordered that {tea} on the way home.",
            "No seat left for me. Could the next one be told three days ahead?",
            "How did you book the room at {place2}, and what did it cost?",
            "That jug in the picture is lovely. Where is it from?",
        ),
    ),
    (
        "Reading notes: {book}",
        "I have been reading {book}. The chapter on water taught me a lot, and I filled some pages.\n\nWho wants to read along? A chapter a week, and we talk about it here.",
        ("reading",),
        (
            "Count me in. I take chapter three.",
            "My edition is older and the pages do not match. Let us go by chapter.",
            "I tried what it says about water. It does make a difference.",
        ),
    ),
    (
        "A small disaster: I stewed my {tea}",
        "Boiling water, five minutes, {tea}. The whole family pulled a face.\n\nLearn from me, and tell us yours.",
        ("daily", "experience"),
        (
            "Ha. That is how one remembers.",
            "I kept a tin next to the curry powder once. All of it tasted of curry.",
            "Five minutes is nothing. I forgot mine overnight.",
        ),
    ),
    (
        "Three days of picking at {place2}",
        "I followed a grower up the hill for three days and learned how many buds go into a pound of tea.\n\nWhat stays with me is the smell of the pans in the evening. The whole village had it.",
        ("travel",),
        (
            "Now I want a week off.",
            "How much did you pick in three days? I managed half a pound of leaf in one.",
            "The part about the pans is so good. Can you say more about the heat?",
        ),
    ),
    (
        "What shall we talk about in {month}?",
        "One theme a month. Write yours below; what most people want comes first.",
        ("announcements",),
        (
            "Water, please. Is a filter at home worth it?",
            "One vote for looking after pots.",
            "Could we invite somebody who makes tea and ask them?",
        ),
    ),
    (
        "To swap: two tasting cups and a strainer",
        "No room in the cupboard any more. I would like some {tea} for them; we will agree on the grams. Same city first.",
        ("swaps",),
        (
            "Are the cups still there? I have ten grams of {tea}.",
            "Could you show the bottom of the cups?",
            "Same city. I can come by at the weekend.",
        ),
    ),
    (
        "Day {number}: {tea}",
        "Still writing it down: 90 °C, {vessel}, the first three infusions 10 seconds each.\n\nWhat changed most is my tongue. I used to say “nice” and nothing else.",
        ("diary", "experience"),
        (
            "Right behind you: day {number}. Today I was lazy and used a mug.",
            "Keep going! Shall we swap samples at the weekend?",
            "Could you share how you write it down?",
        ),
    ),
    (
        "What do you eat with {tea}?",
        "Sweet or salty, best something one can make, and not too greasy. I begin: {snack}.",
        ("daily",),
        (
            "Salted cashews. They stay out of the way.",
            "{snack} for me too, with a little less sugar.",
            "Boiled young soy beans. Nothing better in summer.",
        ),
    ),
    (
        "Blind tasting: of three {tea}, we chose the cheapest",
        "Eight people, three of {tea}, numbers on the cups. The best mean went to the lowest price.\n\n| Cup | Price | Mean |\n| --- | --- | --- |\n| A | high | 6.8 |\n| B | middle | 7.1 |\n| C | low | 7.6 |",
        ("experience", "tasting"),
        (
            "I love this table. May we know the makers?",
            "Blind is fairest. Take me along next time.",
            "A small sample, but I believe the direction.",
        ),
    ),
    (
        "Show your corner {place}",
        "A lamp, {vessel}, a tin of {tea}. Simple, and the best half hour of my day.\n\nShow us yours?",
        ("daily",),
        (
            "Mine is occupied by the cat.",
            "Which lamp is that? It looks warm.",
            "Let me tidy up first.",
        ),
    ),
)

REPLIES: tuple[str, ...] = (
    "That looks comfortable.",
    "Learned something. I will try it.",
    "Same here: the simpler it is, the longer one keeps at it.",
    "Good theme. I will come back this evening and say more.",
    "I called a friend over to read this.",
)

# What trouble.py says, by its Chinese; watched words are there in both (people/moderation/demo.py).
TROUBLE_IN_ENGLISH: dict[str, str] = {
    "马小军": "Jim Marsh",
    "周一鸣": "Ian Joyce",
    "孙丽": "Lily Sutton",
    "钱多多": "Max Cash",
    "吴小宝": "Bobby Woo",
    "岩茶一手货源，招代理": "Rock tea from the source, agents wanted",
    "一手货源，量大从优，做得好的代理一个月就回本，点我头像联系。": "Straight from the source, better prices for more. Good agents earn it back in a month. Click my picture.",
    "春茶清仓，全场三折": "Spring tea must go, everything 70 % off",
    "清仓最后三天，全场三折，错过等一年。\n\n看我主页下单。": "Last three days, 70 % off, or wait a year.\n\nOrder on my profile.",
    "在家赚钱的好办法": "A good way to earn at home",
    "每天两小时，刷单就有两百块，日结，不要押金，进群听课。": "Two hours a day of clickwork, paid daily, no deposit. Join the group for the course.",
    "提醒：茶友群里有人拉人刷单": "Careful: somebody recruits for clickwork",
    "今天有人私信我说刷单返佣金，是骗局，大家别信，直接举报。": "Somebody wrote to me about clickwork today. It is a scam; do not believe it, report it.",
    "泡成这样也好意思发出来？这壶茶已经把我送走了。": "You dare to show what you brewed there? That pot nearly finished me.",
    "她就住在城西那个小区三号楼，电话我也有，要的私我。": "She lives in number three at the west gate, and I have her phone number. Write to me.",
    "茶具测评合集": "Tea sets compared",
    "整理了几篇测评：\n\n"
    + "\n".join(
        f"- [第{n}篇](https://example.org/cha/{n})" for n in range(1, 5)
    ): "Some tests I collected:\n\n"
    + "\n".join(f"- [part {n}](https://example.org/cha/{n})" for n in range(1, 5)),
    "这款高仿建盏值得买吗": "Is this replica bowl worth buying?",
    "看到有人说高仿的建盏也能喝，釉面会不会有问题？": "Some say a replica is fine to drink from. Is the glaze safe?",
    "说说为什么我不喝熟茶": "Why I never drink ripe pu-erh",
    "熟茶就是没做好的生茶，喝熟茶的都不懂茶。": "Ripe is raw that went wrong, and whoever drinks it knows nothing.",
    "一进来就发广告": "Came in and posted an advert",
    "招代理不在这里发。": "Looking for agents does not belong here.",
    "第一次用盖碗，烫到手": "Burnt my fingers on my first lidded bowl",
    "水倒太满，端起来就烫。大家都是怎么拿的？": "I poured it too full and it burns. How do you hold yours?",
    "说话太难听": "That is nasty",
    "嘲笑新人，先冷静三天。": "Making fun of a beginner. Three days to cool down.",
    "我说的是我自己那壶茶，前一楼就发了照片，不是在说她。请再看一遍上下文。": "I meant my own pot; the picture is in the post before. It was not about her. Please read it again.",
    "看了上下文，说的确实是自己的茶。处罚撤销，回复恢复，抱歉误会了你。": "We read it again: it was your own tea. The sanction is lifted and the reply restored. We are sorry.",
    "上周拼单的取货办法": "Where to fetch last week's order",
    "东西都在城西，周末两天可以取，取的时候报昵称就行。": "It is all at the west gate. Come at the weekend and say your name here.",
    "泄露别人住址": "Tells where somebody lives",
    "公开他人住址和电话。": "Publishing somebody's address and phone number.",
    "刷单是诈骗。": "This is a scam.",
    "注册后只发刷单信息，属于诈骗。": "Signed up only to post a scam.",
    "公告": "announcements",
    "又来了": "Again",
    "第二次发广告。": "The second advert.",
    "我不知道不能说，以后不说了，能不能早点放我出来？": "I did not know. I will not do it again. Could I come back sooner?",
    "住址已经有人看到，三十天不变。欢迎到期后回来。": "People have seen the address. It stays at thirty days. You are welcome back then.",
    "引战": "Looks for a quarrel",
    "地图炮": "Insults everybody at once",
    "电陶炉和酒精灯，煮水差在哪": "Electric stove or spirit lamp: what is the difference?",
    "换了电陶炉以后，总觉得水没有以前软，是错觉吗？": "Since I changed to an electric stove the water seems harder. Do I imagine it?",
    "先别管炉子，说说用的什么水。自来水换成山泉，差别比换炉子大。": "Never mind the stove, which water do you use? Spring water for tap water makes more of a difference.",
    "我家楼下五金店的电陶炉打八折，这周都有。": "The shop below my flat has electric stoves at 20 % off all week.",
    "问的是炉子，不是水。": "The question is about stoves, not about water.",
    "带货请走拼单区。": "To sell, use the shared orders.",
    "水和炉子是一回事：楼主说水变硬了，先排除水才能怪炉子。请恢复。": "Water and stove belong together: it is the water that seems harder. Please restore it.",
    "说得对，这正是问题的一半。回复已经恢复，谢谢你解释。": "True, that is half of the question. Your reply is back; thank you for explaining.",
    "这不是广告，是回答楼主哪里买得到。请再看看。": "That was no advert, it says where to get one. Please look again.",
    "熟茶喝了十年，轮得到你说不懂茶？": "Ten years of ripe tea, and you tell me that I know nothing?",
    "十年喝的都是堆出来的霉味，还好意思说。": "Ten years of mould, and proud of it.",
    "你懂个屁，渥堆是工艺，书都没看过就来教人。": "Piling is a craft. You have not read one book about it and come to teach us.",
    "书里哪一页写了霉味是工艺？念来听听。": "On which page is mould a craft? Read it to us.",
    "闭嘴吧你，这么大火气，喝点熟的降一降。": "Be quiet and drink some ripe tea, it would calm you down.",
    "说不过就叫人闭嘴，熟茶党就这水平。": "Out of arguments, so be quiet: that is the ripe camp for you.",
    "就你有水平，一杯茶都要分三六九等，真是有病吧。": "As if you were better, with a rank for every cup. You are not well.",
    "分得清好坏叫有病，分不清的才该去看看。": "Whoever cannot tell good from bad should see somebody.",
    "我等管理员来，看看谁该走。": "Let the team come and see who has to go.",
    "只是分享好价格，不算广告吧？请再看看。": "I only shared a good price, that is no advert, is it? Please look again.",
}
