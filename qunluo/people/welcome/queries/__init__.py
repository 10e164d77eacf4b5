"""Every read about the welcome that another module may make."""

from qunluo.people.welcome.queries.greeting import greeter_of_turn
from qunluo.people.welcome.queries.keeping import arrival_cards, kept_about, open_arrivals
from qunluo.people.welcome.queries.setting import (
    Fare,
    Settings,
    SettingsSheet,
    fare_of_newcomers,
    settings_for,
    settings_of,
)
from qunluo.people.welcome.queries.steps import (
    Step,
    WelcomeSheet,
    has_finished,
    is_newcomer,
    welcome_for,
)
from qunluo.people.welcome.queries.suggesting import PersonToMeet, SpaceToTry

__all__ = [
    "Fare",
    "PersonToMeet",
    "Settings",
    "SettingsSheet",
    "SpaceToTry",
    "Step",
    "WelcomeSheet",
    "arrival_cards",
    "fare_of_newcomers",
    "greeter_of_turn",
    "has_finished",
    "is_newcomer",
    "kept_about",
    "open_arrivals",
    "settings_for",
    "settings_of",
    "welcome_for",
]
