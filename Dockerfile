# airdate for any CI or cron: docker run --rm -v "$PWD:/show" airdate regenerate
# The wheel is built of these sources, and installed with the versions that the tests ran with.
FROM python:3.13-slim AS build
WORKDIR /source
COPY constraints.txt pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY pipeline pipeline
RUN pip install --no-cache-dir --constraint constraints.txt hatchling \
    && pip wheel --no-cache-dir --no-build-isolation --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="airdate" \
    org.opencontainers.image.description="Publish a podcast from a folder" \
    org.opencontainers.image.licenses="GPL-3.0-or-later"
ENV PYTHONUNBUFFERED=1
COPY --from=build /wheels /wheels
COPY constraints.txt /wheels/
RUN pip install --no-cache-dir --constraint /wheels/constraints.txt /wheels/*.whl \
    && rm -r /wheels \
    && useradd --create-home --uid 1000 producer
USER 1000:1000
WORKDIR /show
ENTRYPOINT ["airdate"]
CMD ["--help"]
