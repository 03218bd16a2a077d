using System.Buffers.Binary;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Tests.Prepare;

/// <summary>A backup directory of two small tablespaces and a log that is made record by record.</summary>
internal sealed class SyntheticBackup : IDisposable
{
    internal const int PageBytes = 16384;
    internal const uint Table = 5;
    internal const int Pages = 8;
    internal const ulong Start = 20000;

    private const uint Flags = 0x15;
    private readonly List<byte> _log = [];

    internal SyntheticBackup()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("understudy-").FullName;
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "d"));
        WriteTablespace("ibdata1", 0);
        WriteTablespace("d/t.ibd", Table);
        Add(
            Record(RedoRecordType.FileModify, Table, 0, "./d/t.ibd"u8),
            Record(RedoRecordType.FileCheckpoint, 0, 0, BigEndian(Start)));
    }

    internal string Directory { get; }

    internal Lsn End => new(Start + (ulong)_log.Count);

    internal static byte[] Record(RedoRecordType type, uint space, uint page, ReadOnlySpan<byte> payload)
    {
        var body = new byte[2 * RedoNumber.BytesMax + payload.Length];
        var length = RedoNumber.Write(body, space);
        length += RedoNumber.Write(body.AsSpan(length), page);
        payload.CopyTo(body.AsSpan(length));
        return Frame((byte)type, body.AsSpan(0, length + payload.Length));
    }

    internal static byte[] Continued(RedoRecordType type, ReadOnlySpan<byte> payload) => Frame((byte)(0x80 | (byte)type), payload);

    /// <summary>A WRITE payload.</summary>
    internal static byte[] At(int offset, ReadOnlySpan<byte> data)
    {
        var number = new byte[RedoNumber.BytesMax];
        var length = RedoNumber.Write(number, (uint)offset);
        return [.. number[..length], .. data];
    }

    internal static byte[] BigEndian(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Adds a mini-transaction.</summary>
    internal Lsn Add(params byte[][] records)
    {
        var bytes = records.SelectMany(r => r).ToArray();
        var mtr = new byte[bytes.Length + 5];
        bytes.CopyTo(mtr, 0);
        MiniTransaction.Finish(mtr, bytes.Length, sequenceBit: 1);
        _log.AddRange(mtr);
        return End;
    }

    /// <summary>Writes the log and the metadata.</summary>
    internal byte[] Finish()
    {
        var log = new byte[RedoLogGeometry.StartOffset + _log.Count];
        new RedoLogHeader(RedoLogFormat.Physical, new Lsn(Start), "Backup 11.8.6", default).Write(log);
        new RedoCheckpoint(new Lsn(Start), new Lsn(Start)).Write(log.AsSpan(RedoLogGeometry.FirstCheckpointOffset));
        _log.CopyTo(log, RedoLogGeometry.StartOffset);
        File.WriteAllBytes(Path.Combine(Directory, "ib_logfile0"), log);
        File.WriteAllText(
            Path.Combine(Directory, "mariadb_backup_checkpoints"),
            $"backup_type = full-backuped\nfrom_lsn = 0\nto_lsn = {Start}\nlast_lsn = {End}\nrecover_binlog_info = 0\n");
        return log;
    }

    internal byte[] ReadPage(string name, uint page)
    {
        using var file = File.OpenRead(Path.Combine(Directory, name));
        file.Position = page * (long)PageBytes;
        var bytes = new byte[PageBytes];
        file.ReadExactly(bytes);
        return bytes;
    }

    internal byte[] ReadTable() => File.ReadAllBytes(Path.Combine(Directory, "d/t.ibd"));

    internal void WriteTable(byte[] bytes) => File.WriteAllBytes(Path.Combine(Directory, "d/t.ibd"), bytes);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private void WriteTablespace(string name, uint space)
    {
        var file = new byte[Pages * PageBytes];
        var format = new TablespaceFormat(new SpaceId(space), new TablespaceFlags(Flags));
        for (uint number = 0; number < Pages; number++)
        {
            var page = file.AsSpan((int)number * PageBytes, PageBytes);
            BinaryPrimitives.WriteUInt32BigEndian(page[4..], number);
            BinaryPrimitives.WriteUInt64BigEndian(page[16..], Start - 1000 + number);
            BinaryPrimitives.WriteUInt32BigEndian(page[34..], space);
            page[100..200].Fill((byte)(number + 1));
            if (number == 0)
            {
                page[25] = 8;
                BinaryPrimitives.WriteUInt32BigEndian(page[38..], space);
                BinaryPrimitives.WriteUInt32BigEndian(page[46..], Pages);
                BinaryPrimitives.WriteUInt32BigEndian(page[54..], Flags);
            }

            PageChecksum.Store(page, format);
        }

        File.WriteAllBytes(Path.Combine(Directory, name), file);
    }

    private static byte[] Frame(byte first, ReadOnlySpan<byte> body)
    {
        if (body.Length is > 0 and <= 15)
        {
            return [(byte)(first | body.Length), .. body];
        }

        var number = new byte[RedoNumber.BytesMax];
        for (var size = 1; ; size++)
        {
            if (RedoNumber.Write(number, (uint)(body.Length + size - 15)) == size)
            {
                return [first, .. number[..size], .. body];
            }
        }
    }
}
