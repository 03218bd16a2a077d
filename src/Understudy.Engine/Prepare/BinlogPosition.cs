using System.Text;
using Understudy.Engine.Prepare.Apply;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Prepare;

/// <summary>
/// Writes <c>xtrabackup_binlog_pos_innodb</c>: the binary log position that InnoDB keeps in its rollback segments. With
/// none the name is empty and the position 0, as the stock tool writes it.
/// </summary>
internal sealed class BinlogPosition(TablespaceCatalog catalog, EncryptionKeys keys)
{
    private const string NoPosition = "\t0\n";

    private readonly byte[] _page = new byte[InnoDbPageSize.MaxBytes];

    internal void Write(string directory) => DurableFile.Publish(
        Path.Combine(directory, MetadataFileNames.BinlogPosInnodb), Encoding.UTF8.GetBytes(Find()));

    private string Find()
    {
        var text = NoPosition;
        if (!TryRead(SpaceId.System, RollbackSegmentPage.TransactionSystem, out var read))
        {
            return text;
        }

        var transactionSystem = read.ToArray();
        var last = ("", 0UL);
        for (var segment = 0; segment < RollbackSegmentPage.SegmentsMax; segment++)
        {
            if (RollbackSegmentPage.TryReadSlot(transactionSystem, segment, out var space, out var number)
                && TryRead(space, number, out var header)
                && RollbackSegmentPage.TryReadBinlogPosition(header, out var name, out var position)
                && IsLater(Encoding.UTF8.GetString(name), position, last))
            {
                last = (Encoding.UTF8.GetString(name), position);
                text = $"{last.Item1}\t{last.Item2}\n";
            }
        }

        return text;
    }

    // Segments that were used last need not hold the last commit. File numbers get longer, never shorter.
    private static bool IsLater(string name, ulong position, (string Name, ulong Position) other)
    {
        var order = name.Length.CompareTo(other.Name.Length);
        order = order == 0 ? string.CompareOrdinal(name, other.Name) : order;
        return order > 0 || (order == 0 && position > other.Position);
    }

    private bool TryRead(SpaceId space, PageNumber number, out ReadOnlySpan<byte> page)
    {
        page = default;
        if (catalog.Find(space.Value) is not { Format: { } format } tablespace || number.Value >= tablespace.SizePages)
        {
            return false;
        }

        var part = tablespace.PartOf(number.Value);
        var bytes = _page.AsSpan(0, tablespace.PageBytes);
        using var file = PosixFile.OpenRead(part.Path);
        var offset = (number.Value - part.FirstPage) * (long)bytes.Length;
        if (PosixFile.ReadFully(file, bytes, offset, part.Path) != bytes.Length
            || PageVerifier.Verify(bytes, format, number.Value) != PageStatus.Valid)
        {
            return false;
        }

        using var transform = new PageTransform(format, keys, LibraryCodecs.Instance);
        transform.Decode(bytes, number);
        page = bytes;
        return true;
    }
}
