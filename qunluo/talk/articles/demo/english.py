"""The same desk in English: what people write at length, tea, made up for the demo."""

from __future__ import annotations

SERIES: tuple[tuple[str, str], ...] = (
    ("Tea from the beginning", "One thing at a time, for those who come from milk tea."),
    ("Tasting diary", "Tastings, books and walks up the hill."),
)
TAG = "experience"

ARTICLES: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    (
        "Water: nine tenths of a cup",
        "Change the water before the tea. Brew three, and you will come to your own conclusion.",
        "When tea is not good, most people blame the tea. Changing the water often does more.\n\n## Three cups\n\nWeigh the same tea three times, 3 grams each, and brew it with tap water, pure water and a soft mineral water for the same time. Notice three things:\n\n1. colour: hard water is darker and reddish;\n2. body: pure water is clean but thin;\n3. cold: with good water it is still sweet.\n\n## What I do\n\nA TDS of 30 to 100 is least trouble. If yours is hard, mix it half and half with pure water; it costs next to nothing.\n\n> Choose the water, then the tea.",
        ("water", "experience"),
        "Tea from the beginning",
    ),
    (
        "How much leaf: start from four grams",
        "No tables to learn. Start from four, and change one thing at a time.",
        "What beginners ask most is “how much”. The answers go from three grams to ten, because cups and tongues differ.\n\n## Four to begin with\n\nAt 1 gram to 30 ml, four grams suit a bowl of 120 ml. After two days add half a gram if it is thin, take half away if it is bitter.\n\n## One thing at a time\n\n| What you taste | What to change first |\n| --- | --- |\n| bitter, harsh | pour sooner |\n| thin | half a gram more |\n| raw | hotter water |\n\nWrite it down, and in a week you have your own numbers.",
        ("brewing", "beginners"),
        "Tea from the beginning",
    ),
    (
        "Temperature: just listen",
        "How to tell without a thermometer.",
        "Water is loud shortly before it boils, and softer when it does. When the noise turns soft it is about 90 °C; when the lid begins to jump, over 95.\n\nTwo minutes in an open kettle bring it down to 88, right for the buds of most green and white teas.\n\nThat is within three degrees, good enough for every day.",
        ("temperature", "beginners"),
        "Tea from the beginning",
    ),
    (
        "Choosing the first lidded bowl",
        "Why a cheap white bowl is the best teacher.",
        "A lidded bowl suits every tea and hides nothing. Look at four places:\n\n- does the rim turn out enough? It decides whether you burn yourself;\n- does the lid sit firmly? It decides how cleanly it pours;\n- 110 to 130 ml, right for one;\n- white inside, so that you see the colour.\n\nPour cold water twenty times before the first hot one.",
        ("teaware", "beginners"),
        "Tea from the beginning",
    ),
    (
        "A tasting for six, and how we did it",
        "From the invitation to the washing-up: a list you can follow.",
        "Last month we held a tasting for six: three teas, two hours. Here is all of it, so that the next is easier.\n\n## A week before\n\n- one theme: a single kind is easier to compare;\n- six people at most, or two evenings;\n- 6 grams of each tea in a bag, with its number.\n\n## On the day\n\nLight first, four infusions each, two poured together into a jug. After each tea everyone says one sentence, and nobody interrupts.\n\n## What it cost\n\n| Item | Amount |\n| --- | --- |\n| room | ¥120 |\n| samples | ¥96 |\n| food | ¥60 |\n\n¥46 for each, and all said it was worth it.",
        ("tastings", "experience"),
        "Tasting diary",
    ),
    (
        "Five small ways to drink tea at the office",
        "Comfortable without a tea table.",
        "1. A large cup and little leaf, 1 gram to 100 ml;\n2. three bags filled at home in the morning;\n3. top up when a third is left;\n4. after three o'clock only the later infusions;\n5. a cup with a sieve in the drawer.\n\nAfter a month the milk tea goes by itself.",
        ("places", "experience"),
        "Tea from the beginning",
    ),
    (
        "Keeping tea matters more than buying it",
        "Damp, smells and light: the three ways to waste it.",
        "I counted what I threw away in three years. Four fifths of it I had kept badly.\n\n## Three rules\n\n- **Closed**: small bags, a week in each;\n- **alone**: not with coffee or spices;\n- **dark**: glass is pretty, but not by the window.\n\nThe fridge is fine. Let it warm up before you open it.",
        ("storage", "experience"),
        "Tea from the beginning",
    ),
    (
        "An old book on how much leaf to use",
        "Nine hundred years old, and the questions are ours.",
        "The book speaks of water first, then of bowls, and of tea last. Reading the part about measuring, it felt like an answer on this forum.\n\nI took out what is of use today and tried each of them. The first: when the water is bad, talk of nothing else.",
        ("reading",),
        "Tasting diary",
    ),
    (
        "Twenty blind cups later I no longer look at boxes",
        "Numbers, marks, the answer: cheap tuition.",
        "A few of us bought twenty samples together, numbered them and marked each from 1 to 10.\n\nThree things came out:\n\n1. price and mark have almost nothing to do with each other;\n2. the same tea twice differs by 0.8 on average;\n3. what everyone dislikes is the taste of the storeroom.\n\nNow I buy samples only, and decide after drinking.",
        ("buying", "experience"),
        "Tasting diary",
    ),
    (
        "Three days on the hill: how many buds make a pound",
        "Walk along with a grower once, and you know where the price comes from.",
        "Up at five. A practised hand picks four pounds of leaf a day, and less than one is left when it is dry.\n\nThe leaf lies spread in the afternoon, goes into the pan at dusk, and at ten the day is over. In three days I picked half a pound, and understood for the first time what “made by hand” weighs.",
        ("travel",),
        "Tasting diary",
    ),
    (
        "A plan for the first month",
        "Four weeks, one thing in each.",
        "- Week one: always the same water;\n- week two: always four grams, only change the time;\n- week three: another kind, nothing else changed;\n- week four: drink side by side with a friend.\n\nOne sentence a day: what was better than yesterday?",
        ("beginners",),
        "Tea from the beginning",
    ),
    (
        "Washing up in the right order",
        "A tea stain is not age, it is laziness.",
        "Rinse with hot water on the same day and turn it over, and after a year there is no stain. If there is: baking soda overnight for porcelain and glass, plain boiling water for clay.\n\nNo steel wool. Scratches bring it back faster.",
        ("teaware",),
        "Tea from the beginning",
    ),
)

# Title, text and how far it has come.
WAITING: tuple[tuple[str, str, str], ...] = (
    ("To write: oxidation for complete beginners", "", "idea"),
    (
        "Three ratios for cold tea in summer",
        "First the ratios, then the hours, then what went wrong.\n\n- 1:80 strong;\n- 1:100 safest;\n- 1:120 for the whole day.",
        "draft",
    ),
    (
        "A day of tea with my parents",
        "My father drinks only what he knows. I prepared three, beginning near to it and going a little further each time.\n\nHe liked the second best, and its price was in the middle too.",
        "in_review",
    ),
    (
        "Next month: one hill only",
        "One hill, three heights, three cups.\n\nSign-up opens on Friday at eight in the evening, for twelve.",
        "scheduled",
    ),
)

RESPONSES: tuple[str, ...] = (
    "I did it step by step and there is a difference. Thank you.",
    "Clearly written. Saved, and passed on to a friend who just began.",
    "I see the second point differently: with hard water it matters less.",
    "Could you write one about pots?",
    "The table is useful. It should go into the beginners' guide.",
    "Now I have to put the kettle on.",
)
