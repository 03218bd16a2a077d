#!/usr/bin/env bash
# usage: debian-root.sh VERSION
# Makes a MariaDB version that is not the installed one runnable, without root rights: packages of another Debian release
# are downloaded (signatures checked) and unpacked into a directory of their own, and run by that directory's own loader.
# Result: ROOTS/VERSION/base with bin, sbin, lib and share, like /usr.
set -euo pipefail

die() { echo "setup: $*" >&2; exit 1; }
note() { echo "setup: $*"; }

version=${1:?usage: debian-root.sh VERSION}
roots=${UNDERSTUDY_TEST_ROOTS:-$HOME/.cache/understudy/roots}
target=$roots/$version
case $version in
  10.11) suite=bookworm ;;
  11.8) suite=trixie ;;
  *) die "no Debian release is known for MariaDB $version" ;;
esac

server=$(PATH=$PATH:/usr/sbin:/sbin command -v mariadbd || true)
if [ -n "$server" ] && "$server" --no-defaults --version 2>/dev/null | grep -q "Ver $version\\."; then
  note "MariaDB $version: installed"
  exit
fi
if [ -f "$target/complete" ]; then
  note "MariaDB $version: in $target"
  exit
fi
mkdir -p "$roots"
exec 8>"$roots/$version.lock"
flock -w 1800 8 || die "another run has been making $target for half an hour"
[ ! -f "$target/complete" ] || exit 0

packages=(mariadb-server mariadb-client mariadb-backup mariadb-plugin-rocksdb mariadb-plugin-provider-lz4
  mariadb-plugin-provider-lzma mariadb-plugin-provider-lzo mariadb-plugin-provider-bzip2 mariadb-plugin-provider-snappy)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -f $keyring ] || die "$keyring is missing (package debian-archive-keyring)"
new=$target.new
rm -rf "$new"
apt=$new/apt
mkdir -p "$new/root" "$apt"/{etc/apt/apt.conf.d,etc/apt/preferences.d,etc/apt/sources.list.d} \
  "$apt"/var/lib/apt/lists/partial "$apt"/var/cache/apt/archives/partial
: >"$apt/status"
options=(-q -o "Dir=$apt" -o "Dir::State::status=$apt/status" -o APT::Sandbox::User= -o APT::Default-Release=
  -o Acquire::Languages=none -o Acquire::Retries=3 -o Debug::NoLocking=true -o Dpkg::Use-Pty=0)

repository() { # a regular expression of release names; prints the first such repository of this machine
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v release="$1" '$3 == "main" && $2 ~ release { print $1; exit }'
}

download() { # the lines of sources.list
  printf '%s\n' "$@" >"$apt/etc/apt/sources.list"
  timeout 900 apt-get "${options[@]}" -o APT::Update::Error-Mode=any update >>"$new/log" 2>&1 &&
    timeout 1800 apt-get "${options[@]}" install -y --no-install-recommends --download-only "${packages[@]}" >>"$new/log" 2>&1
}

main=$(repository '^(bookworm|trixie|forky|sid|stable|oldstable|testing|unstable)$')
security=$(repository '-security$')
[ -n "$main" ] || die "no Debian repository is configured on this machine (sources.list)"
note "MariaDB $version: unpacking the packages of Debian $suite into $target (once, about 400 MB)"
main_line="deb [signed-by=$keyring] $main $suite main"
{ [ -n "$security" ] && download "$main_line" "deb [signed-by=$keyring] $security $suite-security main"; } ||
  download "$main_line" || die "Debian $suite cannot be downloaded: $(grep -E '^(E|W|Err)' "$new/log" | tail -n 3)"
for package in "$apt"/var/cache/apt/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$new/root" --keep-directory-symlink --no-same-owner \
    --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' --exclude='./dev/*'
done
rm -rf "$apt"
# Moved before the wrappers are made, since they name their places; "complete" comes last.
rm -rf "$target"
mv "$new" "$target"

root=$target/root
base=$target/base
loader=$(find "$root" -path '*/lib*/ld-linux*.so.*' ! -type d | sort | head -n 1)
[ -x "$loader" ] || die "no dynamic loader in $root"
libraries=$(find "$root" -maxdepth 3 -type d -path '*/lib/*-linux-gnu*' | sort | paste -sd:)
share=$root/usr/share/mariadb
[ -d "$share/charsets" ] || share=$root/usr/share/mysql
mkdir -p "$base/bin" "$base/sbin"
ln -s "$root/usr/share" "$base/share"
ln -s "$root/usr/lib" "$base/lib"

wrap() { # program
  local file=$root/usr/$1
  [ -e "$file" ] || [ -L "$file" ] || die "the packages of MariaDB $version hold no $1"
  if [ "$(head -c 2 "$file")" = '#!' ]; then
    ln -s "$file" "$base/$1"
    return
  fi
  {
    echo '#!/bin/sh'
    if [ "$1" = sbin/mariadbd ]; then
      # an option that names defaults must stay the first
      echo 'first=--no-defaults'
      echo 'case ${1:-} in --no-defaults | --defaults-file=*) first=$1; shift ;; esac'
      printf 'set -- "$first" --basedir=%q --plugin-dir=%q --lc-messages-dir=%q --character-sets-dir=%q "$@"\n' \
        "$root/usr" "$root/usr/lib/mysql/plugin" "$share" "$share/charsets"
    fi
    printf 'exec %q --library-path %q --argv0 "$0" %q "$@"\n' "$loader" "$libraries" "$(readlink -f "$file")"
  } >"$base/$1"
  chmod +x "$base/$1"
}
for program in sbin/mariadbd bin/{mariadb,mariadb-admin,mariadb-backup,mariadb-binlog,mariadb-check,mariadb-dump} \
  bin/{mariadb-install-db,mariadb-upgrade,mbstream,my_print_defaults,resolveip,aria_chk,aria_read_log,myisamchk,innochecksum}; do
  wrap "$program"
done
touch "$target/complete"
note "MariaDB $version: $("$base/sbin/mariadbd" --no-defaults --version | sed -E 's/.*Ver ([^ ]+).*/\1/')"
