# Sourced by dist.sh: the archives. A list in a fixed order, one time, nobody's files: the same bytes each time.

# archive NAME: packs the directory of that name.
archive() {
  tar -C "$work" --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    -cf - "$1" | gzip -9n >"$dist/$1.tar.gz"
}

# What comes with each: license, changes, bill of materials.
documents() {
  for document in LICENSE NOTICE README.adoc CHANGELOG.adoc SECURITY.adoc; do put 644 "$document" "$1/$document"; done
  put 644 target/hearsay-sbom.json "$1/sbom.cdx.json"
}

# Below a prefix such as /usr/local: tar xzf … -C /usr/local --strip-components=1
archive_of_binary() {
  root=$work/$1
  put 755 "$binary" "$root/bin/hearsay"
  for page in "$work"/pages/man/man*/*; do
    put 644 "$page" "$root/share/man/$(basename "$(dirname "$page")")/$(basename "$page")"
  done
  put 644 "$work/pages/completions/hearsay.bash" "$root/share/bash-completion/completions/hearsay"
  put 644 "$work/pages/completions/_hearsay" "$root/share/zsh/site-functions/_hearsay"
  put 644 "$work/pages/completions/hearsay.fish" "$root/share/fish/vendor_completions.d/hearsay.fish"
  documents "$root/share/doc/hearsay"
  put 644 src/dist/etc/hearsay.properties "$root/share/doc/hearsay/examples/hearsay.properties"
  mkdir -p "$root/share/doc/hearsay/examples"
  sed 's|/usr/bin/hearsay|/usr/local/bin/hearsay|' src/dist/systemd/hearsay-agent.service \
    >"$root/share/doc/hearsay/examples/hearsay-agent.service"
  archive "$1"
}

# Runs where it is unpacked: hearsay-VERSION-jvm/hearsay
archive_of_jar() {
  root=$work/$1
  put 755 docker/jvm/hearsay "$root/hearsay"
  put 644 docker/jvm/health "$root/health"
  mkdir -p "$root"
  cp -R target/quarkus-app "$root/"
  find "$root/quarkus-app" -type d -exec chmod 755 {} +
  find "$root/quarkus-app" -type f -exec chmod 644 {} +
  documents "$root/doc"
  archive "$1"
}
