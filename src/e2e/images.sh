# Sourced, after engine.sh. No registry can be reached, so images with the names of our Dockerfiles' bases are built
# here. They prove the steps of the Dockerfiles and what the containers do, but nothing about the contents of the real
# bases.

# need_base LOG: builds the file system of the base images, once.
need_base() {
  [ -s "$E2E_HOME/base.tar" ] || alive "$1" "Making a Debian to stand in for Docker's" in_shell base_tar
}

base_tar() {
  debian=$(mirror)
  debian=${debian%/}
  mmdebstrap -q --variant=minbase --include=ca-certificates --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    trixie "$E2E_HOME/new-base.tar" "deb $debian trixie main" "deb $debian-security trixie-security main"
  mv "$E2E_HOME/new-base.tar" "$E2E_HOME/base.tar"
}

# Builds use the network of this host, which is how they reach the packages; containers do not.
image() {
  image_tag=$1
  shift
  docker build -q --network host -t "$image_tag" "$@"
}

base_images() {
  docker image inspect debian:trixie-slim >/dev/null 2>&1 ||
    docker tag "$(docker import -c 'CMD ["bash"]' "$E2E_HOME/base.tar")" debian:trixie-slim
  context=target/e2e/stand-in
  rm -rf "$context"
  mkdir -p "$context/hearsay.d"
  "$JAVA_HOME/bin/jlink" --no-header-files --no-man-pages --strip-debug --generate-cds-archive --output "$context/jre" \
    --add-modules java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.transaction.xa,java.xml,jdk.compiler,jdk.crypto.ec,jdk.jartool,jdk.jdwp.agent,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
  image eclipse-temurin:25-jre -f src/e2e/stand-in/java.Dockerfile "$context"
  docker tag eclipse-temurin:25-jre eclipse-temurin:25-jdk
  image haproxy:3.0 - <src/e2e/stand-in/haproxy.Dockerfile
}

stand_in() {
  cp -a target/quarkus-app docker/jvm/* "$context/hearsay.d/"
  cp -a "$context/jre" "$context/hearsay.d/jre"
  image hearsay/stand-in -f src/e2e/stand-in/binary.Dockerfile "$context"
}

# Hearsay's own images, as anybody would build them, but with the stand-in where there is no native binary.
images() {
  base_images
  BUILD_OPTIONS="--network host"
  export BUILD_OPTIONS
  if [ "${SUBJECT:-}" = jar ] || ! sh src/build/has-binary.sh; then
    stand_in
    BINARY=hearsay/stand-in
    export BINARY
  fi
  sh src/build/images.sh
  image hearsay/e2e-s6 -f src/e2e/stand-in/s6.Dockerfile docker
  # The launcher that stands in for the binary needs a shell and a JVM, which an image with only libc does not have.
  if [ -z "${BINARY:-}" ]; then image hearsay/scratch-base -f docker/Dockerfile.scratch-base docker; fi
}
