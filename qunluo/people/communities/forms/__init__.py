"""The shape of what people send to this domain's pages."""

from qunluo.people.communities.forms.describing import (
    CoverForm,
    DescriptionForm,
    FoundCommunityForm,
    FoundOrganisationForm,
    MarketNoteForm,
    PositioningForm,
)
from qunluo.people.communities.forms.joining import (
    AnswersForm,
    InvitationForm,
    MembershipForm,
    ReasonForm,
)
from qunluo.people.communities.forms.settling import (
    AddressForm,
    AdmissionForm,
    EntryForm,
    GrantForm,
    LinesForm,
    LocaleForm,
    RoleForm,
    SafetyForm,
    SeatForm,
    SpaceForm,
)

__all__ = [
    "AddressForm",
    "AdmissionForm",
    "AnswersForm",
    "CoverForm",
    "DescriptionForm",
    "EntryForm",
    "FoundCommunityForm",
    "FoundOrganisationForm",
    "GrantForm",
    "InvitationForm",
    "LinesForm",
    "LocaleForm",
    "MarketNoteForm",
    "MembershipForm",
    "PositioningForm",
    "ReasonForm",
    "RoleForm",
    "SafetyForm",
    "SeatForm",
    "SpaceForm",
]
