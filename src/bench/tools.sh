# Sourced by the benchmarks, in the root of the repository: installs what they need with the system's package manager
# if possible, compiles their classes, and provides a network of their own.
. src/demo/alive.sh
. src/demo/haproxy.sh
. src/build/need.sh
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
JAVA_HOME=$(sh src/build/find-jdk.sh)
export PATH JAVA_HOME
mkdir -p target/bench
log=target/bench/install.log

need_root() {
  if [ "$(id -u)" -ne 0 ]; then
    echo "The benchmark makes network namespaces, which needs root: run it as root, in a virtual machine or a" >&2
    echo "privileged container if you like. It touches no interface of this host." >&2
    exit 2
  fi
}

# need_hearsay [classes]: the agent's program in KIT_HEARSAY, built unless HEARSAY_BINARY names another one; with
# "classes", also the product's classes, which only the build leaves.
need_hearsay() {
  KIT_HEARSAY=${HEARSAY_BINARY:-$PWD/target/hearsay}
  export KIT_HEARSAY
  if [ -z "${HEARSAY_BINARY:-}" ]; then
    alive target/bench/build.log "Building Hearsay" make build
  elif [ "${1:-}" = classes ]; then
    alive target/bench/build.log "Building Hearsay's classes" sh src/build/jar.sh
  fi
  if [ ! -x "$KIT_HEARSAY" ]; then
    echo "$KIT_HEARSAY is not a program: set HEARSAY_BINARY to one, or leave it empty for target/hearsay." >&2
    exit 2
  fi
}

# The class path of the product.
product() {
  printf '%s' "$(echo "$PWD"/target/quarkus-app/app/*.jar | tr ' ' :):$PWD/target/quarkus-app/lib/main/*"
  printf '%s' ":$PWD/target/quarkus-app/lib/boot/*"
}

# compile NAME CLASSPATH SOURCE...: compiles these, and what they use of the benchmarks, the test kit and the web node,
# into KIT_CLASSES.
compile() {
  KIT_CLASSES=$PWD/target/bench/$1-classes
  classpath=$2
  shift 2
  rm -rf "$KIT_CLASSES"
  mkdir -p "$KIT_CLASSES"
  "$JAVA_HOME/bin/javac" --release 25 -Xlint:-options -proc:none -cp "$classpath" -d "$KIT_CLASSES" \
    -sourcepath src/bench/java:src/testkit/java:compose/web/src "$@"
}

# run_bench NAMESPACE HEAP CLASSPATH NAME: runs its Main in a new network namespace, in which every port is free and
# which nothing can leave; in the current one if NAMESPACE is empty. Returns its exit code.
run_bench() {
  namespace=$1
  set -- "$JAVA_HOME/bin/java" "-Xmx$2" -XX:+UseSerialGC -Xss512k -cp "$3" "io.hearsay.bench.$4.Main"
  if [ -n "$namespace" ]; then
    ip netns add "$namespace"
    ip -n "$namespace" link set lo up
    set -- nsenter --net="/run/netns/$namespace" "$@"
  fi
  "$@" </dev/null &
  wait_for "$!"
}

# end_namespaces PREFIX: removes the network namespaces PREFIX-* with everything that runs in them.
end_namespaces() {
  for namespace in $(ip netns list | sed -n "s/^\($1-[^ ]*\).*/\1/p"); do
    ip netns pids "$namespace" | xargs -r kill -9 2>/dev/null || true
    ip netns del "$namespace"
    rm -rf "/etc/netns/$namespace"
  done
}
