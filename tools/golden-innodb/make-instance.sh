#!/usr/bin/env bash
# usage: make-instance.sh BASE DIR stop|kill MARIADBD_OPTIONS...
# Makes a server in DIR/data with the tables of tables.sql and stops or kills it. BASE has bin and sbin, like /usr.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
base=$1 dir=$2 end=$3
shift 3
mkdir -p "$dir/tmp"
printf '1;770A8A65DA156D24EE2A093277530142\n' >"$dir/keys"
options=("$@" --datadir="$dir/data" --tmpdir="$dir/tmp" --innodb-log-file-size=4M --innodb-buffer-pool-size=32M
  --plugin-load-add=provider_lz4 --plugin-load-add=provider_lzma --plugin-load-add=provider_snappy
  --plugin-load-add=file_key_management --file-key-management-filename="$dir/keys" --user="$(id -un)")
"$base/bin/mariadb-install-db" --no-defaults --basedir="$base" "${options[@]}" --auth-root-authentication-method=normal \
  >"$dir/install.out" 2>&1
"$base/sbin/mariadbd" --no-defaults --basedir="$base" "${options[@]}" --socket="$dir/s" --skip-networking \
  --log-error="$dir/error.log" &
server=$!
trap 'kill -9 $server 2>/dev/null || true' EXIT
client=("$base/bin/mariadb" --no-defaults --socket="$dir/s" --user=root)
for _ in $(seq 100); do
  "${client[@]}" -e 'select 1' >/dev/null 2>&1 && break
  sleep 0.1
done
"${client[@]}" --force <"$here/tables.sql"
[ "$end" = kill ] && kill -9 $server || "${client[@]}" -e shutdown
wait $server || true
