"""Every read of the exchange that others may make."""

from qunluo.talk.exchange.queries.finding import (
    listing_address,
    listing_for,
    listings_open_to,
    own,
    texts,
    traces,
)
from qunluo.talk.exchange.queries.matching import (
    Expert,
    Match,
    experts,
    matched_people,
    matches,
)
from qunluo.talk.exchange.queries.sheets import (
    ApplicationLine,
    Asked,
    Figures,
    Line,
    Sheet,
    board,
    editing,
    figures,
    sheet,
)

__all__ = [
    "ApplicationLine",
    "Asked",
    "Expert",
    "Figures",
    "Line",
    "Match",
    "Sheet",
    "board",
    "editing",
    "experts",
    "figures",
    "listing_address",
    "listing_for",
    "listings_open_to",
    "matched_people",
    "matches",
    "own",
    "sheet",
    "texts",
    "traces",
]
