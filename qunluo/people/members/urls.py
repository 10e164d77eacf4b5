from __future__ import annotations

from django.urls import path

from qunluo.people.members.views import (
    claims,
    door,
    outside,
    privacy,
    profile,
    security,
    staff,
    tokens,
)

urlpatterns = [
    path("account/", profile.show, name="profile"),
    path("account/picture/", profile.change_avatar, name="change_avatar"),
    path("account/picture/removal/", profile.remove_avatar, name="remove_avatar"),
    path("account/sign-up/", door.sign_up, name="sign_up"),
    path("account/sign-up/code/", door.confirm_by_code, name="confirm_by_code"),
    path("account/sign-up/link/<str:token>/", door.confirm_by_link, name="confirm_by_link"),
    path("account/sign-in/", door.sign_in, name="sign_in"),
    path("account/sign-out/", door.sign_out, name="sign_out"),
    path("account/sign-in/code/", security.second_step, name="second_step"),
    path("account/security/", security.show, name="security"),
    path("account/security/password/", security.change_password, name="change_password"),
    path("account/security/email/", security.change_email, name="change_email"),
    path("account/email/<str:token>/", security.confirm_email, name="confirm_email"),
    path("account/security/app/", security.begin_authenticator, name="begin_authenticator"),
    path(
        "account/security/app/code/", security.confirm_authenticator, name="confirm_authenticator"
    ),
    path(
        "account/security/app/removal/", security.remove_authenticator, name="remove_authenticator"
    ),
    path(
        "account/security/recovery-codes/",
        security.renew_recovery_codes,
        name="renew_recovery_codes",
    ),
    path("account/sessions/<int:session_id>/end/", security.end_session, name="end_session"),
    path("account/sessions/end/", security.end_other_sessions, name="end_other_sessions"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/revocation/", tokens.revoke_token, name="revoke_token"),
    path("account/claims/", claims.claims, name="claims"),
    path("account/claims/of/<int:member_id>/", claims.ask_to_claim, name="ask_to_claim"),
    path("account/claims/<int:claim_id>/", claims.claim, name="claim"),
    path("account/claims/<int:claim_id>/withdrawal/", claims.withdraw_claim, name="withdraw_claim"),
    path("staff/claims/", staff.claims, name="staff_claims"),
    path("staff/claims/<int:claim_id>/", staff.decide_claim, name="decide_claim"),
    path("staff/merges/", staff.merges, name="merges"),
    path("staff/merges/<int:merge_id>/undoing/", staff.undo_merge, name="undo_merge"),
    path("staff/members/<int:member_id>/", staff.member_record, name="record"),
    path("account/privacy/", privacy.show, name="privacy"),
    path("account/privacy/copies/", privacy.ask_for_copy, name="ask_for_copy"),
    path("account/privacy/copies/<int:copy_id>/", privacy.fetch_copy, name="fetch_copy"),
    path("account/erasure/", privacy.ask_for_erasure, name="ask_for_erasure"),
    path("account/erasure/asked/", privacy.erasure_asked, name="erasure_asked"),
    path("account/outside/new/", outside.sign_up, name="outside_sign_up"),
    path("account/outside/<slug:provider>/", outside.begin, name="outside"),
    path("account/outside/<slug:provider>/back/", outside.back, name="outside_back"),
    path("account/outside/<slug:provider>/unlinking/", outside.unlink, name="unlink_outside"),
    path("account/reset/", door.ask_for_reset, name="ask_for_reset"),
    path("account/reset/<str:token>/", door.reset_password, name="reset_password"),
]
