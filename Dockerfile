# syntax=docker/dockerfile:1
# Two stages: what builds the packages and the static files stays behind.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements.txt /src/
RUN pip install -r /src/requirements.txt
COPY . /src
WORKDIR /src
# Nothing of this environment reaches the image: collectstatic reads the settings, and needs neither database nor broker.
RUN KEPT_ENV=production SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" \
    ALLOWED_HOSTS=build DATABASE_URL=sqlite://:memory: BROKER_URL=memory:// \
    python manage.py collectstatic --noinput --verbosity 0

FROM ${BASE}
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 KEPT_ENV=production
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin kept
COPY --from=build /opt/venv /opt/venv
COPY --from=build /src /app
WORKDIR /app
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\", \"8000\")}/healthz', timeout=4)"]
CMD ["gunicorn", "tracker.wsgi"]
