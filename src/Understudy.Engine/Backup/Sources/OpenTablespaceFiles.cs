using Understudy.Native.LibC;
using Understudy.Server;

namespace Understudy.Engine.Backup.Sources;

/// <summary>
/// Tablespace files that InnoDB had open before BACKUP STAGE START. The stage waits for imports that are under way, and a later
/// import works on a file that was put there after DISCARD TABLESPACE had removed this one. So all that changes in these is in the
/// redo log.
/// </summary>
internal sealed class OpenTablespaceFiles
{
    internal static readonly OpenTablespaceFiles None = new([]);

    private readonly HashSet<(ulong Device, ulong Inode, long BirthTime)> _files;

    private OpenTablespaceFiles(HashSet<(ulong Device, ulong Inode, long BirthTime)> files) => _files = files;

    /// <summary>Finds them. To be called before BACKUP STAGE START.</summary>
    /// <param name="listing">What is on disk, listed before this is called.</param>
    /// <param name="session">A connection.</param>
    /// <returns>None where the server does not tell: then all may have been imported, and is looked at more closely.</returns>
    internal static OpenTablespaceFiles Read(SourceListing listing, ServerSession session)
    {
        return InnoDbViews.ReadOpenTablespaces(session) is not { } open
            ? None
            : new OpenTablespaceFiles([.. listing.Units
                .Where(unit => unit.Kind == UnitKind.Tablespace && open.Contains(Path.ChangeExtension(unit.Files[0].Path, null)))
                .Select(unit => Identify(unit.Files[0].Status))]);
    }

    internal bool Contains(in FileStatus status) => _files.Contains(Identify(status));

    private static (ulong Device, ulong Inode, long BirthTime) Identify(in FileStatus status) =>
        (status.Device, status.Inode, status.BirthTime);
}
