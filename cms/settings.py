"""Settings: one file, driven by the environment (docs/operators.md lists every variable)."""

import sqlite3
from email.utils import getaddresses
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from cms.languages import content_languages

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What kind of run this is ---------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
"""Everything the product writes beside a database server: SQLite, uploads, collected static files."""

PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
"""Where visitors and editors reach this server, scheme and host: e.g. https://cms.example.org"""

if not DEBUG and not PUBLIC_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        "PUBLIC_URL is not set. In production it is the address of this server, "
        "e.g. PUBLIC_URL=https://cms.example.org (or set DEBUG=true to develop)."
    )

# --- Security -------------------------------------------------------------------------------
if DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", default="development only, never in production: " + "x" * 40)
else:
    SECRET_KEY = env.str("SECRET_KEY")

PUBLIC_HOST = PUBLIC_URL.partition("://")[2]
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [PUBLIC_HOST.partition(":")[0]],
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
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
"""The check wants DENY, but the admin shows its previews in a frame of its own origin."""

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
    "cms",  # before grapple: fills its registry with our types first
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "grapple",  # after wagtail.snippets, or its snippets are none
    "django_tasks_db",
    "graphene_django",
    "corsheaders",
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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
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

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "pt-br"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = content_languages(LANGUAGE_CODE, env.list("MORE_LANGUAGES", default=[]))
"""What an administrator may add in the admin. A site has those that its pages are translated to."""
WAGTAILADMIN_PERMITTED_LANGUAGES = [("pt-br", "Português do Brasil"), ("en", "English")]
TIME_ZONE = "America/Sao_Paulo"
USE_I18N = WAGTAIL_I18N_ENABLED = USE_TZ = True

# --- Files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Wagtail --------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Programa Juntos"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILIMAGES_IMAGE_MODEL = "cms.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.CustomDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "key", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
"""Where Wagtail sends who opens something private: this server has no other login."""
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.admin"},
    "visitors": {"BACKEND": "search.index"},
}

# --- Tasks and the cache, which server and worker share --------------------------------------
TASKS = {
    # Wagtail's own, which index what was just saved: in the request, or editors would not find it
    "default": {"BACKEND": "cms.importing.holding.IndexingBackend"},
    "worker": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]},
}
CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}?max_entries=5000")}

# --- GraphQL --------------------------------------------------------------------------------
GRAPPLE = {"APPS": []}
"""Empty on purpose: cms.api registers our types; Grapple only fills in their fields."""
SITE_VIEW = "home.site.SiteView"
"""Knows a site's name and the image of shared links to pages that have none of their own."""
FRONTEND_ORIGINS = env.list("FRONTEND_ORIGINS", default=["*"])
"""Whose pages may read the API in a browser. It knows no cookie, so anyone's may: narrow it if you like."""
CORS_ALLOW_ALL_ORIGINS = FRONTEND_ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else FRONTEND_ORIGINS
CORS_URLS_REGEX = r"^/(graphql/|schema\.|cities\.geojson|stories\.atom|sitemap\.xml)"
TRUSTED_DOCUMENTS = env.str("TRUSTED_DOCUMENTS", default=str(BASE_DIR / "cms" / "graphql" / "trusted"))
"""A folder of manifests (JSON), one a frontend: the documents that it may ask by their ids."""
TRUSTED_DOCUMENTS_ONLY = env.bool("TRUSTED_DOCUMENTS_ONLY", default=False)
CORS_PREFLIGHT_MAX_AGE = 86_400

# --- What one client may do how often: https://limits.readthedocs.io/en/stable/quickstart.html#rate-limit-string-notation
RATES: dict[str, str] = {}

# --- E-mail and logs ------------------------------------------------------------------------
if DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="cms@localhost")
ADMINS = getaddresses([env.str("ADMINS", default="")])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django_tasks": {"level": "WARNING"}, "django_tasks_db": {"level": "WARNING"}},
}
