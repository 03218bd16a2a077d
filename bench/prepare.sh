#!/usr/bin/env bash
# usage: bench/prepare.sh [DIR]
# Prepares copies of one backup with understudy and with mariadb-backup in turn, and prints seconds, CPU seconds, peak memory
# and their ratios. The backup is made once, in DIR (default: a new temporary directory that is removed at the end), by a
# server under a load of single-row statements; a second run with the same DIR takes the one that is there.
#
#   REDO_MB=1100         how much redo the backup holds
#   MEMORY="64M 1G"      values of --use-memory to measure
#   ROUNDS=3             how often, each; medians are printed
#   UNDERSTUDY=...       the program; default: the release build of this tree
#   BACKUP=mariadb-backup   the stock tool, of the server's version
#   SERVER_OPTIONS=...   more options of the server, such as --innodb-encrypt-log
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
server=''
REDO_MB=${REDO_MB:-1100} MEMORY=${MEMORY-64M 1G} ROUNDS=${ROUNDS:-3} BACKUP=${BACKUP:-mariadb-backup}
UNDERSTUDY=${UNDERSTUDY:-$here/artifacts/bin/Understudy.Cli/release/understudy}
[ -x "$UNDERSTUDY" ] || { echo "no $UNDERSTUDY: build first" >&2; exit 1; }
dir=${1:-}
if [ -z "$dir" ]; then
  dir=$(mktemp -d /tmp/us-bench.XXXXXX)
fi
made=${1:+no}
leave() {
  [ -z "$server" ] || stop_server
  [ "$made" = no ] || rm -rf "$dir"
}
trap leave EXIT
mkdir -p "$dir"

sql() { mariadb --no-defaults -u root -S "$dir/s.sock" "$@"; }

start_server() {
  # shellcheck disable=SC2086
  mariadbd --no-defaults --user="$(id -un)" --datadir="$dir/data" --socket="$dir/s.sock" --pid-file="$dir/pid" --skip-networking \
    --log-error="$dir/error.log" --innodb-log-file-size=4G --innodb-buffer-pool-size=1G --innodb-flush-log-at-trx-commit=0 \
    --innodb-adaptive-flushing=OFF --innodb-max-dirty-pages-pct=99 --innodb-max-dirty-pages-pct-lwm=0 --innodb-doublewrite=OFF \
    --innodb-stats-auto-recalc=OFF ${SERVER_OPTIONS:-} &
  server=$!
  for _ in $(seq 300); do
    if sql -e 'SELECT 1' >/dev/null 2>&1; then return; fi
    sleep 0.2
  done
  echo "the server does not start: $dir/error.log" >&2
  exit 1
}

stop_server() {
  kill "$server"
  wait "$server" || true
  server=''
}

redo_mb() { sql -BNe "SELECT ROUND(SUM(IF(variable_name = 'INNODB_LSN_CURRENT', 1, -1) * variable_value) / 1048576)
  FROM information_schema.global_status WHERE variable_name IN ('INNODB_LSN_CURRENT', 'INNODB_LSN_LAST_CHECKPOINT')"; }

make_backup() {
  rm -rf "$dir"/{data,backup,run}
  # shellcheck disable=SC2086
  mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$dir/data" --auth-root-authentication-method=normal \
    ${SERVER_OPTIONS:-} >"$dir/install.log" 2>&1
  start_server
  sql -e 'CREATE DATABASE b'
  for i in 1 2 3 4 5 6 7 8; do
    sql b -e "CREATE TABLE t$i (id INT AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL, c CHAR(120) NOT NULL, pad CHAR(60) NOT NULL, KEY (k));
      INSERT INTO t$i (k, c, pad) SELECT RAND() * 150000, SHA2(seq, 384), MD5(seq) FROM seq_1_to_150000"
  done
  sql b -e "DELIMITER //
    CREATE PROCEDURE work(t INT, n INT)
    BEGIN
      DECLARE i INT DEFAULT 0;
      WHILE i < n DO
        START TRANSACTION;
        EXECUTE IMMEDIATE CONCAT('UPDATE t', t, ' SET k = k + 1 WHERE id = ?') USING FLOOR(1 + RAND() * 150000);
        EXECUTE IMMEDIATE CONCAT('UPDATE t', t, ' SET c = ? WHERE id = ?') USING SHA2(RAND(), 384), FLOOR(1 + RAND() * 150000);
        SET @id = FLOOR(1 + RAND() * 150000);
        EXECUTE IMMEDIATE CONCAT('DELETE FROM t', t, ' WHERE id = ?') USING @id;
        EXECUTE IMMEDIATE CONCAT('INSERT INTO t', t, ' (id, k, c, pad) VALUES (?, ?, ?, ?)')
          USING @id, FLOOR(RAND() * 150000), SHA2(RAND(), 384), MD5(RAND());
        COMMIT;
        SET t = 1 + t % 8, i = i + 1;
      END WHILE;
    END //"
  stop_server # so that the log begins here
  start_server
  while [ "$(redo_mb)" -lt "$REDO_MB" ]; do
    pids=()
    for t in 1 2 3 4; do
      sql b -e "CALL work($t, 20000)" & pids+=($!)
    done
    wait "${pids[@]}"
    echo "$(redo_mb) MB of redo" >&2
  done
  "$BACKUP" --no-defaults --backup --user=root --socket="$dir/s.sock" --target-dir="$dir/backup" >"$dir/backup.log" 2>&1
  stop_server
  rm -rf "$dir/data"
}

median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Adds a line "seconds cpu-seconds MiB" to a file.
measure() { # results command...
  rm -rf "$dir/run"
  cp -a --reflink=never "$dir/backup" "$dir/run"
  sync -f "$dir/run"
  find "$dir/run" -type f -exec cat {} + >/dev/null # both find the files in memory
  python3 - "$@" 2>"$dir/last.log" <<'PYTHON'
import os, sys, time
start = time.monotonic()
pid = os.fork()
if pid == 0:
    os.dup2(2, 1)
    os.execvp(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(pid, 0)
seconds = time.monotonic() - start
if status != 0:
    sys.exit(f"{sys.argv[2]} failed")
with open(sys.argv[1], "a") as results:
    results.write(f"{seconds:.2f} {usage.ru_utime + usage.ru_stime:.2f} {usage.ru_maxrss // 1024}\n")
PYTHON
}

column() { awk -v c="$2" '{ print $c }' "$1" | median; }

if [ ! -e "$dir/backup/ib_logfile0" ]; then make_backup; fi
echo "redo: $(($(stat -c %s "$dir/backup/ib_logfile0") >> 20)) MiB; with the data: $(du -sm "$dir/backup" | cut -f1) MiB; processors: $(nproc)"
printf '%-8s %-11s %9s %9s %9s\n' memory '' seconds 'CPU s' 'peak MiB'
for memory in $MEMORY; do
  rm -f "$dir"/{stock,ours}.txt
  for ((round = 0; round < ROUNDS; round++)); do
    measure "$dir/stock.txt" "$BACKUP" --no-defaults --prepare --use-memory="$memory" --target-dir="$dir/run"
    measure "$dir/ours.txt" "$UNDERSTUDY" prepare --use-memory="$memory" "$dir/run"
  done
  for who in stock ours; do
    printf '%-8s %-11s %9s %9s %9s\n' "$memory" $who "$(column "$dir/$who.txt" 1)" "$(column "$dir/$who.txt" 2)" "$(column "$dir/$who.txt" 3)"
  done
  for c in 1 2 3; do
    echo "$(column "$dir/ours.txt" $c) $(column "$dir/stock.txt" $c)"
  done | awk -v memory="$memory" '{ r[NR] = $1 / $2 } END { printf "%-8s %-11s %9.2f %9.2f %9.2f\n", memory, "ours/stock", r[1], r[2], r[3] }'
done
rm -rf "$dir/run"
