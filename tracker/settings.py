"""Settings, from the environment, with an embedded default that needs nothing installed.

`tracker/environment.py` says how each variable is read and what a production start refuses; the README lists them.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from tracker import environment as env
from tracker.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where and how it runs --------------------------------------------------------------------------------

PRODUCTION = env.is_production()
if PRODUCTION:
    env.refuse_an_unsafe_production()

# What Kept writes on its own disk: the embedded database, its key, its mails. Production writes nothing there.
VAR_DIR = Path(env.text("KEPT_VAR", str(BASE_DIR / "var"))).absolute()
if not PRODUCTION:
    VAR_DIR.mkdir(parents=True, exist_ok=True)

# Off even in the embedded mode: its pages then behave, fail and load static files as they do in production.
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY") or env.embedded_secret_key(VAR_DIR)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]

PORT = env.number("PORT", 8000)
# Begins every link in an e-mail or a message, for those are written far from any request.
SITE_URL = env.text(
    "SITE_URL", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://localhost:{PORT}"
).rstrip("/")

# The password of the demo people; empty in production, which refuses to start when it is set.
DEMO_PASSWORD = "" if PRODUCTION else env.text("DEMO_PASSWORD", "keep-your-word")

# --- What it consists of ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "lucide",
    "allauth",
    "allauth.account",
    "people",
    "alerts",
    "tickets",
    "escalations",
    "promises",
    "recovery",
    "tracker",
]
MIDDLEWARE = [
    "tracker.health.HealthMiddleware",  # first: a probe has no session and may call us by our bare IP address
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tracker.middleware.reader_timezone",
    "tracker.middleware.way_back",
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
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
                "tracker.pages.shell.shell",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Where the truth is kept ------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'kept.sqlite3'}"),
        conn_max_age=env.number("CONN_MAX_AGE", 60),
        conn_health_checks=True,  # a restart of the database costs nobody a failed request
    )
}
_options = DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _options |= {
        "transaction_mode": "IMMEDIATE",  # a transaction that reads, then writes, would fail at once when it waits
        "timeout": 20,  # seconds that a writer waits for another
        # WAL: readers and the writer do not wait for each other. NORMAL is safe against corruption with it.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    _options.setdefault("connect_timeout", 10)
    _options.setdefault("application_name", "kept")
    # Compiling a statement takes longer than ours take to run, and is begun on a mere guess of what they cost.
    _options.setdefault("options", "-c jit=off")

REDIS_URL = env.text("REDIS_URL")
# RabbitMQ (amqp://) or Redis. Empty in the embedded mode, whose scheduler calls the jobs itself.
BROKER_URL = env.text("BROKER_URL", REDIS_URL)
# Begins every name in broker and cache, which may be shared with other products.
NAMESPACE = env.text("NAMESPACE", "kept")

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "tracker.cache.Cache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": NAMESPACE,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds: a log-in waits for it
        }
    }
elif PRODUCTION:
    # The limits on log-in must hold over all processes; `manage.py createcachetable` makes the table.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Time and language ------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"

# --- People -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "tracker.accounts.ClosedDoor"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are made by an administrator, who knows the address
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # key is the e-mail address tried
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
# How many proxies stand in front: 0 believes no X-Forwarded-For, which anyone could send.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)

# --- Security ---------------------------------------------------------------------------------------------

# Behind a proxy that ends TLS, gunicorn's FORWARDED_ALLOW_IPS says whose X-Forwarded-Proto is believed.
HTTPS = env.flag("HTTPS", default=PRODUCTION)
SESSION_COOKIE_NAME = "kept_session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 60 * 60 * 24 * 365) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # other services may live below the same name
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Nothing inline and nothing from another host: what an attacker smuggles into a page cannot run.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
    }
}

# --- Static files -----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Production serves what `collectstatic` hashed and compressed, for a year; elsewhere files come straight from
# their apps, for hashing them would make the first start wait.
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))).absolute() if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "tracker.storage.StaticFiles"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- E-mail and logs --------------------------------------------------------------------------------------

globals().update(
    env.email_settings(
        env.text("EMAIL_URL", "smtp://localhost:25" if PRODUCTION else f"file://{VAR_DIR / 'mail'}")
    )
)
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Kept <kept@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = logging_settings(
    as_json=env.flag("LOG_JSON", default=PRODUCTION), level=env.text("LOG_LEVEL", "INFO")
)

# An address outside (healthchecks.io and its like) that hears from us while the sweep runs; empty for none.
HEARTBEAT_URL = env.text("HEARTBEAT_URL")
# Seconds after which a job that has not run makes /readyz fail.
HEARTBEAT_OLDEST = env.number("HEARTBEAT_OLDEST", 60)

# More alerts than this to one person over one channel within a minute go out as one digest.
DIGEST_OVER = env.number("DIGEST_OVER", 5)

# --- The customer's page ----------------------------------------------------------------------------------

# Days that the link to it works: after the promise was settled, and after it was due if it never is.
CUSTOMER_LINK_DAYS_SETTLED = env.number("CUSTOMER_LINK_DAYS_SETTLED", 14)
CUSTOMER_LINK_DAYS = env.number("CUSTOMER_LINK_DAYS", 90)
# How customers reach you, in a line (an e-mail address, a number): shown there, and where a link has died.
CUSTOMER_CONTACT = env.text("CUSTOMER_CONTACT")
# What has no log-in: so many requests in so many seconds, of one address, and so many answers to one promise.
PUBLIC_RATE_LIMITS = {"page": (60, 60), "answer": (10, 3600)}

# --- The API ----------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "people.authentication.BearerTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["tracker.api.parsing.JSONObjectParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,  # the schema describes the API, for all addresses at once
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "tracker.problems.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kept",
    "DESCRIPTION": "Tickets, promises and the alerts that go out before a promise breaks.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    # Choices stay where they are used: as shared components each would need a name of its own.
    "POSTPROCESSING_HOOKS": ["tracker.api.schema.describe_what_all_share"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
