# Debian's HAProxy where the official image would have its own.
FROM debian:trixie-slim
RUN groupadd --gid 99 --system haproxy && useradd --gid haproxy --home-dir /var/lib/haproxy --no-create-home --system --uid 99 haproxy \
    && apt-get -qq update && apt-get -qq -y --no-install-recommends install haproxy && rm -rf /var/lib/apt/lists/* \
    && ln -s /usr/sbin/haproxy /usr/local/sbin/haproxy && mkdir -p /usr/local/etc/haproxy
USER haproxy
STOPSIGNAL SIGUSR1
CMD ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]
