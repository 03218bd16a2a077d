using System.Buffers.Binary;
using Understudy.Formats;
using Understudy.Formats.RedoLog;

namespace Understudy.Fuzz.Inputs;

/// <summary>Parts of redo logs, made here.</summary>
public static class MadeRedoLog
{
    /// <summary>The log that the mini-transactions are of.</summary>
    public static readonly RedoLogGeometry Geometry = new(new Lsn(RedoLogGeometry.StartOffset), 4 << 20);

    /// <summary>Headers of both formats.</summary>
    public static IReadOnlyList<byte[]> Headers() =>
    [
        Header(RedoLogFormat.Physical, default),
        Header(RedoLogFormat.PhysicalEncrypted, new RedoLogEncryption(1, 1, new CipherBlock(0, 5), 7)),
    ];

    /// <summary>A checkpoint block.</summary>
    public static IReadOnlyList<byte[]> Checkpoints()
    {
        var block = new byte[RedoCheckpoint.Size];
        new RedoCheckpoint(new Lsn(20000), new Lsn(20100)).Write(block);
        return [block];
    }

    /// <summary>Records of one mini-transaction each: of a file, of page writes and of a page that is made.</summary>
    public static IReadOnlyList<byte[]> Records() =>
    [
        FileRecord(0xB0, "./db/t.ibd"u8),
        FileRecord(0x80, "./db/new.ibd"u8),
        FileRecord(0x90, "./db/old.ibd"u8),
        FileRecord(0xA0, "./db/a.ibd\0./db/b.ibd"u8),
        [0x12, 7, 3, 0x36, 7, 3, 38, 1, 2, 3, 0x84, 10, 1, 2],
        [0x36, 7, 3, 0x20, 1, 2, 3, 0x53, 7, 3, 40, 0x66, 7, 4, 0x60, 5, 9, 1],
        [0x22, 7, 3, 1, 0x22, 7, 3, 2, 0x2A, 7, 3, 4, 1, 2, 3, 4, 5, 6, 7],
    ];

    /// <summary>The same, each with its terminator and checksum.</summary>
    public static IReadOnlyList<byte[]> MiniTransactions() => [.. Records().Select(records => Finish(records))];

    /// <summary>Puts a terminator and the right checksum behind records.</summary>
    public static byte[] Finish(ReadOnlySpan<byte> records)
    {
        var whole = new byte[records.Length + 1 + sizeof(uint)];
        records.CopyTo(whole);
        MiniTransaction.Finish(whole, records.Length, Geometry.SequenceBit(Geometry.First));
        return whole;
    }

    private static byte[] Header(RedoLogFormat format, RedoLogEncryption encryption)
    {
        var header = new byte[RedoLogHeader.Size];
        new RedoLogHeader(format, new Lsn(RedoLogGeometry.StartOffset), "Backup 10.11.19", encryption).Write(header);
        return header;
    }

    /// <summary>Type and length, space 7, page 0, the path; a length over 15 is written in a byte of its own.</summary>
    private static byte[] FileRecord(byte type, ReadOnlySpan<byte> path)
    {
        var length = 2 + path.Length;
        Span<byte> record = stackalloc byte[64];
        var at = 0;
        if (length <= 15)
        {
            record[at++] = (byte)(type | length);
        }
        else
        {
            record[at++] = type;
            record[at++] = (byte)(length - 15);
        }

        record[at++] = 7;
        record[at++] = 0;
        path.CopyTo(record[at..]);
        return record[..(at + path.Length)].ToArray();
    }
}
