# An image whose process 1 is s6, with the service directories of docker/s6.
FROM hearsay/web
USER root
RUN apt-get -qq update && apt-get -qq -y --no-install-recommends install s6 && rm -rf /var/lib/apt/lists/*
COPY s6 /etc/s6
RUN chmod 755 /etc/s6/*/*
HEALTHCHECK NONE
ENTRYPOINT ["s6-svscan", "/etc/s6"]
