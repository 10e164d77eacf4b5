"""Weixin's sign-in for websites (微信开放平台 · 网站应用): OAuth 2.0 in Weixin's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings

from qunluo.people.members.web.outside.fetching import failed, fetch_json

if TYPE_CHECKING:
    from collections.abc import Mapping

DOOR = "https://open.weixin.qq.com/connect/qrconnect"


def address(step: Mapping[str, str], back: str) -> str:
    """The page with the QR code."""
    asked = {
        "appid": settings.WEIXIN_APP_ID,
        "redirect_uri": back,
        "response_type": "code",
        "scope": "snsapi_login",
        "state": step["state"],
    }
    return f"{DOOR}?{urlencode(asked)}#wechat_redirect"


def claims(code: str, _step: Mapping[str, str], _back: str) -> dict[str, Any]:
    """`sub` is the union id where there is one: it is the same in all apps of one owner."""
    asked = {
        "appid": settings.WEIXIN_APP_ID,
        "secret": settings.WEIXIN_SECRET,
        "code": code,
        "grant_type": "authorization_code",
    }
    told = fetch_json(f"{settings.WEIXIN_API}/sns/oauth2/access_token?{urlencode(asked)}")
    if not told.get("openid") or "access_token" not in told:
        raise failed()  # Weixin answers 200 with errcode and errmsg
    asked = {"access_token": told["access_token"], "openid": told["openid"], "lang": "zh_CN"}
    person = fetch_json(f"{settings.WEIXIN_API}/sns/userinfo?{urlencode(asked)}")
    subject = told.get("unionid") or person.get("unionid") or told["openid"]
    return {"sub": subject, "name": person.get("nickname", "")}
