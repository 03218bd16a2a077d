using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Formats.FileNames;
using Understudy.Server;

namespace Understudy.Engine.Backup.Locking;

/// <summary>
/// Without a lock, finds DDL that ended or runs around the backup point: what it leaves differs between a listing before that point
/// and one after it, or it is still in the process list.
/// </summary>
internal static class DdlNearTheEnd
{
    /// <summary>Compares two listings.</summary>
    /// <returns>Null, or what is not the same any more.</returns>
    internal static string? FindDifference(SourceListing before, SourceListing after)
    {
        var old = Files(before);
        var current = Files(after);
        foreach (var (path, (unit, file)) in current)
        {
            if (!old.Remove(path, out var then))
            {
                return $"{file.FullPath} is new";
            }

            var isSame = unit.Kind == UnitKind.Definition
                ? Signature.IsSame(then.File.Status, file.Status)
                : Signature.IsSameFile(then.File.Status, file.Status);
            if (!isSame)
            {
                return $"{file.FullPath} is another one";
            }
        }

        return old.Count == 0 ? null : $"{old.First().Value.File.FullPath} is gone";
    }

    /// <summary>A DDL statement that runs now; null when there is none.</summary>
    internal static string? FindRunning(ServerSession session) => RunningQuery.Read(session, []).FirstOrDefault(query => query.IsDefinition)?.ToString();

    /// <summary>Tables of engines without a log that were written after they were copied, or while they were.</summary>
    internal static IReadOnlyList<string> FindWritten(SourceListing now, CopyCatalog catalog) =>
    [
        .. now.Units
            .Where(unit => unit.Kind is UnitKind.PlainTable or UnitKind.AriaTable)
            .Where(unit => unit.Files.Any(file => catalog.Find(file.Path) is not { IsStill: true, Status: { } status } || !Signature.IsSame(status, file.Status)))
            .Select(unit => $"{FilenameCharset.Decode(unit.Database)}.{FilenameCharset.Decode(unit.Table)}")
            .Distinct(StringComparer.Ordinal),
    ];

    internal static FailureException Failure(string what) => new(
        FailureKind.Failed,
        $"DDL ran while the backup ended without a lock: {what}",
        "take it again when no DDL runs, or with locks: leave out --no-lock");

    // What an ALTER makes for a FULLTEXT index comes and goes while it runs.
    private static Dictionary<string, (SourceUnit Unit, SourceFile File)> Files(SourceListing listing) => listing.Units
        .Where(unit => unit.Kind != UnitKind.LogTable)
        .SelectMany(unit => unit.Files.Select(file => (Unit: unit, File: file)))
        .Where(entry => !TableFileName.Parse(Path.GetFileName(entry.File.Path)).IsFullTextAuxiliary)
        .ToDictionary(entry => entry.File.Path, StringComparer.Ordinal);
}
