using System.Text;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.InnoDb;
using Understudy.Storage;

namespace Understudy.Engine.Prepare;

/// <summary>
/// Writes the position in a Galera cluster that InnoDB keeps in its rollback segments to <c>…_galera_info</c>, as mariadb-backup does:
/// with 0 for the domain, which InnoDB does not know, and without a newline. What the backup said is kept beside it in
/// <c>…_galera_info_SST</c>.
/// </summary>
internal static class GaleraPosition
{
    private const uint UnknownDomain = 0;

    /// <summary>Names of files that <see cref="Write"/> may have made or changed.</summary>
    internal static IReadOnlyList<string> FileNames { get; } =
        [.. MetadataFileNames.NewestFirst.SelectMany(names => (string[])[names.GaleraInfo, names.GaleraInfoSst])];

    /// <summary>Those of them that are there.</summary>
    internal static IEnumerable<string> FilesIn(string directory) => FileNames.Where(name => File.Exists(Path.Combine(directory, name)));

    /// <summary>Whether a backup says where the node stood.</summary>
    internal static bool IsThere(string directory, MetadataFileNames names) => File.Exists(Path.Combine(directory, names.GaleraInfo));

    /// <summary>Writes it, if there is one. Can be done twice.</summary>
    /// <returns>What was written; null when there is none.</returns>
    internal static GaleraInfo? Write(string directory, MetadataFileNames names, IReadOnlyList<byte[]> rollbackSegments)
    {
        if (Find(rollbackSegments) is not { } position)
        {
            return null;
        }

        var path = Path.Combine(directory, names.GaleraInfo);
        var received = BackupMetadata.TryReadSmall(path);
        var found = Encoding.ASCII.GetBytes(position.ToText().TrimEnd('\n'));
        if (received is not null && !received.AsSpan().SequenceEqual(found))
        {
            DurableFile.Publish(Path.Combine(directory, names.GaleraInfoSst), received);
        }

        DurableFile.Publish(path, found);
        return position;
    }

    private static GaleraInfo? Find(IReadOnlyList<byte[]> rollbackSegments)
    {
        GaleraInfo? newest = null;
        foreach (var header in rollbackSegments)
        {
            if (RollbackSegmentPage.TryReadGaleraPosition(header, out var cluster, out var number)
                && (newest is null || number > newest.SequenceNumber))
            {
                newest = new GaleraInfo(cluster, number, UnknownDomain);
            }
        }

        return newest;
    }
}
