#!/bin/sh
# Builds our images with the engine that docker talks to: make images. Hearsay itself is not built in a container for
# this: Maven builds the jar here, and the binary is used if make native has left one.
#   BINARY         another source of /hearsay, see docker/Dockerfile
#   BUILD_OPTIONS  for docker build
#   SOURCE_URL     where the sources are, for the label; none if it is not set
#   PUSH_TO        a registry and a path there, to which all but the base are pushed with the tag PUSH_TAG
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
. src/dist/functions.sh
version=$(pom_version)
created=$(date -u -d "@$(source_date)" +%Y-%m-%dT%H:%M:%SZ)
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)

# What no Dockerfile can know. The time is that of the last commit, so that an image of the same sources stays the same.
image() {
  image_tag=$1
  shift
  echo "$image_tag"
  set -- "$@" --label "org.opencontainers.image.version=$version" --label "org.opencontainers.image.created=$created" \
    --label "org.opencontainers.image.revision=$revision"
  if [ -n "${SOURCE_URL:-}" ]; then
    set -- "$@" --label "org.opencontainers.image.source=$SOURCE_URL" --label "org.opencontainers.image.url=$SOURCE_URL" \
      --label "org.opencontainers.image.documentation=$SOURCE_URL/blob/$revision/README.adoc"
  fi
  # shellcheck disable=SC2086 # a list of words
  docker build -q ${BUILD_OPTIONS:-} -t "$image_tag" "$@"
  if [ -n "${PUSH_TO:-}" ] && [ "$image_tag" != hearsay/debian-base ]; then
    image_name=$PUSH_TO/${image_tag#hearsay/}:${PUSH_TAG:-$version}
    docker tag "$image_tag" "$image_name"
    docker push -q "$image_name"
  fi
}

for target in binary sidecar balancer jvm; do
  image "hearsay/$target" -f docker/Dockerfile --target "$target" \
    --build-arg "BINARY=$BINARY" --build-arg JAR=prebuilt-jar .
done
image hearsay/web compose/web
image hearsay/debian-base -f docker/Dockerfile.debian-base docker
