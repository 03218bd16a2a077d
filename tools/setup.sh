#!/usr/bin/env bash
# Makes a Debian machine able to build and test: installs what is missing and says what. May be run again at any time.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

packages=(
  make procps debian-archive-keyring ca-certificates        # to build, and to fetch what is signed
  mariadb-server mariadb-client mariadb-backup libmariadb3  # the server under test, its tools, the client library
  mariadb-plugin-rocksdb mariadb-plugin-provider-lz4 mariadb-plugin-provider-lzma mariadb-plugin-provider-lzo
  mariadb-plugin-provider-bzip2 mariadb-plugin-provider-snappy
  libzstd1 liblz4-1                                         # compression
  chromium                                                  # to look at reports in tests
  galera-4 socat iproute2                                   # a cluster whose nodes get their state from a backup
  e2fsprogs xfsprogs btrfs-progs                            # small file systems, and others than the server's, for tests
)

note() { echo "setup: $*"; }
die() { echo "setup: $*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else
    command -v sudo >/dev/null || die "installing packages needs root rights: run as root, or install sudo"
    sudo "$@"
  fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@"
}

# The package's own scripts would start a server; the tests start theirs. Debian asks this file before it starts one.
policy=/usr/sbin/policy-rc.d
policy_ours=''
forbid_services() {
  [ -e $policy ] && return
  printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
  as_root chmod 755 $policy
  policy_ours=yes
}
allow_services() { [ -z "$policy_ours" ] || as_root rm -f $policy; }

install_packages() {
  local missing=() package
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} = 0 ]; then
    note "Debian packages: nothing to install"
    return
  fi
  command -v apt-get >/dev/null || die "this machine has no apt-get; install by hand: ${missing[*]}"
  note "installing Debian packages: ${missing[*]} (no service is started)"
  trap allow_services EXIT
  forbid_services
  apt_get install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || {
    note "reading the package lists first"
    apt_get update
    apt_get install -y --no-install-recommends "${missing[@]}" >/dev/null
  } || die "apt-get could not install: ${missing[*]}"
  allow_services
  trap - EXIT
}

case ${1:-} in
  '') ;;
  --packages-only) packages+=("${@:2}"); install_packages; exit ;;
  *) die "usage: tools/setup.sh [--packages-only [MORE...]]" ;;
esac

install_packages
for version in 10.11 11.8; do
  "$here/debian-root.sh" "$version"
done
command -v dotnet >/dev/null || die "the .NET 10 SDK is missing: install it first"
note ".NET packages: dotnet restore"
dotnet restore -v q -nologo "$here/../Understudy.slnx"
note "ready"
