# Processor, trainer and every other verb of tagstream in one image, without a model: mini-llama is among the jars, any other is mounted.
# `mvn package` makes what is copied here. TORCH is cpu, or cu128 after `mvn package -Dimage.torch=cu128`. docs/containers.md says the rest.
ARG BASE=eclipse-temurin:17-jre
FROM ${BASE}

ARG TORCH=cpu

RUN groupadd --system --gid 10001 tagstream \
 && useradd --system --uid 10001 --gid tagstream --home-dir /var/lib/tagstream --shell /usr/sbin/nologin tagstream \
 && install -d -o tagstream -g tagstream /var/lib/tagstream \
 && ln -s /opt/tagstream/bin/tagstream /usr/local/bin/tagstream

# What changes least comes first, so that a new version of tagstream is a layer of a few megabytes.
COPY containers/target/image/${TORCH}/libtorch /opt/tagstream/libtorch
COPY containers/target/image/${TORCH}/djl /opt/tagstream/djl
COPY containers/target/image/${TORCH}/native /opt/tagstream/native
COPY containers/target/image/${TORCH}/licenses /opt/tagstream/licenses
COPY containers/target/image/${TORCH}/lib /opt/tagstream/lib
COPY deploy/image/healthy /usr/local/bin/
COPY containers/target/image/${TORCH}/bin /opt/tagstream/bin
COPY containers/target/image/${TORCH}/LICENSE containers/target/image/${TORCH}/NOTICE containers/target/image/${TORCH}/INSTALL.md \
     containers/target/image/${TORCH}/java.options /opt/tagstream/
COPY containers/target/image/${TORCH}/app /opt/tagstream/app

# The embedded model unpacks below XDG_CACHE_HOME.
ENV XDG_CACHE_HOME=/tmp \
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
