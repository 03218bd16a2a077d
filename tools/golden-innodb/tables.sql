-- Tables of every format that an InnoDB page can have. Page sizes above 16k refuse ROW_FORMAT=COMPRESSED (run with --force).
set sql_mode = '';
create database d;
use d;
delimiter //
create procedure fill(in t varchar(64))
begin
  execute immediate concat('insert into ', t, '(a, b, c) select concat(''row '', seq), repeat(char(97 + seq % 26), 300 + seq % 900), seq % 37 from seq_1_to_600');
  execute immediate concat('delete from ', t, ' where id % 3 = 0');
  execute immediate concat('update ', t, ' set a = concat(a, ''x'') where id % 5 = 0');
end//
delimiter ;
create table dynamic (id int auto_increment primary key, a varchar(300), b text, c int, key (a(50)), key (c)) engine = innodb row_format = dynamic;
create table redundant like dynamic; alter table redundant row_format = redundant;
create table encrypted like dynamic; alter table encrypted encrypted = yes;
create table zip1 like dynamic; alter table zip1 row_format = compressed key_block_size = 1;
create table zip4 like dynamic; alter table zip4 row_format = compressed key_block_size = 4;
create table zip8 like dynamic; alter table zip8 row_format = compressed key_block_size = 8;
create table zipenc like dynamic; alter table zipenc row_format = compressed key_block_size = 4 encrypted = yes;
set global innodb_compression_algorithm = zlib;
create table packed_zlib like dynamic; alter table packed_zlib page_compressed = 1;
create table packed_zlib_encrypted like dynamic; alter table packed_zlib_encrypted page_compressed = 1 encrypted = yes;
call fill('packed_zlib'); call fill('packed_zlib_encrypted');
flush tables packed_zlib, packed_zlib_encrypted for export; unlock tables;
set global innodb_compression_algorithm = lz4;
create table packed_lz4 like dynamic; alter table packed_lz4 page_compressed = 1;
call fill('packed_lz4'); flush tables packed_lz4 for export; unlock tables;
set global innodb_compression_algorithm = lzma;
create table packed_lzma like dynamic; alter table packed_lzma page_compressed = 1;
call fill('packed_lzma'); flush tables packed_lzma for export; unlock tables;
set global innodb_compression_algorithm = snappy;
create table packed_snappy like dynamic; alter table packed_snappy page_compressed = 1;
call fill('packed_snappy'); flush tables packed_snappy for export; unlock tables;
call fill('dynamic'); call fill('redundant'); call fill('encrypted');
call fill('zip1'); call fill('zip4'); call fill('zip8'); call fill('zipenc');
create table spatial_ (id int auto_increment primary key, g geometry not null, spatial index (g)) engine = innodb;
insert into spatial_(g) select point(seq, seq % 71) from seq_1_to_1000;
flush tables dynamic, redundant, encrypted, spatial_ for export; unlock tables;
flush tables zip1, zip4, zip8, zipenc for export; unlock tables;
-- Enough redo to go around the smallest log.
update dynamic set b = repeat(md5(id), 30); update redundant set b = repeat(md5(id), 20);
update dynamic set b = repeat(sha1(id), 20); update redundant set b = repeat(sha1(id), 10);
create table made like dynamic; rename table made to made2; drop table made2;
