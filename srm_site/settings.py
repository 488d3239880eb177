"""All settings in one file. What differs between machines comes from the environment.

Every variable is listed in README.md; a test holds the two together.
"""

import ipaddress
import os
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from srm_site.secret_key import WeakKey, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent


def env_bool(name: str, default: bool) -> bool:
    """`1`/`true` and `0`/`false` in any case; anything else is a mistake worth stopping for."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value.lower() in ("1", "true"):
        return True
    if value.lower() in ("0", "false"):
        return False
    raise ImproperlyConfigured(f"{name}={value}: use 1, true, 0 or false")


def env_list(name: str, default: str) -> list[str]:
    """Values separated by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_int(name: str, default: int) -> int:
    """A whole number; anything else is a mistake worth stopping for."""
    try:
        return int(os.environ.get(name) or default)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={os.environ[name]}: use a whole number") from None


def sqlite_journal(version: tuple[int, ...]) -> str:
    """WAL where it is safe: before 3.51.3 it can lose data in rare races (docs/decisions/0002)."""
    return "WAL" if version >= (3, 51, 3) else "DELETE"


def env_networks(name: str) -> list[str]:
    """Addresses or networks separated by commas; anything else is a mistake worth stopping for."""
    networks = env_list(name, "")
    for network in networks:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            raise ImproperlyConfigured(f"{name}: {network} is no address or network") from None
    return networks


def env_cache_url(name: str) -> str:
    """The address of a Redis, whose client must be installed; empty for none."""
    url = os.environ.get(name) or ""
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(f"{name}={url}: use redis://host:port/number")
    if url and find_spec("redis") is None:
        raise ImproperlyConfigured(f"{name}: needs the client of Redis: pip install redis")
    return url


DEBUG = env_bool("DEBUG", False)
PUBLIC_SITE = env_bool("PUBLIC_SITE", False)
DATA_DIR = (BASE_DIR / (os.environ.get("DATA_DIR") or "var")).resolve()
try:
    SECRET_KEY = secret_key(
        os.environ.get("SECRET_KEY", ""),
        DATA_DIR / "secret_key",
        weak_allowed=DEBUG and not PUBLIC_SITE,
    )
except WeakKey as fault:
    raise ImproperlyConfigured(str(fault)) from None

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")
ADMIN_PATH = (os.environ.get("ADMIN_PATH") or "admin").strip("/") + "/"
LOGIN_ATTEMPTS = env_int("LOGIN_ATTEMPTS", 10)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "srm_site.apps.ShippedStaticFilesConfig",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "catalog",
    "matrices",
    "srm_site.apps.SrmSiteConfig",
]

MIDDLEWARE = [
    "srm_site.observation.identify",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "srm_site.security.isolate",
    "srm_site.middleware.cross_origin",
    "srm_site.middleware.guard",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "srm_site.middleware.compress",
    "srm_site.middleware.limit_rate",
    "srm_site.security.limit_logins",
    "srm_site.middleware.answer_options",
    "srm_site.middleware.conditional",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "srm_site.urls"
WSGI_APPLICATION = "srm_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "OPTIONS": {"environment": "matrices.jinja.environment"},
    },
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": f"PRAGMA journal_mode={sqlite_journal(sqlite3.sqlite_version_info)}; "
    "PRAGMA cache_size=-1000",  # kB for each thread; the system keeps the file in memory anyway
}
POSTGRESQL_OPTIONS = {  # seconds, but tcp_user_timeout; an address may say otherwise
    "connect_timeout": 2,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}


def database(address: str) -> dict[str, Any]:
    """A database by its address, with limits to how long anybody waits for it."""
    found: dict[str, Any] = dict(
        dj_database_url.parse(address, conn_max_age=None, conn_health_checks=True)
    )
    if found["ENGINE"] == "django.db.backends.postgresql":
        found["OPTIONS"] = POSTGRESQL_OPTIONS | found.get("OPTIONS", {})
    return found


DATABASES = {
    "default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'atlas.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
DATABASE_ROUTERS: list[str] = []
if os.environ.get("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = database(os.environ["DATABASE_REPLICA_URL"])
    DATABASES["replica"]["OPTIONS"]["options"] = "-c default_transaction_read_only=on"
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["srm_site.database_router.ReplicaRouter"]

CACHE_URL = env_cache_url("CACHE_URL")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "srm_site.rate_limits.CountingFileCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}
if CACHE_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
API_REQUESTS_PER_MINUTE = env_int("API_REQUESTS_PER_MINUTE", 1200)
TRUSTED_PROXIES = env_networks("TRUSTED_PROXIES")
MOST_BODY_BYTES = env_int("MOST_BODY_BYTES", 8_000_000)
IMPORT_MEGABYTES = env_int("IMPORT_MEGABYTES", 96)
CACHE_BYTES = env_int("CACHE_MEGABYTES", 32) * 1_000_000
EXPORTS_DIR = DATA_DIR / "exports"
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
METRICS_DIR = DATA_DIR / "metrics"
LOG_REQUESTS = env_bool("LOG_REQUESTS", False)
LOG_LEVEL = (os.environ.get("LOG_LEVEL") or "warning").upper()
LOG_FORMAT = os.environ.get("LOG_FORMAT") or "plain"
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT={LOG_FORMAT}: use plain or json")
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR"):
    raise ImproperlyConfigured(f"LOG_LEVEL={LOG_LEVEL}: use debug, info, warning or error")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "srm_site.logs.PlainFormatter"},
        "json": {"()": "srm_site.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL},  # Django's own would mail and repeat
        "django.request": {"level": "ERROR"},  # a 404 is no event of ours
        "srm_site.requests": {"level": "INFO"},
    },
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURES_DIR = BASE_DIR / "fixtures"

# Where a report of a mistake opens; {title} and {body} are filled in, percent-encoded.
REPORT_URL = os.environ.get("REPORT_URL", "mailto:?subject={title}&body={body}")

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "srm_site.staticfiles.CompressedHashedStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "gif", "jpg", "woff", "woff2", "gz", "br"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PUBLIC_SITE else None
SECURE_SSL_REDIRECT = PUBLIC_SITE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked without the proxy
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31536000) if PUBLIC_SITE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PUBLIC_SITE
SECURE_HSTS_PRELOAD = PUBLIC_SITE
SESSION_COOKIE_SECURE = PUBLIC_SITE
CSRF_COOKIE_SECURE = PUBLIC_SITE
SESSION_COOKIE_NAME = "__Host-session" if PUBLIC_SITE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PUBLIC_SITE else "csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 15}),
        ("UserAttributeSimilarityValidator", {}),
        ("CommonPasswordValidator", {}),
    )
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": PUBLIC_SITE,
    },
}

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["srm_site.api.CatalogueRenderer"],
    "DEFAULT_PARSER_CLASSES": ["catalog.api.parsing.StrictJSONParser"],
    "DEFAULT_METADATA_CLASS": "srm_site.api.NoMetadata",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_FILTER_BACKENDS": ["catalog.api.filtering.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "catalog.api.pagination.CataloguePagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "catalog.api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "PAGE_SIZE": 100,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "SRM Atlas API",
    "VERSION": "1",
    "DESCRIPTION": "Who owns what in the cloud: provider, customer or both, with sources.",
    "OAS_VERSION": "3.1.1",
    "LICENSE": {"name": "CC BY 4.0 (data)", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "srm_site.openapi.describe",
    ],
    "ENUM_NAME_OVERRIDES": {
        "OwnershipEnum": "matrices.choices.Ownership",
        "RowKindEnum": "matrices.comparison.Kind",
        "ChangeKindEnum": "matrices.history.ChangeKind",
        "HitKindEnum": "matrices.search.scoring.KINDS",
    },
}
