"""The same questions and answers in English: tea, made up for the demo."""

from __future__ import annotations

QUESTIONS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "How hot should the water be for {tea}?",
        "I have a packet of {tea} and brew it in {vessel}. So far I used water straight off the boil, and it comes out a little harsh.\n\nWhat do you use? Should the first infusion be short?",
        ("brewing", "temperature"),
        (
            "It depends on the leaf: mostly buds 80 to 85 °C, grown leaves take boiling water. Harsh usually means **too hot and too long at once**; begin by pouring off after 8 seconds.",
            "What I do with {vessel}:\n\n1. Let the boiled water stand open for two minutes, about 88 °C\n2. First infusion 10 seconds, second 8, then 3 more each time\n3. If it is harsh, cut the time before you cut the leaf\n\nChange one thing at a time. Three days and you have found your own way.",
            "No thermometer needed. Listen: when the loud noise turns soft, it is right. For {tea} I wait until the big steam is gone.",
        ),
    ),
    (
        "{tea} in {vessel}: how many grams?",
        "I use {vessel} of about 120 ml. Some say 5 grams, some say 7.\n\nWhat is it like in the cup? I like it light.",
        ("brewing", "teaware"),
        (
            "If you like it light, start from 4 grams: 1 gram to 30 ml. Thin after two days? Add half a gram.",
            "I compared 4, 5 and 7 grams. With 4 you get five clean infusions; 7 smells wonderful, and from the third on you are in a hurry. I take 4 at work and 5 at the weekend.",
            "Buy a cheap scale first; it tells you more than a hundred people. Write down grams, time and taste, and in a week you know.",
        ),
    ),
    (
        "How do I keep an open packet of {tea}?",
        "It is damp here, about 80 % in summer. A tin, or the fridge? Small bags?",
        ("storage",),
        (
            "Small sealed bags are least trouble. One bag is one week; the rest in a cool place, away from coffee and spices.",
            "The fridge works if you remember two things: small bags, and **let a bag warm up before you open it**. I did not once, and it was all water inside.",
            "At 80 % put a sachet of drying agent into the tin and change it monthly. Never a tin that held biscuits.",
        ),
    ),
    (
        "Should the first infusion of {tea} be poured away?",
        "My parents say tea must be rinsed, friends say it is a waste. When does it need it?",
        ("brewing", "beginners"),
        (
            "It depends. Pressed or old tea gets a quick rinse to wake it up; of tender leaf the first is the best one, a pity to lose.",
            "I pour the first off after 3 seconds and taste it. If it is good I drink it, if not it warms the cups.",
            "“Rinsing pesticides off” does not work; a few seconds take nothing away. Buy from people who say where it grew.",
        ),
    ),
    (
        "A simple way to drink {tea} {place}?",
        "There is hot water and {vessel}, that is all. How does it become good without fuss?",
        ("places", "beginners"),
        (
            "A large cup and little leaf:\n\n- 1 gram to 100 ml\n- water a bit cooler\n- top up when a third is left\n\nIt does not turn bitter.",
            "Get paper tea bags, fill three at home in the morning, and drop one in. Easy to take out as well.",
            "Two years of it, and my conclusion is: separating leaf from water matters more than anything. A cup with a sieve is cheap.",
        ),
    ),
    (
        "How do I choose my first {vessel}?",
        "I can spend about forty, mainly for {tea}. The more I read, the less I know. What did you learn the hard way?",
        ("teaware", "beginners"),
        (
            "Do not begin with an expensive one. Three things: does it pour well, does it burn your fingers, is it easy to wash. The rest comes later.",
            "If you have not decided, take a plain white lidded bowl. It suits every tea and hides nothing. Then talk about {vessel} in half a year.",
            "Go to a shop and pour water once. Whether it drips you cannot see in a picture.",
        ),
    ),
    (
        "{tea} keeps me awake. Why?",
        "If I drink {tea} after three in the afternoon I am wide awake at night. Is it the caffeine, or do I make it too strong?",
        ("health",),
        (
            "Mostly strength. Half the leaf, and in the afternoon only from the third infusion on; that helped me a lot. Everyone differs, so go slowly.",
            "I wrote it down for two weeks: before half past twelve nothing happens, after two I lie awake. Find your own line.",
        ),
    ),
    (
        "How can I tell spring {tea} from autumn {tea}?",
        "I bought two, both sold as spring, and they taste quite different. Can one see or smell it?",
        ("tasting", "buying"),
        (
            "Dry leaf says little; look at it after brewing. Spring is thick and springs back, autumn has clear veins and a hard edge.",
            "Smell helps: autumn is high and floats above, spring is in the water and stays after you swallow. Drink them side by side.",
            "Ask the seller for the day of picking and the batch. If they cannot say, I pay what autumn costs.",
        ),
    ),
    (
        "My {tea} tastes a little sour. Is that normal?",
        "It lay for three months; today, in {vessel}, the first sip was sour. Is it how I kept it, or how it was made?",
        ("tasting", "storage"),
        (
            "Smell the dry leaf first. Musty or mouldy: do not drink it. If not, spread it out for two days and try again.",
            "Do not leave the leaf shut up in {vessel} after pouring. Mine was sour for that reason; with the lid off it was gone.",
        ),
    ),
    (
        "{tea} for my parents: how much should I spend?",
        "They drink something plain every day. I would like to give them a better {tea}, but not pay for the box.",
        ("buying",),
        (
            "One step up of the same kind; it will not be far from what they like. A sudden change of kind they would not dare to complain about.",
            "Buy a small packet, drink some yourself, then decide. Put the money for the box into more tea.",
            "A middle price is quite enough if you know where it comes from.",
        ),
    ),
    (
        "Can I brew {tea} cold, and how much?",
        "It is hot. Is {tea} good for that? How many grams for half a litre, and how many hours in the fridge?",
        ("brewing", "places"),
        (
            "5 grams for 500 ml, four to six hours in the fridge. Tender leaf is done after four, and sweet.",
            "Yes. Use boiled or pure water, make it in the morning, drink it the same day.",
            "Faster: wake the leaf with a little warm water, then add ice water. Two hours will do.",
        ),
    ),
    (
        "How do I get tea stains out of {vessel}?",
        "After half a year there is a brown film inside. I would rather not use chemicals. Does baking soda harm it?",
        ("teaware",),
        (
            "Baking soda in warm water overnight, then a soft cloth. Safe for porcelain and glass; never for clay, which you boil in plain water for ten minutes.",
            "Wash it the same day and turn it upside down, and nothing builds up. What is there already comes off with a sponge and tooth powder.",
        ),
    ),
    (
        "{tea} tastes of tap water. Which water should I use?",
        "Ours is hard and {tea} comes out dull. Pure water is too thin, and there are too many brands of mineral water.",
        ("water", "brewing"),
        (
            "Look for TDS (total dissolved solids) on the label, 30 to 100. Half hard and half pure water is better than either.",
            "Changing the water does more than changing the tea. In a blind tasting five of six chose the soft one.",
            "Let tap water stand overnight before you boil it; most of the chlorine goes, and it costs nothing.",
        ),
    ),
    (
        "How much {tea} a day is all right?",
        "I have been drinking a lot, three or four pots. Is there a rule, and what about an empty stomach?",
        ("health", "beginners"),
        (
            "My own rule: no more than 10 grams of dry leaf a day and nothing strong before food. If you have a condition, ask your doctor.",
            "Watch yourself: a racing heart or heartburn means too much. Eat something first.",
        ),
    ),
    (
        "A small tasting: where does {tea} come?",
        "Six people, {tea} and two others. The light one first, or the fragrant one? Something to eat in between?",
        ("tastings",),
        (
            "From light to strong, from fresh to roasted, something salty in between, and an old tea at the end. Stomachs will thank you.",
            "For six take a 150 ml pot and pour two infusions into one jug, so that all drink the same. Four infusions each, and leave time to talk.",
            "Weigh each tea into bags beforehand and number them. I weighed on the spot once and the water went cold three times.",
        ),
    ),
    (
        "When does one smell {tea} best?",
        "Others write of the scent under the lid and in the empty cup; I never find it. Is it {vessel}, or the moment?",
        ("tasting",),
        (
            "Three moments: the hot lid, the jug just emptied, the cup gone cold. Begin with the cup; it is the easiest.",
            "No chilli and no coffee before. I left coffee for two days and suddenly smelled everything.",
        ),
    ),
    (
        "Is {other} very different from {tea}?",
        "I only know {tea}; a friend praises {other}. Where is the difference, and is it worth buying?",
        ("tasting", "beginners"),
        (
            "It lies in the making: oxidation and fire. {other} goes another way altogether. Swap 10 grams here before you buy a pound.",
            "Same day, same water, same grams, two cups side by side. Once is enough to know.",
        ),
    ),
    (
        "How do I avoid bad {tea} online?",
        "There are too many shops, and one cannot trust the reviews. Is there a simple way to judge?",
        ("buying", "beginners"),
        (
            "My three rules: a sample first; ask where, when and by whom it was made; leave whoever says it cures something.",
            "See whether they sell 10 grams. If there are only gift boxes, I walk on.",
            "We split samples here every month. Join twice and you have something to compare with.",
        ),
    ),
    (
        "{vessel} burns my fingers",
        "Every time I pour, I can hardly hold it. Do I do it wrong, or is it too small?",
        ("teaware", "beginners"),
        (
            "Leave a finger's width below the rim. Touch the rim and the knob only, not the body.",
            "Practise with cold water twenty times, then with hot. Nothing to be ashamed of.",
        ),
    ),
    (
        "Is {tea} all right during pregnancy?",
        "Somebody in my family is expecting and used to drink {tea} daily. Is it out of the question?",
        ("health",),
        (
            "Please ask her doctor; what people write online does not count. Ours advised to watch the caffeine of the whole day.",
        ),
    ),
    (
        "{tea} from home without a packet: is it still good?",
        "Relatives made it and it lay in a plastic bag for over a year. No mould, a faint smell.",
        ("storage", "tasting"),
        (
            "Look, smell, brew: no spots, no odd smell, a clear cup, then try a little. Faint means the scent has gone; use boiling water and a few seconds more.",
            "You can warm it back: a clean pan, the smallest flame, two minutes of stirring, let it cool. Not longer; burnt is lost.",
        ),
    ),
    (
        "A set for one, to use {place}?",
        "I am there often and want something light that may fall. {vessel} is no good for carrying.",
        ("teaware", "places"),
        (
            "A travel cup with its pot and a cloth bag will do: one on top of the other, under 300 grams.",
            "I tried steel: light, but it burns the lips. Glass with a rubber ring was just right {place}.",
        ),
    ),
)

COMMENTS: tuple[str, ...] = (
    "Did as you said, and it is much better. Thank you.",
    "One more thing: write it down before you change it, or you forget in two days.",
    "The same here. It helped a lot.",
    "Agreed. Changing one thing at a time is the way.",
    "For how many people is that?",
    "Is there a picture? I would like to see the leaf.",
    "Saved. I will try it at the weekend.",
    "This should go into the beginners' guide.",
)

THANKS = "Thank you all. I will do it this way for a week and tell you how it went."
