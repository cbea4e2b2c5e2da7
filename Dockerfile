# One service in one image:  docker build --build-arg SERVICE=intake -t lingbu-intake .
# SERVICE is intake, review, payments, notify, reporting, partners, simulators, gateway, portal, or all (migrations).
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ARG PIP_INDEX_URL
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python3 -m venv /opt/lingbu
COPY requirements/runtime.txt /src/requirements/runtime.txt
RUN /opt/lingbu/bin/pip install --require-hashes -r /src/requirements/runtime.txt
# What differs from service to service comes below: the layers above are shared by all images.
ARG SERVICE
COPY libs /src/libs
COPY services /src/services
COPY gateway /src/gateway
COPY portal /src/portal
COPY simulators /src/simulators
COPY deploy/install /src/deploy/install
RUN /src/deploy/install "${SERVICE:?give --build-arg SERVICE=…}"

FROM ${BASE}
ARG SERVICE
ENV SERVICE=${SERVICE} \
    PATH=/opt/lingbu/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LINGBU_BIND=0.0.0.0:8000
RUN echo 'lingbu:x:10001:10001::/nonexistent:/usr/sbin/nologin' >> /etc/passwd \
    && echo 'lingbu:x:10001:' >> /etc/group \
    && install -d -o lingbu -g lingbu /clock /witness /definitions /keys
COPY --from=build /opt/lingbu /opt/lingbu
COPY deploy/entrypoint /usr/local/bin/lingbu-entrypoint
COPY deploy/health /usr/local/bin/lingbu-health
USER lingbu
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["lingbu-health"]
ENTRYPOINT ["lingbu-entrypoint"]
