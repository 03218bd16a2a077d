using Understudy.Formats;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Backup.Ahead;

/// <summary>A tablespace of which files are in the target.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Files">Its files; more than one only of the system tablespace.</param>
internal sealed record AheadTablespace(uint Id, IReadOnlyList<CopiedFile> Files)
{
    /// <summary>Up to where the log is in it.</summary>
    internal Lsn UpTo => new(Files.Min(file => file.RolledForward!.UpTo.Value));

    /// <summary>All tablespaces of which files are copied, by what their first pages said then.</summary>
    internal static IReadOnlyDictionary<uint, AheadTablespace> All(CopyCatalog catalog) => catalog.Files
        .Where(file => file is { RolledForward: not null, Identity: TablespaceIdentity { Space: not null } })
        .GroupBy(file => ((TablespaceIdentity)file.Identity!).Space!.Value.Value)
        .ToDictionary(group => group.Key, group => new AheadTablespace(group.Key, [.. group]));

    /// <summary>Whether it is all there, and no file that merely has the id of another among it.</summary>
    /// <param name="systemFileCount">How many files the system tablespace has.</param>
    internal bool IsWhole(int systemFileCount) => Id == SpaceId.System.Value
        ? Files.Count == systemFileCount && Files.All(file => file.Role == ManifestFileRole.SystemTablespace)
        : Files.Count == 1;

    /// <summary>Notes that the log is in it up to an LSN.</summary>
    internal void MarkDone(Lsn end)
    {
        foreach (var file in Files)
        {
            file.RolledForward!.UpTo = end;
        }
    }
}
