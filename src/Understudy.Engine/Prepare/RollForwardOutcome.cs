using Understudy.Engine.Prepare.Files;
using Understudy.Formats.RedoLog;
using Understudy.Storage;

namespace Understudy.Engine.Prepare;

/// <summary>Files that were rolled forward; everything is durable.</summary>
/// <param name="Result">What was done.</param>
/// <param name="Catalog">The files.</param>
/// <param name="Header">The header of the log that was applied.</param>
internal sealed record RollForwardOutcome(PrepareResult Result, TablespaceCatalog Catalog, RedoLogHeader Header)
{
    private const string DefaultVersion = "10.11.0";
    private const int VersionCharsMax = 16;

    /// <summary>Writes the log with which a server starts on the files: it ends where the applied one did.</summary>
    /// <param name="path">Where to; a log that is there is replaced.</param>
    /// <param name="serverVersion">The server's version, if the log itself does not name it.</param>
    internal void PublishLog(string path, string? serverVersion)
    {
        var log = new byte[PreparedRedoLog.Size];
        PreparedRedoLog.Write(log, Result.End, VersionOfCreator() ?? serverVersion ?? DefaultVersion);
        DurableFile.Publish(path, log);
    }

    // "Backup 11.8.6" in a log that a backup made, "MariaDB 11.8.6" in a server's own.
    private string? VersionOfCreator()
    {
        var blank = Header.Creator.IndexOf(' ');
        var version = blank < 0 ? "" : Header.Creator[(blank + 1)..];
        return version.Length is > 0 and <= VersionCharsMax ? version : null;
    }
}
