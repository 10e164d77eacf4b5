"""One typed settings file, read from the environment; docs/reference/settings.md lists it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qunluo.kernel.web.logs import logging_settings
from qunluo.site import environment as env
from qunluo.site.databases import database

ROOT = env.PACKAGE
HOME = env.home()
SECRET_KEY = env.secret_key(HOME)
DEBUG = env.flag("QUNLUO_DEBUG", False, "Show error details and reload templates. Never in public.")
ALLOWED_HOSTS = env.words(
    "QUNLUO_HOSTS", "127.0.0.1,localhost,[::1]", "Host names the product answers to."
)
PUBLIC_ADDRESS = env.text(
    "QUNLUO_PUBLIC_ADDRESS", "http://127.0.0.1:8000", "Address written into mails and feeds."
).rstrip("/")
BEHIND_TLS = env.flag(
    "QUNLUO_BEHIND_TLS", PUBLIC_ADDRESS.startswith("https://"), "Secure cookies and HSTS."
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]

DISTRICTS = ("people", "insight", "trade", "talk", "gather", "reach", "steer")
KERNEL_APPS = [
    "qunluo.kernel.stream",
    "qunluo.kernel.jobs",
    "qunluo.kernel.preferences",
    "qunluo.kernel.files",
    "qunluo.kernel.text",
    "qunluo.kernel.mail",
    "qunluo.kernel.search",
    "qunluo.kernel.ui",
    "qunluo.kernel.web",
]
DOMAIN_APPS = [
    "qunluo.people.members",
    "qunluo.people.communities",
    "qunluo.people.duties",
    "qunluo.people.moderation",
    "qunluo.people.notices",
    "qunluo.people.profiles",
    "qunluo.people.welcome",
    "qunluo.insight.metrics",
    "qunluo.insight.segments",
    "qunluo.insight.alerts",
    "qunluo.trade.points",
    "qunluo.talk.forum",
    "qunluo.talk.questions",
    "qunluo.talk.chat",
    "qunluo.talk.articles",
    "qunluo.talk.conversations",
    "qunluo.talk.exchange",
    "qunluo.reach.porting",
    "qunluo.steer.reports",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_htmx",
    "django_linear_migrations",
    *KERNEL_APPS,
    *DOMAIN_APPS,
    "qunluo.site",
]
MIDDLEWARE = [
    "qunluo.kernel.web.tracing.RequestIdMiddleware",
    "qunluo.kernel.web.headers.SafetyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "qunluo.kernel.web.tokens.TokenMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qunluo.kernel.web.reading.ReadingMiddleware",
    "qunluo.people.members.web.ViewerMiddleware",
    "qunluo.kernel.web.refusals.RefusalMiddleware",
    "qunluo.people.communities.web.CommunityMiddleware",
]
ROOT_URLCONF = "qunluo.site.urls"
WSGI_APPLICATION = "qunluo.site.wsgi.application"
AUTH_USER_MODEL = "members.Member"
LOGIN_URL = "/account/sign-in/"
LOGIN_REDIRECT_URL = "/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASE_URL = env.text(
    "DATABASE_URL", "", "postgresql://user@host/name; default: SQLite in the home folder."
)
DATABASES = {"default": database(DATABASE_URL, HOME)}
TASKS = {"default": {"BACKEND": "qunluo.kernel.jobs.backend.JobBackend", "QUEUES": []}}
JOB_LEASE = env.number(
    "QUNLUO_JOB_LEASE", 15, "Seconds after which a silent worker's work goes to another."
)
WORKER_THREADS = env.number("QUNLUO_WORKER_THREADS", 3, "Jobs run at the same time by a worker.")
SERVER_THREADS = env.number("QUNLUO_SERVER_THREADS", 8, "Pages made at the same time.")
PAGE_CACHE_BYTES = env.number(
    "QUNLUO_PAGE_CACHE_BYTES", 16_000_000, "Memory for visitors' pages; 0 keeps none."
)
FRAGMENT_SIGNS = env.number(
    "QUNLUO_FRAGMENT_SIGNS", 4_000_000, "Characters of pieces of pages kept by each process."
)
LIVE_CONNECTIONS = env.number(
    "QUNLUO_LIVE_CONNECTIONS", 15_000, "Open live pages per server process; each needs a file."
)
THEME_COOKIE_NAME = "qunluo_theme"
REDIS_URL = env.text("REDIS_URL", "", "Redis for several server processes; default: in-process.")

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "qunluo.site.jinja.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "qunluo.site.frame.frame",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "handle", "display_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SIGN_UP_IS_OPEN = env.flag("QUNLUO_SIGN_UP", True, "Whether anyone may make an account.")
MAIL_PROVES_ADDRESS = env.flag(
    "QUNLUO_PROVE_ADDRESS",
    True,
    "Ask for the code from the mail before an account is made. `no` where no mail can be sent.",
)
ERASURE_DAYS = env.number(
    "QUNLUO_ERASURE_DAYS", 7, "Days between a member's wish to be erased and the erasure."
)
TRUSTED_PROXIES = env.number(
    "QUNLUO_TRUSTED_PROXIES", 0, "How many proxies in front add to X-Forwarded-For."
)
OIDC_ISSUER = env.text("QUNLUO_OIDC_ISSUER", "", "OpenID Connect: the provider's issuer address.")
OIDC_CLIENT_ID = env.text("QUNLUO_OIDC_CLIENT_ID", "", "OpenID Connect: our name there.")
OIDC_CLIENT_SECRET = env.text("QUNLUO_OIDC_CLIENT_SECRET", "", "OpenID Connect: our secret there.")
OIDC_LABEL = env.text("QUNLUO_OIDC_LABEL", "SSO", "OpenID Connect: what the button calls it.")
WEIXIN_APP_ID = env.text("QUNLUO_WEIXIN_APP_ID", "", "AppID of the website at open.weixin.qq.com.")
WEIXIN_SECRET = env.text("QUNLUO_WEIXIN_SECRET", "", "AppSecret of the same.")
WEIXIN_API = "https://api.weixin.qq.com"
SESSION_COOKIE_NAME = "qunluo_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = "qunluo_csrf"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "qunluo.site.outside.form_is_stale"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SMTP_HOST = env.text("QUNLUO_SMTP_HOST", "", "Mail server. Default: letters are printed.")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SMTP_HOST else 'console'}.EmailBackend"
EMAIL_HOST = SMTP_HOST or "localhost"
EMAIL_PORT = env.number("QUNLUO_SMTP_PORT", 587, "Port of the mail server.")
EMAIL_HOST_USER = env.text("QUNLUO_SMTP_USER", "", "Name to sign in to the mail server with.")
EMAIL_HOST_PASSWORD = env.text("QUNLUO_SMTP_PASSWORD", "", "Password for the mail server.")
EMAIL_USE_SSL = env.flag("QUNLUO_SMTP_SSL", EMAIL_PORT == 465, "TLS from the first byte.")
EMAIL_USE_TLS = env.flag("QUNLUO_SMTP_STARTTLS", EMAIL_PORT == 587, "TLS after STARTTLS.")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text(
    "QUNLUO_MAIL_FROM", "Qunluo 群落 <qunluo@localhost>", "Sender of all letters."
)

# Tests stand a push service on this machine; nothing else may be reached there.
PUSH_TO_LOOPBACK = False

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "qunluo_language"
LOCALE_PATHS = [ROOT / "locale"]

VISIT_FLUSH_SECONDS = env.number(
    "QUNLUO_VISIT_FLUSH_SECONDS", 20, "How often the server writes who was here; 0: never."
)
PORTING_UPLOAD_MB = env.number(
    "QUNLUO_PORTING_UPLOAD_MB", 2048, "Largest archive that may be uploaded for an import, in MB."
)

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Any] = []
STATIC_ROOT = ROOT / "site" / "static"
BUILD_FOLDER = ROOT / "site" / "static" / "build"
# The build writes a hash into these names, so browsers may keep them for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/assets/.+-[\w-]{8}\.\w+$"
FILES_FOLDER = HOME / "files"
FILES_BUCKET = env.bucket()
LAKE_FOLDER = HOME / "lake"
LAKE_SPARK = env.text(
    "QUNLUO_SPARK",
    "",
    "Address of Spark Connect (sc://host:port) that answers figures; default: in-process.",
)
ARCHIVES = env.text(
    "QUNLUO_ARCHIVES",
    "",
    "Folder whose dumps come beside the demo. Default: archives/ in the home.",
)
ARCHIVES_FOLDER = Path(ARCHIVES) if ARCHIVES else HOME / "archives"

METRICS_TOKEN = env.text("QUNLUO_METRICS_TOKEN", "", "Bearer token that opens /metrics.")
METRICS_ON_LOOPBACK = env.flag(
    "QUNLUO_METRICS_ON_LOOPBACK", False, "Open /metrics to this machine without a token."
)
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(
    env.choice("QUNLUO_LOG_FORMAT", "plain", ("plain", "json"), "How log lines are written."),
    env.choice(
        "QUNLUO_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"), "How much is logged."
    ),
)
