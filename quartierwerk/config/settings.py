"""All settings, from the environment only; docs/operations.md lists them."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from quartierwerk.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent

# --- What kind of installation this is ---------------------------------------------------------------------------

MODE = env.text("QUARTIERWERK_MODE", "production", choices=("production", "demo", "practice", "test"))
DEMO = MODE in ("demo", "practice")
"""The invented city, which people enter by a link."""
PRACTICE = MODE == "practice"
"""The demo as the office's practice ground: marked on every page, and put back to its beginning by a button."""
DEBUG = False
DATA_DIR = Path(env.text("DATA_DIR", "var")).resolve()
SECRET_KEY = env.text("SECRET_KEY", "only-for-tests-" + "x" * 50 if MODE == "test" else None)
if len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 40 characters. Make one with: openssl rand -base64 48")

SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
if not SITE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(f"SITE_URL is “{SITE_URL}”; it must begin with https:// (or http:// on a laptop).")
_hosts = env.text("ALLOWED_HOSTS", SITE_URL.split("://")[-1].split("/")[0].split(":")[0])
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",") if host.strip()]
PRACTICE_URL = env.text("PRACTICE_URL", "").rstrip("/")
"""Where the office finds its practice house; empty where there is none."""
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
HTTPS = SITE_URL.startswith("https://")
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, most=5)
"""How many proxies of our own stand in front; so many entries of X-Forwarded-For are believed."""

MAP_TILES = env.text("MAP_TILES", "")
"""Path of map tiles on the own host, such as /kacheln/{z}/{x}/{y}.png; empty: the districts are the ground."""
_is_own_path = MAP_TILES.startswith("/") and not MAP_TILES.startswith("//")
if MAP_TILES and not (_is_own_path and all(part in MAP_TILES for part in ("{z}", "{x}", "{y}"))):
    raise ImproperlyConfigured(
        f"MAP_TILES is “{MAP_TILES}”; it must be a path on this host that holds {{z}}, {{x}} and {{y}}, such as "
        "/tiles/{z}/{x}/{y}.png. No page loads anything from elsewhere."
    )
MAP_FILE = env.map_file("MAP_FILE")
"""A PMTiles file with the base map, vector tiles in the Protomaps schema or pictures; the house hands out its tiles."""
if MAP_FILE and MAP_TILES:
    raise ImproperlyConfigured("MAP_TILES and MAP_FILE are both set; a map has one ground. Take one of them away.")
MAP_SOURCE = env.text("MAP_SOURCE", "")
"""Whom the living map thanks for its ground; empty: what the file itself says."""

# --- The house ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "quartierwerk.config.apps.Config",
    "quartierwerk.foundation.kept",
    "quartierwerk.foundation.house",
    "quartierwerk.foundation.ui",
    "quartierwerk.foundation.limits",
    "quartierwerk.foundation.facts",
    "quartierwerk.foundation.audit",
    "quartierwerk.foundation.drafts",
    "quartierwerk.foundation.search",
    "quartierwerk.foundation.mail",
    "quartierwerk.foundation.files",
    "quartierwerk.foundation.papers",
    "quartierwerk.foundation.documents",
    "quartierwerk.rooms.accounts",
    "quartierwerk.rooms.places",
    "quartierwerk.rooms.budget",
    "quartierwerk.rooms.directory",
    "quartierwerk.rooms.boards",
    "quartierwerk.rooms.funding",
    "quartierwerk.rooms.newsroom",
    "quartierwerk.surfaces.portal",
    "quartierwerk.surfaces.opendata",
    "quartierwerk.surfaces.handbook",
    "quartierwerk.surfaces.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "quartierwerk.config.apps.OperatorsWindow",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "quartierwerk.foundation.ui.maintenance.Maintenance",
    "django.middleware.gzip.GZipMiddleware",
    "quartierwerk.surfaces.opendata.openness.Openness",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "quartierwerk.foundation.house.holding.HoldHouse",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "quartierwerk.rooms.accounts.adapter.Presence",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "quartierwerk.config.urls"
WSGI_APPLICATION = "quartierwerk.config.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"])],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "quartierwerk.foundation.ui.templatetags.ui"],
            "libraries": {
                "door": "quartierwerk.foundation.actions",
                "bilingual": "quartierwerk.foundation.bilingual",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "quartierwerk.foundation.ui.context.page",
            ],
        },
    }
]

# --- Database: SQLite to start, PostgreSQL in production ---------------------------------------------------------

try:
    _database = dj_database_url.parse(env.text("DATABASE_URL", "sqlite:///quartierwerk.sqlite3"))
except ValueError as error:
    raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error
_engine = _database["ENGINE"].rsplit(".", 1)[-1]
DATABASES = {"default": _database}
if _engine == "sqlite3":
    _database["NAME"] = str(DATA_DIR / _database["NAME"]) if _database["NAME"] != ":memory:" else ":memory:"
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-16000;",
    }
elif _engine == "postgresql":
    _database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
else:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://; other databases are not tested.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["quartierwerk.rooms.accounts.adapter.Backend"]
if MODE in ("demo", "test"):
    # A link signs in here, and counts as both factors; sessions that it opened are worth nothing in production.
    AUTHENTICATION_BACKENDS.insert(0, "quartierwerk.surfaces.demo.entering.ByLink")
ACCOUNT_ADAPTER = "quartierwerk.rooms.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "quartierwerk.rooms.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow it on localhost only
MFA_FORMS = {
    "authenticate": "quartierwerk.rooms.accounts.forms.SecondFactorForm",
    "reauthenticate": "quartierwerk.rooms.accounts.forms.ConfirmForm",
    "activate_totp": "quartierwerk.rooms.accounts.forms.AppForm",
    "add_webauthn": "quartierwerk.rooms.accounts.forms.PasskeyForm",
}
ACCOUNT_FORMS = {
    "request_login_code": "quartierwerk.rooms.accounts.forms.RequestCodeForm",
    "signup": "quartierwerk.rooms.accounts.forms.JoinForm",
    "confirm_login_code": "quartierwerk.rooms.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "quartierwerk.rooms.accounts.forms.AddressCodeForm",
}
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# --- Safety ------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Only a proxy of our own can say that the visitor came by https; without one every page would lead to itself for ever.
SECURE_SSL_REDIRECT = HTTPS and TRUSTED_PROXIES > 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # the proxy itself asks these, by http
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SSL_REDIRECT else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MB", 20, least=1, most=500) * 2**20

# --- Mail, files, cache ------------------------------------------------------------------------------------------

EMAIL_BACKEND = "quartierwerk.foundation.mail.backend.PostOffice"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Quartierwerk <post@quartierwerk.example>")
MAIL_HOST = "" if DEMO else env.text("MAIL_HOST", "")
"""Nothing leaves a demo. Empty: mails are written down but not sent (the demo shows them on a page)."""
MAIL_PORT = env.number("MAIL_PORT", 587, least=1, most=65535)
MAIL_USER = env.text("MAIL_USER", "")
MAIL_PASSWORD = env.text("MAIL_PASSWORD", "")
MAIL_STARTTLS = env.flag("MAIL_STARTTLS", default=True)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [("handbuch", PACKAGE / "surfaces" / "handbook" / "pages" / "bilder")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"
INDEX_DIR = DATA_DIR / "index"

# --- Language and time -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

LOG_LEVEL = env.text("LOG_LEVEL", "WARNING", choices=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
