from __future__ import annotations

from django.urls import path

from qunluo.people.members.views import door, profile

urlpatterns = [
    path("account/", profile.show, name="profile"),
    path("account/sign-up/", door.sign_up, name="sign_up"),
    path("account/sign-up/code/", door.confirm_by_code, name="confirm_by_code"),
    path("account/sign-up/link/<str:token>/", door.confirm_by_link, name="confirm_by_link"),
    path("account/sign-in/", door.sign_in, name="sign_in"),
    path("account/sign-out/", door.sign_out, name="sign_out"),
    path("account/reset/", door.ask_for_reset, name="ask_for_reset"),
    path("account/reset/<str:token>/", door.reset_password, name="reset_password"),
]
