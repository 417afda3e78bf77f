# syntax=docker/dockerfile:1

# What the image needs to be made, and what it does not keep: compilers, pip's cache, the sources of static files.
FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --require-hashes --no-deps --only-binary :all: --no-binary promise -r requirements.lock
# requirements.txt tells one release's kept answers from another's
COPY manage.py requirements.txt ./
COPY cms ./cms
COPY home ./home
COPY cities ./cities
COPY search ./search
# the guide is a page of the admin
COPY docs/editores.md ./docs/editores.md
COPY docs/imagens ./docs/imagens
# a key for this command alone: nothing signed leaves it
RUN SECRET_KEY="$(/venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    PUBLIC_URL=https://build.invalid STATIC_DIR=/app/static VAR_DIR=/tmp/build \
    /venv/bin/python manage.py collectstatic --noinput -v 0

FROM python:3.13-slim-trixie
ARG VERSION=development
# PostgreSQL's client makes backups: no older than the server in compose.yaml
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home cms \
    && install -d -o cms -g cms /data /data/media /data/private /data/secrets /backups
COPY --from=build /venv /venv
COPY --from=build /app /app
# PRIVATE_DIR is a folder, no secret
# hadolint ignore=DL3064
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VERSION=$VERSION VAR_DIR=/tmp/cms MEDIA_DIR=/data/media PRIVATE_DIR=/data/private STATIC_DIR=/app/static
WORKDIR /app
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=5)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "8", \
     "--respawn-failed-workers", "--workers-kill-timeout", "30", "cms.wsgi:application"]
