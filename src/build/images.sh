#!/bin/sh
# Builds our images with the engine that docker talks to: make images. Hearsay itself is not built in a container for
# this: Maven builds the jar here, and the binary is used if make native has left one.
#   BINARY         another source of /hearsay, see docker/Dockerfile
#   BUILD_OPTIONS  for docker build
set -eu
cd "$(dirname "$0")/../.."
sh src/build/jar.sh
if [ -z "${BINARY:-}" ]; then
  BINARY=build
  # The native binary, not the launcher of make build.
  if [ "${SUBJECT:-}" != jar ] && sh src/build/has-binary.sh; then
    sh src/build/launch.sh
    BINARY=prebuilt
  fi
fi
echo "BINARY=$BINARY"

image() {
  image_tag=$1
  shift
  echo "$image_tag"
  # shellcheck disable=SC2086 # a list of words
  docker build -q ${BUILD_OPTIONS:-} -t "$image_tag" "$@"
}

for target in binary sidecar balancer jvm; do
  image "hearsay/$target" -f docker/Dockerfile --target "$target" \
    --build-arg "BINARY=$BINARY" --build-arg JAR=prebuilt-jar .
done
image hearsay/web compose/web
image hearsay/debian-base -f docker/Dockerfile.debian-base docker
