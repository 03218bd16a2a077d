#!/usr/bin/env bash
# usage: bench/limits.sh [DIR]
# Measures what does not show on one data set of one size: how the peak memory of a backup grows with bytes and with tables, and what
# a backup of clones costs. All in DIR (default: a new temporary directory), which needs room for three times the largest size, and
# is emptied at the end.
#
#   SIZES="1 10"         sizes of one large table to compare, in GB; "" for none
#   TABLES="100 20000"   numbers of small tables to compare; "" for none
#   REFLINK_GB=2         size of a table on an XFS in a file, mounted by a loop device (needs root); 0 for none
#   ROUNDS=3             how often each; medians are printed
#   COLD=yes             empty the page cache before each backup (needs root); else both programs find in it what fits
#   PARALLEL=2           copying threads of both programs
#   UNDERSTUDY=...       the program; default: the release build of this tree
#   STOCK=mariadb-backup the stock tool, of the server's version
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
SIZES=${SIZES-1 10} TABLES=${TABLES-100 20000} REFLINK_GB=${REFLINK_GB-2} ROUNDS=${ROUNDS:-3} PARALLEL=${PARALLEL:-2}
UNDERSTUDY=${UNDERSTUDY:-$here/artifacts/bin/Understudy.Cli/release/understudy} STOCK=${STOCK:-mariadb-backup}
[ -x "$UNDERSTUDY" ] || { echo "no $UNDERSTUDY: build first" >&2; exit 1; }
dir=${1:-}
if [ -z "$dir" ]; then
  dir=$(mktemp -d /tmp/us-limits.XXXXXX)
fi
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
server='' mounted='' aside=0
leave() {
  stop_server
  [ -z "$mounted" ] || umount "$dir/xfs"
  rm -rf "$dir"/{data,backup,aside-*,xfs,xfs.img,pid,s.sock,server.log,run.log,times}
  rmdir "$dir" 2>/dev/null || true
}

sql() { mariadb --no-defaults -u root -S "$dir/s.sock" "$@"; }

# start_server DATADIR: of a data directory that is made anew.
start_server() {
  rm -rf "$1"
  mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$1" --auth-root-authentication-method=normal --skip-test-db >/dev/null
  mariadbd --no-defaults --user="$(id -un)" --datadir="$1" --socket="$dir/s.sock" --pid-file="$dir/pid" --skip-networking \
    --log-error="$dir/server.log" --innodb-log-file-size=1G --innodb-buffer-pool-size=512M --innodb-flush-log-at-trx-commit=0 \
    --innodb-doublewrite=OFF --innodb-stats-auto-recalc=OFF --open-files-limit=65535 --table-open-cache=2000 &
  server=$!
  for _ in $(seq 600); do
    if sql -e 'CREATE DATABASE IF NOT EXISTS bench' >/dev/null 2>&1; then return; fi
    sleep 0.2
  done
  echo "the server does not start: $dir/server.log" >&2
  exit 1
}

stop_server() {
  if [ -n "$server" ]; then
    kill "$server"
    wait "$server" || true
    server=''
  fi
}
trap leave EXIT

# make_table GB: one table, whose rows are random, so that nothing makes it smaller.
make_table() {
  sql bench -e "CREATE TABLE IF NOT EXISTS big (id INT PRIMARY KEY AUTO_INCREMENT, filling VARBINARY(4000))"
  for _ in $(seq "$1"); do
    sql bench -e "INSERT INTO big (filling) SELECT RANDOM_BYTES(1000) FROM seq_1_to_860000"
  done
}

# make_tables N: as many tables, by four connections.
make_tables() {
  local first pids=()
  for first in 1 2 3 4; do
    seq "$first" 4 "$1" | sed 's/.*/CREATE TABLE t& (id INT PRIMARY KEY, name VARCHAR(20));/' | sql bench &
    pids+=($!)
  done
  wait "${pids[@]}"
}

# put_aside TARGET: empties its files. Were they deleted, ext4 would take ten times as long to create as many for a minute.
put_aside() {
  aside=$((aside + 1))
  find "$1" -type f -exec truncate -s 0 {} +
  mv "$1" "$(dirname "$1")/aside-$aside"
}

# measure NAME TARGET COMMAND...: adds seconds, CPU seconds and peak memory to the times of NAME.
measure() {
  local name=$1 target=$2
  shift 2
  sync -f "$dir"
  if [ -n "${COLD:-}" ]; then echo 3 >/proc/sys/vm/drop_caches; fi
  if ! /usr/bin/env time -a -o "$dir/times/$name" -f '%e %U %S %M' "$@" >"$dir/run.log" 2>&1; then
    cat "$dir/run.log" >&2
    exit 1
  fi
  if [ -e "$target/understudy.json" ]; then
    held=$(awk -v from="$(moment "$target" startedAt)" -v to="$(moment "$target" backupTime)" 'BEGIN { printf "%.2f", to - from }')
  fi
  put_aside "$target"
}

# moment BACKUP MEMBER: a time of the manifest, in seconds.
moment() { date -d "$(sed -n "s/^  \"$2\": \"\(.*\)\",\$/\1/p" "$1/understudy.json")" +%s.%N; }

ours() { measure "$1" "$2" "$UNDERSTUDY" backup --socket="$dir/s.sock" --user=root --parallel="$PARALLEL" --target-dir="$2" "${@:3}"; }

stock() { measure "$1" "$2" "$STOCK" --no-defaults --backup --socket="$dir/s.sock" --user=root --parallel="$PARALLEL" --target-dir="$2"; }

# median NAME COLUMN, where CPU is the sum of columns 2 and 3.
median() { awk -v c="$2" '{ print c == "cpu" ? $2 + $3 : $c }' "$dir/times/$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# row LABEL KEY: a line of the table.
row() {
  awk -v label="$1" -v os="$(median "$2-ours" 1)" -v ss="$(median "$2-stock" 1)" -v oc="$(median "$2-ours" cpu)" -v sc="$(median "$2-stock" cpu)" \
    -v om="$(median "$2-ours" 4)" -v sm="$(median "$2-stock" 4)" 'BEGIN {
      printf "| %s | **%.2f** | %.2f s | %.2f s | %.2f | %.0f | %.0f |\n", label, os / ss, os, ss, oc / sc, om / 1024, sm / 1024 }'
}

# rounds LABEL KEY TARGET [OPTIONS OF OURS]: both programs in turn.
rounds() {
  for _ in $(seq "$ROUNDS"); do
    stock "$2-stock" "$3"
    ours "$2-ours" "$3" "${@:4}"
  done
  row "$1" "$2"
}

rm -rf "$dir"/{times,backup}
mkdir -p "$dir/times"
echo "| backup of | ours ÷ stock, seconds | understudy | mariadb-backup | ours ÷ stock, processor | peak memory, MiB | of mariadb-backup |"
echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
for gb in $SIZES; do
  start_server "$dir/data"
  make_table "$gb"
  rounds "one table of $gb GB" "size-$gb" "$dir/backup"
  stop_server
done
for count in $TABLES; do
  start_server "$dir/data"
  make_tables "$count"
  rounds "$count tables" "tables-$count" "$dir/backup"
  stop_server
done
if [ "$REFLINK_GB" != 0 ]; then
  rm -rf "$dir/data"
  mkdir -p "$dir/xfs"
  truncate -s $((REFLINK_GB * 5 + 4))G "$dir/xfs.img"
  mkfs.xfs -q -m reflink=1 "$dir/xfs.img"
  mount -o loop "$dir/xfs.img" "$dir/xfs"
  mounted=yes
  start_server "$dir/xfs/data"
  make_table "$REFLINK_GB"
  rounds "$REFLINK_GB GB on XFS, copied" xfs-copy "$dir/xfs/backup"
  rounds "$REFLINK_GB GB on XFS, --method=reflink" xfs-reflink "$dir/xfs/backup" --method=reflink
  held_now=$held
  rounds "$REFLINK_GB GB on XFS, --method=reflink --verify=later" xfs-later "$dir/xfs/backup" --method=reflink --verify=later
  held=$held_now
  echo
  echo "The last backup of clones reached its backup point after $held s; from then on it held nothing, and read the clones."
fi
