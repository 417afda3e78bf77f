"""Settings: one file, driven by the environment (docs/operators.md lists every variable)."""

import sqlite3
import sys
from datetime import timedelta
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import urlsplit

import environ
from corsheaders.defaults import default_headers
from csp.constants import NONE
from django.core.exceptions import ImproperlyConfigured

from cms.languages import content_languages
from cms.operations.logs import logging_in

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
"""Any variable may come from a file instead, as secrets of containers do: SECRET_KEY_FILE=/run/secrets/key"""

# --- What kind of run this is ---------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
"""Everything the product writes beside a database server: SQLite, uploads, collected static files."""

PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
"""Where visitors and editors reach this server, scheme and host: e.g. https://cms.example.org"""

PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or ""
if not DEBUG and not (PUBLIC_HOST and PUBLIC_URL.startswith(("https://", "http://")) and PUBLIC_URL.count("/") == 2):
    raise ImproperlyConfigured(
        "PUBLIC_URL is not set, or is no scheme and host. In production it is the address of this server, "
        "e.g. PUBLIC_URL=https://cms.example.org (or set DEBUG=true to develop)."
    )

# --- Security -------------------------------------------------------------------------------
SECRET_KEY = env.str(
    "SECRET_KEY", default="development only, never in production: " + "x" * 40 if DEBUG else ""
).strip()
if not DEBUG and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure-")):
    raise ImproperlyConfigured(
        "SECRET_KEY is not set, or can be guessed: give it 50 random characters and keep them, e.g. from "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))' (or set DEBUG=true to develop)."
    )

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost", "[::1]"]
    if DEBUG
    else [f"[{PUBLIC_HOST}]" if ":" in PUBLIC_HOST else PUBLIC_HOST],
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
IS_HTTPS = PUBLIC_URL.startswith("https://")
SECURE_SSL_REDIRECT = IS_HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
PROXIES = env.int("PROXIES", default=int(BEHIND_PROXY))
"""How many proxies of ours append to X-Forwarded-For what they saw: the client is whom the outermost saw."""
USE_X_FORWARDED_HOST = env.bool("FORWARDED_HOST", default=False)
"""Whether the proxy says in X-Forwarded-Host which site was asked. It must overwrite what clients send."""
FRONTEND_HTTPS_PORTS = env.list("FRONTEND_HTTPS_PORTS", cast=int, default=[443])
"""The ports of sites whose frontend speaks HTTPS."""
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
if IS_HTTPS:  # a browser takes no cookie of these names from a neighbouring host or over HTTP
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
    LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
"""The check wants DENY, but the admin shows its previews in a frame of its own origin."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {"default-src": [NONE], "base-uri": [NONE], "form-action": [NONE], "frame-ancestors": [NONE]}
}
"""What is no page for people loads nothing. The pages that do say what, in ``cms.operations.policies``."""

# --- Who comes into the admin, and for how long (docs/operators.md) ------------------------------
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_LOCK_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
"""A stranger locks out themself, and not the person whose name they try, who is elsewhere."""
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "cms.accounts.locking.address_of"
AXES_LOCKOUT_CALLABLE = "cms.accounts.locking.leave_to_the_view"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
TWO_STEPS = env.str("TWO_STEPS", default="optional" if DEBUG else "administrators")
"""Who must tell a code beside the password: administrators, everyone, or who likes to (optional)."""
if TWO_STEPS not in ("optional", "administrators", "everyone"):
    raise ImproperlyConfigured(f"TWO_STEPS is {TWO_STEPS!r}. Known: optional, administrators, everyone.")
SESSION_ENGINE = "cms.accounts.sessions"
SESSION_IDLE = env.int("SESSION_IDLE_MINUTES", default=120) * 60
SESSION_LONGEST = env.int("SESSION_HOURS", default=12) * 60 * 60
SESSION_REMEMBERED = env.int("SESSION_REMEMBERED_DAYS", default=14) * 24 * 60 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60
AUDIT_DAYS = env.int("AUDIT_DAYS", default=365)
"""For how many days it is known who logged in, from where, and who changed whose rights."""
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- What is installed ----------------------------------------------------------------------
INSTALLED_APPS = [
    "home",
    "cities",
    "search",
    "cms.rules",
    "cms.engagement",
    "cms.webhooks",
    "cms.previews",
    "cms",  # before grapple: fills its registry with our types first
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.locales",
    "wagtail.sites",
    "cms.hiding.apps.HidingConfig",
    "cms.accounts.apps.AccountsConfig",
    "cms.accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "grapple",  # after wagtail.snippets, or its snippets are none
    "django_tasks_db",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "graphene_django",
    "corsheaders",
    "anymail",
    "csp",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.operations.probes.ProbesMiddleware",  # before the check of hosts and HTTPS: what probes knows no name
    "cms.operations.requests.RequestsMiddleware",
    "cms.operations.connections.LivingConnectionMiddleware",
    "cms.operations.policies.PermissionsPolicyMiddleware",
    "cms.operations.policies.PolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.cors.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.accounts.requiring.SecondStepMiddleware",
    "cms.accounts.sessions.SessionLifeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.rules.middleware.PublishingStoppedMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database: SQLite unless DATABASE_URL says otherwise -------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default="").strip() or f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
PREPARED_STATEMENTS = env.bool("PREPARED_STATEMENTS", default=True)
"""Whether PostgreSQL keeps the plans of the statements that the API asks again and again."""
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        # autosave and publishing write from several threads: wait for the lock, do not fail
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    if sqlite3.sqlite_version_info < (3, 35):
        raise ImproperlyConfigured("SQLite 3.35 or newer is needed; use PostgreSQL by DATABASE_URL.")
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # Compiling a statement takes PostgreSQL longer than running any of ours, and no disk turns any more: taken for one
    # that does, a table of pages is read whole where an index leads to the hundred that are asked for. Processes
    # beside take longer to begin than a statement takes, and take from others. What is prepared is planned once:
    # for keys that are not known yet, the plan is by the same indexes.
    POSTGRESQL = {
        "jit": "off",
        "random_page_cost": "1.1",
        "max_parallel_workers_per_gather": "0",
        "plan_cache_mode": "force_generic_plan",
    }
    options = " ".join(f"-c {name}={value}" for name, value in POSTGRESQL.items())
    DATABASES["default"]["OPTIONS"].setdefault("options", options)
    if PREPARED_STATEMENTS:
        # none by itself, however often it comes: whoever wants it says so (cms.prepared)
        DATABASES["default"]["OPTIONS"]["prepare_threshold"] = sys.maxsize

SQL_TIMEOUT = env.float("SQL_TIMEOUT", default=10)
"""Seconds after which a server's process stops a statement; 0 never. Commands and the worker take their time."""

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "pt-br"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = content_languages(LANGUAGE_CODE, env.list("MORE_LANGUAGES", default=[]))
"""What an administrator may add in the admin. A site has those that its pages are translated to."""
WAGTAILADMIN_PERMITTED_LANGUAGES = [("pt-br", "Português do Brasil"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
"""What packages leave in English. Named here, for the admin's JavaScript takes no app's beside Wagtail's."""
TIME_ZONE = "America/Sao_Paulo"
USE_I18N = WAGTAIL_I18N_ENABLED = USE_TZ = True

# --- Files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_DIR", default=str(VAR_DIR / "static")))
MEDIA_URL = "/media/"
PRIVATE_ROOT = Path(env.str("PRIVATE_DIR", default=str(VAR_DIR / "private")))
"""Files of visitors, which have no address."""
FORM_UPLOADS_WAITING = env.int("FORM_UPLOADS_WAITING", default=1024**3)
"""How many bytes of uploads may wait for their forms to be sent, all together: a flood fills no disk."""
MEDIA_ROOT = Path(env.str("MEDIA_DIR", default=str(VAR_DIR / "media")))
"""What several servers share, beside the database and Redis: everything else in VAR_DIR is of one machine."""
S3_BUCKET = env.str("S3_BUCKET", default="")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
            "region_name": env.str("S3_REGION", default=None),
            "access_key": env.str("S3_ACCESS_KEY_ID", default=None),
            "secret_key": env.str("S3_SECRET_ACCESS_KEY", default=None),
            "addressing_style": env.str("S3_ADDRESSING_STYLE", default="auto"),
            "location": env.str("S3_PREFIX", default=""),
            "default_acl": None,  # private, as the bucket is: every file goes through our views
            "file_overwrite": False,
        },
    }
    if S3_BUCKET
    else {"BACKEND": "cms.whole_files.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Wagtail --------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = OTP_TOTP_ISSUER = "Programa Juntos"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILIMAGES_IMAGE_MODEL = "cms.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.CustomDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.uploads.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "key", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
"""Where Wagtail sends who opens something private: this server has no other login."""
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.resetting.ResetForm"  # noqa: S105  (a class)
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILREDIRECTS_AUTO_CREATE = False
"""Ours are made in the transaction that changes the address (cms.redirects.moving), not after it."""
SEARCH_ENGINES = ["opensearch2", "opensearch3", "elasticsearch7", "elasticsearch8", "elasticsearch9"]
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="")
"""Where the admin searches, if not in the database. What visitors find is always in the database."""
if SEARCH_ENGINE and SEARCH_ENGINE not in SEARCH_ENGINES:
    raise ImproperlyConfigured(f"SEARCH_ENGINE is {SEARCH_ENGINE!r}. Known: {', '.join(SEARCH_ENGINES)}.")
ENGINE_OPTIONS = {
    "ENGINE": SEARCH_ENGINE,
    "URLS": env.list("SEARCH_URL", default=["http://localhost:9200"]),
    "INDEX_PREFIX": env.str("SEARCH_INDEX_PREFIX", default="juntos_"),
    "TIMEOUT": 5,
}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.admin", **(ENGINE_OPTIONS if SEARCH_ENGINE else {})},
    "visitors": {"BACKEND": "search.index"},
}

# --- Tasks and the cache, which server and worker share --------------------------------------
TASKS = {
    # Wagtail's own, which index what was just saved: in the request, or editors would not find it
    "default": {"BACKEND": "cms.importing.holding.IndexingBackend"},
    "worker": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]},
}
REDIS_TIMEOUTS = {"socket_connect_timeout": 1, "socket_timeout": 1}
CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}?max_entries=5000")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "cms.operations.redis.RedisCache"
    CACHES["default"].setdefault("OPTIONS", {}).update(REDIS_TIMEOUTS)

RESPONSE_CACHE = env.bool("RESPONSE_CACHE", default=True)
"""Whether an answer is kept for as long as nothing that it depends on changes."""
RESPONSE_CACHE_BYTES = env.int("RESPONSE_CACHE_MB", default=32) * 1024 * 1024
"""What each process keeps in its own memory; with Redis in CACHE_URL, the processes share what they make."""

# --- Caches outside this server (docs/operators.md): what they are told of, and how long they may keep an answer -----
PURGER = env.str("PURGER", default="")
PURGER_OPTIONS = env.json("PURGER_OPTIONS", default={})
WAGTAILFRONTENDCACHE = env.json("WAGTAILFRONTENDCACHE", default={})
SHARED_MAX_AGE = env.int("SHARED_MAX_AGE", default=300)
STALE_WHILE_REVALIDATE = env.int("STALE_WHILE_REVALIDATE", default=30)

# --- Webhooks: frontends are told of every public change (docs/frontend/webhooks.md) ------------------------------
WEBHOOKS_INSIDE = env.bool("WEBHOOKS_INSIDE", default=DEBUG)
"""Whether they may go to private addresses, and by HTTP: to a frontend in the same network."""
WEBHOOK_LOG_DAYS = env.int("WEBHOOK_LOG_DAYS", default=30)
WEBHOOK_PATIENCE_DAYS = env.int("WEBHOOK_PATIENCE_DAYS", default=5)
"""How long an address may fail before it is turned off."""

# --- GraphQL --------------------------------------------------------------------------------
GRAPPLE = {"APPS": []}
"""Empty on purpose: cms.api registers our types; Grapple only fills in their fields."""
PREVIEW_ANSWER = "cms.graphql.drafts.PreviewAnswer"
"""Answers for a draft as the API does, to the room of the previews, which is below it."""
SITE_VIEW = "home.site.SiteView"
"""Knows a site's name and the image of shared links to pages that have none of their own."""
FRONTEND_ORIGINS = env.list("FRONTEND_ORIGINS", default=["*"])
"""Whose pages may read the API in a browser. It knows no cookie, so anyone's may: narrow it if you like."""
CORS_ALLOW_ALL_ORIGINS = FRONTEND_ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else FRONTEND_ORIGINS
CORS_URLS_REGEX = r"^/(graphql/|forms/upload/|schema\.|cities\.geojson|stories\.atom|sitemap\.xml)"
TRUSTED_DOCUMENTS = env.str("TRUSTED_DOCUMENTS", default=str(BASE_DIR / "cms" / "graphql" / "trusted"))
"""A folder of manifests (JSON), one a frontend: the documents that it may ask by their ids."""
TRUSTED_DOCUMENTS_ONLY = env.bool("TRUSTED_DOCUMENTS_ONLY", default=False)
INTROSPECTION = env.bool("INTROSPECTION", default=True)
"""Whether strangers may ask for the schema, or have their misspelt fields guessed. GraphiQL needs it."""
GRAPHQL_LIMITS = {
    "bytes": env.int("GRAPHQL_MAX_BYTES", default=64 * 1024),
    "tokens": env.int("GRAPHQL_MAX_TOKENS", default=4000),
    "depth": env.int("GRAPHQL_MAX_DEPTH", default=12),
    "root_fields": env.int("GRAPHQL_MAX_ROOT_FIELDS", default=30),
    "cost": env.int("GRAPHQL_MAX_COST", default=20_000),
}
COMPILED_EXECUTION = env.bool("COMPILED_EXECUTION", default=True)
"""Queries run by functions made from their selections; without it graphql-core executes them, several times slower."""
CORS_PREFLIGHT_MAX_AGE = 86_400
CORS_ALLOW_HEADERS = [*default_headers, "page-token", "preview-token"]
PAGE_TOKEN_AGE = env.int("PAGE_TOKEN_AGE", default=12 * 60 * 60)
"""Seconds that a visitor who has told a page's password sees it without telling it again."""
PREVIEW_TOKEN_AGE = env.int("PREVIEW_TOKEN_AGE", default=60 * 60)
"""Seconds that a frontend may ask for a draft with one token; the editor's open preview gives it new ones."""

# --- What one client may do how often: https://limits.readthedocs.io/en/stable/quickstart.html#rate-limit-string-notation
RATES = {
    "query": env.str("QUERY_RATE", default="6000/minute"),
    "build": env.str("BUILD_RATE", default="60000/minute"),
    "unlock": env.str("UNLOCK_RATE", default="10/minute;60/hour"),
    "unlock_page": env.str("UNLOCK_PAGE_RATE", default="30/minute;300/hour"),
    "login": env.str("LOGIN_RATE", default="20/minute;100/hour"),
    "login_name": env.str("LOGIN_NAME_RATE", default="20/minute;100/hour"),
    "reset": env.str("RESET_RATE", default="5/minute;20/hour"),
    "reset_address": env.str("RESET_ADDRESS_RATE", default="3/hour"),
    "shared_draft": env.str("SHARED_DRAFT_RATE", default="60/minute;600/hour"),
    "form_start": env.str("FORM_START_RATE", default="60/minute;600/hour"),
    "form_submit": env.str("FORM_SUBMIT_RATE", default="10/minute;60/hour"),
    "comment_start": env.str("COMMENT_START_RATE", default="60/minute;600/hour"),
    "comment_submit": env.str("COMMENT_SUBMIT_RATE", default="5/minute;30/hour"),
    "comment_to": env.str("COMMENT_ADDRESS_RATE", default="5/hour;10/day"),
    "comment_report": env.str("COMMENT_REPORT_RATE", default="5/minute;30/hour"),
    "follow_start": env.str("FOLLOW_START_RATE", default="60/minute;600/hour"),
    "follow_ask": env.str("FOLLOW_ASK_RATE", default="5/minute;30/hour"),
    "follow_to": env.str("FOLLOW_ADDRESS_RATE", default="3/hour;6/day"),
    "follow_link": env.str("FOLLOW_LINK_RATE", default="60/minute"),
    "form_upload": env.str("FORM_UPLOAD_RATE", default="20/minute;60/hour"),
}
REJECTED_COMMENT_DAYS = env.int("REJECTED_COMMENT_DAYS", default=30)
UNCONFIRMED_DAYS = env.int("UNCONFIRMED_DAYS", default=30)
LETTER_DAYS = env.int("LETTER_DAYS", default=90)
"""How long is kept who asked to follow and did not confirm it, and to whom a letter went."""
CLIENT_HASH_DAYS = env.int("CLIENT_HASH_DAYS", default=180)
"""How long is kept what the team rejected, and the keyed hashes of network addresses."""
BUILD_TOKENS = env.list("BUILD_TOKENS", default=[])
"""What the builds of frontends say in the header Authorization, as Bearer: they ask more often than one visitor."""

# --- E-mail and logs ------------------------------------------------------------------------
_email = env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25")
vars().update(_email)
EMAIL_SENDER = env.str("EMAIL_BACKEND", default=_email["EMAIL_BACKEND"])
EMAIL_BACKEND = "cms.delivery.mail.Backend"
"""What sends, and what puts e-mails in the queue of the worker, which has them sent."""
ANYMAIL = env.json("ANYMAIL", default={})
"""What the mail provider needs, as django-anymail names it; with WEBHOOK_SECRET, bounces and complaints are heard."""
WAGTAILADMIN_NOTIFICATION_USE_HTML = True
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="cms@localhost")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="cms@localhost")
ADMINS = getaddresses([env.str("ADMINS", default="")])
LOG_FORMAT = env.str("LOG_FORMAT", default="line" if DEBUG else "json")
LOGGING = logging_in(LOG_FORMAT, env.str("LOG_LEVEL", default="INFO"))

# --- Metrics --------------------------------------------------------------------------------
METRICS_TOKEN = env.str("METRICS_TOKEN", default="").strip()
"""What Prometheus shows as its bearer token at /metrics. Without one there are no metrics."""
METRICS_DIR = Path(env.str("METRICS_DIR", default=str(VAR_DIR / "metrics")))
VERSION = env.str("VERSION", default="development")
"""Which build this is, as the container's image knows it."""
