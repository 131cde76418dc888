# Sourced by dist.sh, in the root of the repository: what is packed, and of which version, time and platform it is.

# The version that the pom sets; it is the project's first.
pom_version() { sed -n 's|^  <version>\(.*\)</version>.*|\1|p' pom.xml | head -n 1; }

# A version before a release is older than the release: 0.3.0~SNAPSHOT.
debian_version() { printf '%s\n' "$1" | sed 's/-/~/g'; }

# Seconds since 1970: what is set, the last commit's, else what the pom has (in an archive of the sources).
source_date() {
  if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
    echo "$SOURCE_DATE_EPOCH"
  elif source_date_commit=$(git log -1 --format=%ct 2>/dev/null); then
    echo "$source_date_commit"
  else
    date -u -d "$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</.*|\1|p' pom.xml)" +%s
  fi
}

# The path of the native binary; makes one if there is none.
find_binary() {
  if [ -n "${HEARSAY_BINARY:-}" ]; then
    echo "$HEARSAY_BINARY"
    return
  fi
  sh src/build/has-binary.sh || sh src/build/native.sh >&2
  if ! sh src/build/has-binary.sh; then
    echo "There is no native binary to be packed: install GraalVM or Mandrel, or set HEARSAY_BINARY to one." >&2
    return 1
  fi
  echo target/hearsay-runner
}

# Debian's name of the platform of a program, from its ELF header.
architecture_of() {
  case $(od -An -tx1 -N20 "$1" | tr -d ' \n' | sed 's/^7f454c46.\{28\}//') in
    3e00) echo amd64 ;;
    b700) echo arm64 ;;
    *)
      echo "$1 is no program for Linux on amd64 or arm64: the native binary is needed, not the launcher." >&2
      return 1
      ;;
  esac
}

# A binary of other sources is told, where it runs at all.
check_version() {
  check_found=$("$1" version 2>/dev/null) || return 0
  case " $check_found " in
    *" $2 "*) ;;
    *) echo "WARNING: the binary says it is $check_found, the packages are of $2" >&2 ;;
  esac
}

# pages DIRECTORY VERSION: man pages and completions.
pages() {
  pages_java=$(sh src/build/find-jdk.sh)/bin/java
  pages_path="$(echo target/quarkus-app/app/*.jar | tr ' ' :):target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*"
  "$pages_java" -cp "$pages_path" src/dist/java/io/hearsay/dist/Main.java "$1" "$2" "$SOURCE_DATE_EPOCH"
}

# put MODE SOURCE TARGET: one file, and the directories above it.
put() {
  install -D -m "$1" "$2" "$3"
}
