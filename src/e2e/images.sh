# Sourced, after engine.sh. No registry can be reached, so images with the names that our Dockerfiles begin with are
# made here. They prove the steps of the Dockerfiles and what the containers do; of the contents of the real bases they
# prove nothing.

base_tar() {
  [ -s "$E2E_HOME/base.tar" ] && return 0
  debian=$(mirror)
  debian=${debian%/}
  mmdebstrap -q --variant=minbase --include=ca-certificates --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    trixie "$E2E_HOME/base.new" "deb $debian trixie main" "deb $debian-security trixie-security main"
  mv "$E2E_HOME/base.new" "$E2E_HOME/base.tar"
}

# Builds see the network of this host, which is how they reach the packages; containers do not.
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
  cp -a target/quarkus-app docker/jvm/hearsay docker/jvm/warm-up.sh "$context/hearsay.d/"
  cp -a "$context/jre" "$context/hearsay.d/jre"
  image hearsay/stand-in -f src/e2e/stand-in/binary.Dockerfile "$context"
}

our_images() {
  for target in binary sidecar balancer jvm; do
    image "hearsay/$target" -f docker/Dockerfile --target "$target" \
      --build-arg BINARY=hearsay/stand-in --build-arg JAR=prebuilt-jar .
  done
  image hearsay/web compose/web
  image hearsay/debian-base -f docker/Dockerfile.debian-base docker
}
