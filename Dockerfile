# Processor, trainer and every other verb of tagstream in one image, without a model: mini-llama is among the jars, any other is mounted.
# `mvn package` makes what is copied here. TORCH is cpu, or cu128 after `mvn package -Dimage.torch=cu128`. docs/containers.md says the rest.
ARG BASE=eclipse-temurin:17-jre
FROM ${BASE}

ARG TORCH=cpu

RUN groupadd --system --gid 10001 tagstream \
 && useradd --system --uid 10001 --gid tagstream --home-dir /var/lib/tagstream --shell /usr/sbin/nologin tagstream \
 && install -d -o tagstream -g tagstream /var/lib/tagstream

# What changes least comes first, so that a new version of tagstream is a layer of a few megabytes.
COPY containers/target/image/libtorch-${TORCH} /opt/tagstream/libtorch
COPY containers/target/image/djl /opt/tagstream/djl
COPY containers/target/image/native /opt/tagstream/native
COPY containers/target/image/lib /opt/tagstream/lib
COPY deploy/image/java.options /opt/tagstream/
COPY deploy/image/tagstream deploy/image/healthy /usr/local/bin/
COPY containers/target/image/app /opt/tagstream/app

# Native code is found where it lies; a libtorch of another flavor may be mounted over it. The embedded model unpacks below
# XDG_CACHE_HOME. Waiting threads of the engine give way after some microseconds, see ./tagstream.
ENV PYTORCH_LIBRARY_PATH=/opt/tagstream/libtorch \
    PYTORCH_VERSION=2.7.1 \
    PYTORCH_FLAVOR=${TORCH} \
    DJL_CACHE_DIR=/opt/tagstream/djl \
    RUST_LIBRARY_PATH=/opt/tagstream/native/libtokenizers.so \
    XDG_CACHE_HOME=/tmp \
    GOMP_SPINCOUNT=10000 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    TAGSTREAM_HTTP_HOST=0.0.0.0 \
    TAGSTREAM_HTTP_PORT=9400 \
    TAGSTREAM_STATE_DIR=/var/lib/tagstream/state

USER 10001:10001
WORKDIR /var/lib/tagstream
VOLUME /var/lib/tagstream
EXPOSE 9400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=2m --retries=6 CMD ["healthy"]
ENTRYPOINT ["tagstream"]
CMD ["--help"]
