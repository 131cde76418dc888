# Sourced by dist.sh: the package for Debian and Ubuntu.

# zipped SOURCE TARGET
zipped() {
  mkdir -p "$(dirname "$2")"
  gzip -9nc "$1" >"$2"
  chmod 644 "$2"
}

# The newest version of the C library that a program asks for.
libc_of() { grep -ao 'GLIBC_2\.[0-9.]*' "$1" | sed 's/GLIBC_//' | sort -uV | tail -n 1; }

debian_package() {
  root=$work/deb
  put 755 "$binary" "$root/usr/bin/hearsay"
  for page in "$work"/pages/man/man*/*; do
    zipped "$page" "$root/usr/share/man/$(basename "$(dirname "$page")")/$(basename "$page").gz"
  done
  put 644 "$work/pages/completions/hearsay.bash" "$root/usr/share/bash-completion/completions/hearsay"
  put 644 "$work/pages/completions/_hearsay" "$root/usr/share/zsh/vendor-completions/_hearsay"
  put 644 "$work/pages/completions/hearsay.fish" "$root/usr/share/fish/vendor_completions.d/hearsay.fish"
  put 644 src/dist/systemd/hearsay-agent.service "$root/usr/lib/systemd/system/hearsay-agent.service"
  put 644 src/dist/etc/hearsay.properties "$root/etc/hearsay/hearsay.properties"
  doc=$root/usr/share/doc/hearsay
  put 644 src/dist/debian/copyright "$doc/copyright"
  zipped CHANGELOG.adoc "$doc/changelog.gz"
  for document in NOTICE README.adoc SECURITY.adoc; do put 644 "$document" "$doc/$document"; done
  put 644 target/hearsay-sbom.json "$doc/sbom.cdx.json"
  control "$1"
  # One time for all files; dpkg-deb takes the time of its own members from SOURCE_DATE_EPOCH. One thread: where there
  # are more, xz cuts the data into blocks.
  find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb --root-owner-group --threads-max=1 -Zxz -z6 --build "$root" "$dist/hearsay_$version""_$architecture.deb" >/dev/null
}

# control VERSION
control() {
  mkdir -p "$root/DEBIAN"
  sed -e "s/@version@/$1/" -e "s/@architecture@/$architecture/" -e "s/@libc@/$(libc_of "$binary")/" \
    -e "s/@size@/$(size)/" src/dist/debian/control.in >"$root/DEBIAN/control"
  echo /etc/hearsay/hearsay.properties >"$root/DEBIAN/conffiles"
  for script in postinst prerm postrm; do put 755 "src/dist/debian/$script" "$root/DEBIAN/$script"; done
  (cd "$root" && find . -path ./DEBIAN -prune -o -type f -print | sed 's|^\./||' | sort | xargs md5sum >DEBIAN/md5sums)
  chmod 644 "$root/DEBIAN/control" "$root/DEBIAN/conffiles" "$root/DEBIAN/md5sums"
}

# In KiB, as Debian counts: each file for itself, each directory as one; whatever the file system here needs.
size() {
  find "$root" -path "$root/DEBIAN" -prune -o -type f -printf '%s\n' -o -type d -printf '1024\n' |
    awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }'
}
