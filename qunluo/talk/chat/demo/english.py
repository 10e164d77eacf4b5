"""The same rooms in English: what people say there, made up for the demo."""

from __future__ import annotations

HOSTS = "Hosts"

# Name, slug of the space (or none: all members), purpose, pinned line.
ROOMS: tuple[tuple[str, str, str, str], ...] = (
    (
        "Tea table",
        "square",
        "Talk about anything, tea and days",
        "Read the **rules** first; long questions belong into Ask, here they are swept away.",
    ),
    ("Hello", "", "New here? Say hello", ""),
    (HOSTS, "hosts", "Hosts and volunteers: shifts and news", "Look at what waits before ten."),
)

EXCHANGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "Tea table": (
        (
            "What are you drinking tonight? I have an old white tea.",
            "Ripe pu-erh and peanuts.",
            "Ha, peanuts are perfect with it.",
            "@ how hot is your water? Mine always turns bitter.",
            "Ninety-five, quick in and out, ten seconds for the first three.",
            "Noted, thanks!",
        ),
        (
            "Rain is the best weather for tea.",
            "And for sleeping.",
            "Tea first, then sleep. Perfect 🍵",
        ),
        (
            "Is anybody going to the tasting at the weekend?",
            "I am, and I can bring two cups.",
            "Me too, around two.",
            "@ the same place as always?",
            "Yes, east gate of the park, second pavilion on the right.",
            "Got it.",
        ),
        (
            "My new lidded bowl is here. It sits well in the hand.",
            "How large?",
            "A hundred and twenty, just right for one.",
            "Pretty. Where from?",
            "A friend made it. I will ask whether there are more.",
        ),
        (
            "Which water do you use?",
            "Bottled, as long as it is not hard.",
            "Filtered tap water is enough for me.",
            "Snow (just kidding)",
            "It matters a lot. Try everything with a `TDS` of thirty to eighty once.",
        ),
        (
            "Least effort at the office?",
            "A large cup with a sieve, two grams, until it tastes of nothing.",
            "Cold! Start it in the morning, drink it after lunch.",
            "Cold, too. No summer without it.",
        ),
        (
            "Read today: water is the mother of tea.",
            "And what comes next?",
            "The pot is its father.",
            "And whoever brews it?",
            "Washes the cups.",
        ),
        (
            "Frost tomorrow. If you have bushes up the hill, mind them.",
            "Thank you, they are covered.",
            "Well done.",
        ),
    ),
    "Hello": (
        (
            "Hello all, just started. Be kind to me.",
            "Welcome! Have a look at the pinned guide first.",
            "Welcome. What do you like so far?",
            "I have only had green tea.",
            "Try white next. It is hard to get wrong.",
        ),
        (
            "New here, living in Leeds.",
            "There are quite a few of you. Time for a meeting.",
            "Welcome!",
        ),
        (
            "Hi, a friend dragged me in.",
            "Your friend has taste.",
            "Ask whatever you like, nobody minds.",
        ),
    ),
    HOSTS: (
        (
            "I am on duty tonight, here until ten.",
            "Good, I take over in the morning.",
            "There was one advert. It is dealt with.",
        ),
        (
            "Twenty-three want to come at the weekend. Is there room?",
            "Yes, any more and we need chairs.",
            "I will borrow six.",
        ),
        (
            "Four questions of this week have no answer yet.",
            "I take two of them.",
            "The rest is mine.",
        ),
    ),
}

GUESTS: tuple[tuple[str, ...], ...] = (
    (
        "大家好，这周从杭州过来出差，有推荐的茶馆吗？",
        "Welcome! Try the one behind the east gate, ask for the roasted oolong.",
        "Second that. Go before four, it gets full.",
        "谢谢，明天就去。",
    ),
    (
        "Is there an English word for 回甘?",
        "“Returning sweetness” is what most people write.",
        "Just say 回甘 and pour them a cup.",
    ),
)
