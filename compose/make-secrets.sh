#!/bin/sh
# Makes the keyring and the token that compose.secure.yaml passes to the containers; existing ones stay.
# Other users of this host cannot enter the directory. The files are readable, since other users read them inside.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
for secret in keyring token; do
  if [ -s "secrets/$secret" ]; then continue; fi
  # A key is 32 random bytes in base64, which is a good token too.
  docker run --rm --network none hearsay/sidecar keygen >"secrets/$secret.new"
  chmod 444 "secrets/$secret.new"
  mv "secrets/$secret.new" "secrets/$secret"
done
