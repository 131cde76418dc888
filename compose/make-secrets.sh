#!/bin/sh
# Makes the keyring and the token that compose.secure.yaml hands to the containers; what is there stays.
# The directory is closed to other users of this host. The files are not, since inside they are read by other users.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
for secret in keyring token; do
  if [ -s "secrets/$secret" ]; then continue; fi
  # A key is 32 random bytes in base64, which makes a good token too.
  docker run --rm --network none hearsay/sidecar keygen >"secrets/$secret.new"
  chmod 444 "secrets/$secret.new"
  mv "secrets/$secret.new" "secrets/$secret"
done
