#!/usr/bin/env python3
"""usage: extract.py OUT NAME=DATADIR:PAGESIZE...

Cuts a few pages of every format, and the stretch of redo log around the end of the file, out of data directories of
servers that were stopped or killed. Writes OUT/pages.tsv, OUT/pages.gz, OUT/redo.tsv, OUT/redo.gz. Knows the formats by
itself, without checksums, so that it does not share mistakes with what is tested.
"""
import gzip
import sys
import zlib
from pathlib import Path

FILES = ["ibdata1", "undo001", "d/dynamic.ibd", "d/redundant.ibd", "d/encrypted.ibd", "d/zip1.ibd", "d/zip4.ibd",
         "d/zip8.ibd", "d/zipenc.ibd", "d/packed_zlib.ibd", "d/packed_zlib_encrypted.ibd", "d/packed_lz4.ibd",
         "d/packed_lzma.ibd", "d/packed_snappy.ibd", "d/spatial_.ibd"]
DOUBLEWRITE = {4096: (256, 768), 8192: (128, 384)}
START = 12288
TELLING = ("17855", "packed", "17854", "34354", "37401")  # kinds of which a page is taken first
PACKED_MAX = 6000  # pages that gzip makes no smaller are left out: the fixtures stay small
REDO_WINDOW = 2500


def u(data, at, length):
    return int.from_bytes(data[at:at + length], "big")


def kind_of(page, flags):
    kind = u(page, 24, 2)
    if flags & 16:
        return ("packed" if kind & 0x8000 else str(kind)) + ("+key" if u(page, 0, 4) else "")
    return str(kind) + ("+key" if u(page, 26, 4) and kind != 17854 else "")


def pages_of(name, datadir, size):
    for file in FILES:
        path = Path(datadir) / file
        if not path.exists():
            continue
        data = path.read_bytes()
        flags = u(data, 54, 4)
        page_size = size
        if "zip" in file and not flags >> 1 & 15:
            continue  # the server refused ROW_FORMAT=COMPRESSED
        if not flags & 16 and flags >> 1 & 15:
            page_size = 512 << (flags >> 1 & 15)
        best = {}
        for number in range(len(data) // page_size):
            page = data[number * page_size:(number + 1) * page_size]
            low, high = DOUBLEWRITE.get(size, (64, 192))
            if not any(page) or file == "ibdata1" and low <= number < high:
                continue
            kind = "first" if number == 0 else kind_of(page, flags)
            cost = len(zlib.compress(page, 9))
            if cost > PACKED_MAX and kind != "first":
                continue
            if kind not in best or cost < best[kind][0]:
                best[kind] = (cost, number, page)
        wanted = [k for k in best if k == "first"]
        rest = sorted((k for k in best if k != "first"), key=lambda k: (k.split("+")[0] not in TELLING, k))
        for kind in wanted + rest[:1 if rest and "+key" in rest[0] else 2]:
            _, number, page = best[kind]
            yield (name, size, file, number, kind), page


def number(data, at):
    first = data[at]
    if first < 0x80:
        return first, 1
    if first < 0xC0:
        return 0x80 + (u(data, at, 2) & 0x3FFF), 2
    if first < 0xE0:
        return 0x4080 + (u(data, at, 3) & 0x1FFFFF), 3
    return 0x204080 + (u(data, at, 4) & 0xFFFFFFF), 4


def redo_of(name, datadir):
    data = (Path(datadir) / "ib_logfile0").read_bytes()
    first, encrypted = u(data, 8, 8), data[48:52] != bytes(4)
    capacity = len(data) - START
    log = data[START:]
    checkpoint = max(u(data, 4096, 8), u(data, 8192, 8))
    start = (checkpoint - first) % capacity
    linear = log[start:] + log[:start]
    lap_end = capacity - start
    at, ends = 0, [0]
    while linear[at] > 1:
        while linear[at] > 1:
            low = linear[at] & 15
            at += 1 + low if low else number(linear, at + 1)[0] + 16
        lsn = checkpoint + at
        if linear[at] != ((lsn - first) // capacity & 1 ^ 1):
            break
        at += 1 + (8 if encrypted else 0) + 4
        ends.append(at)
    wraps = ends[-1] > lap_end
    middle = lap_end if wraps else ends[-1]
    begin = max((e for e in ends if e <= max(middle - REDO_WINDOW, 0)), default=0)
    end = min((e for e in ends if e >= middle + REDO_WINDOW), default=ends[-1])
    count = sum(begin < e <= end for e in ends)
    window = linear[begin:end + (4096 if end == ends[-1] else 0)]
    at_end = end == ends[-1]
    print(f"{name}: {len(ends) - 1} mini-transactions, {'wraps' if wraps else 'does not wrap'}")
    yield (name, len(data), checkpoint + begin, checkpoint + end, count, int(at_end)), \
        data[:512] + data[4096:4096 + 64] + data[8192:8192 + 64] + window


def write(out, stem, head, rows):
    lines, blob = ["\t".join(head)], b""
    for fields, data in rows:
        lines.append("\t".join(str(f) for f in (*fields, len(data))))
        blob += data
    (out / f"{stem}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    (out / f"{stem}.gz").write_bytes(gzip.compress(blob, 9, mtime=0))
    print(f"{stem}: {len(lines) - 1} rows, {len(blob)} bytes, packed {(out / f'{stem}.gz').stat().st_size}")


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    pages, redo = [], []
    for argument in sys.argv[2:]:
        name, rest = argument.split("=", 1)
        datadir, size = rest.rsplit(":", 1)
        pages += pages_of(name, datadir, int(size))
        redo += redo_of(name, datadir)
    write(out, "pages", ("server", "page size", "file", "page", "kind", "bytes"), pages)
    write(out, "redo", ("server", "file size", "from", "to", "mini-transactions", "log ends", "bytes"), redo)


main()
