# Debian's HAProxy in place of the official image's. The user gets the same number as there.
FROM debian:trixie-slim
RUN apt-get -qq update && apt-get -qq -y --no-install-recommends install haproxy && rm -rf /var/lib/apt/lists/* \
    && groupmod --gid 99 haproxy && usermod --uid 99 --gid 99 haproxy \
    && ln -s /usr/sbin/haproxy /usr/local/sbin/haproxy && mkdir -p /usr/local/etc/haproxy
USER haproxy
STOPSIGNAL SIGUSR1
CMD ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]
