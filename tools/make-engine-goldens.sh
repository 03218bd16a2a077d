#!/usr/bin/env bash
# Makes the small golden files of tests/Understudy.Formats.Tests/Golden/engines from a throw-away server.
#
#   make-engine-goldens.sh SOCKET DATADIR OUT
#
# SOCKET and DATADIR are of a running server that nobody needs (log in as root without a password; plugins archive,
# blackhole and rocksdb loaded where the version has them). OUT is written anew. The server is left with the schema "golden".
set -euo pipefail
socket=$1 datadir=$2 out=$3
sql() { mariadb --no-defaults -uroot -S "$socket" --batch --skip-column-names "$@"; }

rm -rf "$out"; mkdir -p "$out"
sql -e "select version()" > "$out/VERSION"
sql <<'SQL'
drop database if exists golden; create database golden; use golden;
create table aria_online (a int primary key auto_increment, b varchar(200), key(b)) engine=aria;
create table aria_plain (a int primary key, b varchar(200)) engine=aria transactional=0;
create table aria_nochecksum (a int primary key, b varchar(200)) engine=aria transactional=1 page_checksum=0;
create table aria_dynamic (a int, b varchar(200)) engine=aria transactional=0 row_format=dynamic;
create table aria_manykeys (a int, b int, c int, key(a), key(b), key(c), key(a,b), key(b,c), key(a,c), key(a,b,c), fulltext(d), d text) engine=aria;
create table aria_part (a int primary key) engine=aria partition by hash(a) partitions 2;
create table innodb (a int) engine=innodb;
create table innodb_part (a int) engine=innodb partition by hash(a) partitions 2;
create table myisam (a int) engine=myisam;
create table myisam2 (a int) engine=myisam;
create table merge (a int) engine=merge union=(myisam,myisam2);
create table memory (a int) engine=memory;
create table csv (a int not null, b varchar(50) not null) engine=csv;
create sequence seq_innodb;
create sequence seq_aria engine=aria;
create view view1 as select * from innodb;
insert into aria_online (b) select repeat(char(97 + seq % 26), seq % 200) from seq_1_to_600;
insert into aria_online (b) values ('one more, logged');
insert into aria_plain select seq, repeat('x', seq % 200) from seq_1_to_300;
insert into csv values (1,'one'),(2,'line\nfeed'),(3,'"quoted"');
alter table aria_manykeys disable keys;
flush tables;
SQL
for engine in archive blackhole rocksdb; do
  sql golden -e "create table $engine (a int) engine=$engine" 2>/dev/null || echo "no $engine" >&2
done
sql golden -e "create table rocksdb_part (a int) engine=rocksdb partition by hash(a) partitions 2" 2>/dev/null || true

# What the server itself says, for the tests to compare with.
sql -e "select table_name, lower(engine), table_type from information_schema.tables where table_schema='golden' order by 1" > "$out/tables.tsv"

# The DDL log: a second client runs DDL while the first one holds the backup stage.
ddl=$(mktemp)
trap 'rm -f "$ddl"' EXIT
cat > "$ddl" <<'SQL'
set names utf8mb4; use golden;
create table d1 (a int) engine=aria;
create table d2 (a int primary key) engine=aria partition by hash(a) partitions 2;
create table d3 like d2;
alter table d3 remove partitioning;
create table d4 engine=aria select seq from seq_1_to_10;
rename table d1 to d5;
alter table d5 engine=innodb;
truncate table d5;
alter table d4 add key(seq);
alter table d4 disable keys;
repair table d4;
optimize table myisam;
create database `d-ä`;
create view `d-ä`.v as select 1;
create trigger tr before insert on d5 for each row set new.a = 1;
drop trigger tr;
rename table d5 to `d-ä`.d5;
alter table d2 exchange partition p0 with table d3;
create table d6 (a int not null) engine=csv select 1 as a union all select null;
create or replace table d4 (a int) engine=myisam;
drop database `d-ä`;
drop table d2, d3, d4;
SQL
sql --force > /dev/null <<SQL
backup stage start;
\\! mariadb --no-defaults -uroot -S $socket --force < $ddl > /dev/null 2>&1
backup stage end;
SQL
cp "$datadir/ddl.log" "$out/ddl.log"

sql -e "flush tables; flush engine logs"
for frm in "$datadir"/golden/*.frm; do head -c 1024 "$frm" > "$out/$(basename "$frm").bin"; done
cp "$datadir"/golden/csv.CSV "$out/csv.CSV.bin"; cp "$datadir"/golden/csv.CSM "$out/csv.CSM.bin"
for mai in "$datadir"/golden/*.MAI; do head -c 640 "$mai" > "$out/$(basename "$mai").bin"; done
# What the server's own tool reads in the same headers.
(cd "$datadir" && for t in golden/*.MAI; do aria_chk --no-defaults -dvv "${t%.MAI}" 2>/dev/null \
  | sed -n '/^Aria file/p;/^Record format/p;/^Crashsafe/p;/^LSNs/p;/^UUID/p;/^Page checksums/p;/^Data records/p;/^Block_size/p' \
  | sed 's|/.*/golden/||'; done) > "$out/aria_chk.txt"
# Whole pages of one table: its first index page, first bitmap page, first data page.
page() { dd if="$datadir/golden/aria_online.$1" bs=8192 skip="$2" count=1 status=none > "$out/aria_online.$1.page$2.bin"; }
page MAI 1; page MAD 0; page MAD 1
logdir=$(sql -e "select @@aria_log_dir_path")
last=$(find "$logdir" -maxdepth 1 -name 'aria_log.0*' | sort | tail -n 1)
head -c 64 "$last" > "$out/$(basename "$last").page0.bin"
dd if="$last" bs=8192 skip=1 count=1 status=none | head -c 64 > "$out/$(basename "$last").page1.bin"
cp "$logdir/aria_log_control" "$out/aria_log_control.bin"
(cd "$out" && sha256sum -- * > SHA256SUMS)
