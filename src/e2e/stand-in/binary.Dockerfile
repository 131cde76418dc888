# Stands in for the image with the native binary where nobody can build one: a launcher in its place, and what it
# launches beside it, from the jar and this machine's own JDK.
FROM debian:trixie-slim AS made
COPY --chmod=755 hearsay.d/ /usr/local/bin/hearsay.d/
RUN --network=none cd /usr/local/bin && mv hearsay.d/hearsay hearsay && sh hearsay.d/warm-up.sh
FROM scratch
COPY --from=made /usr/local/bin/ /
