using System.Text;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.InnoDb;
using Understudy.Storage;

namespace Understudy.Engine.Prepare;

/// <summary>
/// Writes <c>xtrabackup_binlog_pos_innodb</c>: the binary log position that InnoDB keeps in its rollback segments. With
/// none the name is empty and the position 0, as the stock tool writes it.
/// </summary>
internal static class BinlogPosition
{
    private const string NoPosition = "\t0\n";

    internal static void Write(string directory, IReadOnlyList<byte[]> rollbackSegments) => DurableFile.Publish(
        Path.Combine(directory, MetadataFileNames.BinlogPosInnodb), Encoding.UTF8.GetBytes(Find(rollbackSegments)));

    private static string Find(IReadOnlyList<byte[]> rollbackSegments)
    {
        var text = NoPosition;
        var last = ("", 0UL);
        foreach (var header in rollbackSegments)
        {
            if (RollbackSegmentPage.TryReadBinlogPosition(header, out var name, out var position)
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
}
