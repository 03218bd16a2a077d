using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.PageCompare;

/// <summary>
/// Compares what two programs made of the same backup: InnoDB's files page by page, the redo log and the checkpoints file
/// byte by byte. Everything else is not prepare's business.
/// </summary>
public static class DirectoryComparison
{
    private const string BinlogPosition = "xtrabackup_binlog_pos_innodb";

    /// <summary>Compares.</summary>
    /// <param name="expected">The one directory.</param>
    /// <param name="found">The other one.</param>
    /// <param name="keys">The server's keys.</param>
    /// <param name="isSameBackup">
    /// Whether both come from one backup. Of two that were taken of one state at different times, what has no meaning can differ (the
    /// doublewrite area, pages that were never used), and so does what names LSNs.
    /// </param>
    public static ComparisonReport Run(string expected, string found, EncryptionKeys keys, bool isSameBackup = true)
    {
        var report = new ComparisonReport();
        var expectedFiles = Find(expected);
        var foundFiles = Find(found);
        foreach (var name in expectedFiles.Except(foundFiles))
        {
            report.Add($"{name}: only in the first directory");
        }

        foreach (var name in foundFiles.Except(expectedFiles))
        {
            report.Add($"{name}: only in the second directory");
        }

        foreach (var name in expectedFiles.Intersect(foundFiles).Order(StringComparer.Ordinal))
        {
            report.Files++;
            var first = Path.Combine(expected, name);
            var second = Path.Combine(found, name);
            if (IsTablespace(name))
            {
                using var comparison = new TablespaceComparison(name, first, second, keys, isSameBackup, report);
                comparison.Run();
            }
            else if (isSameBackup || name == BinlogPosition)
            {
                CompareBytes(name, first, second, report);
            }
        }

        return report;
    }

    private static HashSet<string> Find(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path))
            .Where(name => IsTablespace(name) || IsCompared(Path.GetFileName(name)))
            .ToHashSet();

    private static bool IsTablespace(string name) =>
        name.EndsWith(".ibd", StringComparison.Ordinal) || name.StartsWith("ibdata", StringComparison.Ordinal)
        || name.StartsWith("undo", StringComparison.Ordinal);

    private static bool IsCompared(string name) =>
        name is "ib_logfile0" or "ib_logfile101" or "ibtmp1" or BinlogPosition
        || name.EndsWith("_checkpoints", StringComparison.Ordinal)
        || name.EndsWith(".new", StringComparison.Ordinal) || name.EndsWith(".ren", StringComparison.Ordinal)
        || name.EndsWith(".del", StringComparison.Ordinal) || name.EndsWith(".journal", StringComparison.Ordinal);

    private static void CompareBytes(string name, string first, string second, ComparisonReport report)
    {
        using var a = File.OpenRead(first);
        using var b = File.OpenRead(second);
        if (a.Length != b.Length)
        {
            report.Add($"{name}: {a.Length} bytes, {b.Length} bytes");
            return;
        }

        for (long i = 0; i < a.Length; i++)
        {
            if (a.ReadByte() != b.ReadByte())
            {
                report.Add($"{name}: differs from byte {i} on");
                return;
            }
        }
    }
}
