using Understudy.Engine.Backup;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.RocksDb;
using Understudy.Engine.Backup.Selection;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Aria;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Server;

namespace Understudy.Engine.Snapshot;

/// <summary>Makes a backup of a snapshot of a data directory: leaves every file where it is, and lists what belongs to the server.</summary>
/// <param name="context">The backup; its layout is that of the snapshot.</param>
internal sealed class SnapshotFiles(BackupContext context)
{
    // What a statement was working on; the server's documentation asks for these to be removed from a snapshot.
    private const string UnfinishedPrefix = "#sql";

    private readonly ServerLayout _layout = context.Layout;

    /// <summary>Removes the files of statements that were running.</summary>
    /// <returns>How many there were.</returns>
    internal int RemoveUnfinished()
    {
        var unfinished = Directory.EnumerateDirectories(_layout.DataDirectory)
            .SelectMany(directory => Directory.EnumerateFiles(directory, UnfinishedPrefix + "*"))
            .ToArray();
        foreach (var path in unfinished)
        {
            File.Delete(path);
        }

        return unfinished.Length;
    }

    /// <summary>Verifies, hashes and lists everything that is a backup's.</summary>
    internal SnapshotTaken Take()
    {
        var listing = List();
        Take([.. listing.Units.SelectMany(unit => Open(unit, listing)), .. Plain(RocksDbCheckpointFiles())]);
        return new SnapshotTaken(listing.Databases, HasDoubts: false);
    }

    /// <summary>Verifies, hashes and lists everything that a server's recovery from a crash may need.</summary>
    /// <param name="open">The tables that were open.</param>
    internal SnapshotTaken TakeForRecovery(IEnumerable<OpenTable> open)
    {
        var listing = List();
        var recovery = new RecoveryFiles(_layout, context.Variables);
        recovery.MakeIndexRelative();
        var others = recovery.List(listing.Databases, listing.Units.SelectMany(unit => unit.Files)).ToArray();
        Take([.. listing.Units.SelectMany(unit => Open(unit, listing)), .. Plain(others)]);
        var unfinished = others.Count(file => Path.GetFileName(file.Path).StartsWith(UnfinishedPrefix, StringComparison.Ordinal));
        context.Events.Milestone($"{unfinished} files of statements that were running are left to the server's recovery");
        var doubtful = DoubtfulTables.Find(listing, open);
        if (doubtful.Count > 0)
        {
            context.Warn($"maybe being written when the snapshot was made: {string.Join(", ", doubtful)}; run CHECK TABLE on them after a restore");
        }

        return new SnapshotTaken(listing.Databases, HasDoubts: doubtful.Count > 0);
    }

    private SourceListing List()
    {
        var listing = new SourceTree(_layout, context.Pool.Threads, context.Filter).List();
        SnapshotVolumeFinder.RequireOneVolume(_layout, listing);
        return listing;
    }

    private void Take(IEnumerable<PlacedFile> tables)
    {
        PlacedFile[] files = [.. tables, .. Logs().Select(unit => SnapshotFile.Plain(context, unit, unit.Files[0]))];
        context.Scope.Progress.AddTotal(files.Sum(file => file.SizeBytes));
        try
        {
            context.Pool.Run([.. files.SelectMany(file => file.Jobs())], context.Cancellation);
        }
        finally
        {
            Array.ForEach(files, file => file.Dispose());
        }

        RequireSound();
    }

    private IEnumerable<PlacedFile> Plain(IEnumerable<SourceFile> files) => files.Select(file => SnapshotFile.Plain(
        context,
        new SourceUnit(UnitKind.PlainTable, file.Role == ManifestFileRole.RocksDb ? EngineNames.RocksDb : EngineNames.Other, "", "", [file]),
        file));

    // The live files are of no use without the last commits, which are in memory; those of the checkpoint go in their place.
    private IEnumerable<SourceFile> RocksDbCheckpointFiles()
    {
        if (_layout.RocksDbDirectory is not { } rocks)
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(Path.Combine(rocks, RocksDbCheckpoint.CheckpointName)))
        {
            var inBackup = Path.GetRelativePath(_layout.DataDirectory, path);
            FileStatus.TryRead(path, out var status);
            var place = _layout.ExternalPathOf(Path.Combine(rocks, Path.GetFileName(path)), inBackup);
            yield return new SourceFile(inBackup, path, status, ManifestFileRole.RocksDb, place);
        }
    }

    private IEnumerable<PlacedFile> Open(SourceUnit unit, SourceListing listing)
    {
        if (unit.Kind != UnitKind.Tablespace)
        {
            return unit.Files.Select(file => SnapshotFile.Plain(context, unit, file));
        }

        var before = listing.Units.Select(other => other.Files[0])
            .Where(file => file.Role == ManifestFileRole.SystemTablespace)
            .TakeWhile(file => file.Path != unit.Files[0].Path)
            .ToArray();
        return unit.Files[0].Role == ManifestFileRole.SystemTablespace && before.Length > 0
            ? [SnapshotFile.Tablespace(context, unit, (uint)before.Sum(file => file.Status.SizeBytes / PageSize), SystemFormat())]
            : [SnapshotFile.Tablespace(context, unit, firstPage: 0, systemFormat: null)];
    }

    private int PageSize => context.Variables.InnoDbPageSizeBytes;

    private TablespaceFormat SystemFormat() => TablespaceCopier.ReadSystemFormat(_layout.SystemTablespace[0], PageSize);

    // The logs are of the very moment of the tables: all of them, as they are.
    private IEnumerable<SourceUnit> Logs()
    {
        yield return Unit(EngineNames.InnoDb, _layout.RedoLogFile, ManifestFileRole.RedoLog);
        yield return Unit(EngineNames.Aria, _layout.AriaControlFile, ManifestFileRole.AriaLog);
        foreach (var path in Directory.EnumerateFiles(_layout.AriaLogDirectory, "aria_log.*").Where(path => AriaLogFileName.TryParse(Path.GetFileName(path), out _)))
        {
            yield return Unit(EngineNames.Aria, path, ManifestFileRole.AriaLog);
        }
    }

    private SourceUnit Unit(string engine, string path, ManifestFileRole role) =>
        FileStatus.TryRead(path, out var status)
            ? new SourceUnit(UnitKind.PlainTable, engine, "", "", [new SourceFile(Path.GetRelativePath(_layout.DataDirectory, path), path, status, role, null)])
            : throw new FileNotFoundException($"the snapshot has no {path}", path);

    private void RequireSound()
    {
        if (!context.Damage.IsEmpty)
        {
            throw new FailureException(
                FailureKind.Damaged,
                "damaged pages in the snapshot: " + string.Join("; ", context.Damage.Describe()),
                "run CHECK TABLE on these tables; a page that was being written at that moment is whole in the next snapshot");
        }

        var twice = context.Catalog.Files
            .Where(file => file.Identity is TablespaceIdentity { Space: not null } && file.Role == ManifestFileRole.Data)
            .GroupBy(file => ((TablespaceIdentity)file.Identity!).Space!.Value)
            .FirstOrDefault(group => group.Skip(1).Any());
        if (twice is not null)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"these files carry the same tablespace id {twice.Key}: {string.Join(", ", twice.Select(file => file.Path))}",
                "one is a stray copy, or waits for IMPORT TABLESPACE: remove it or import it, and make the snapshot again");
        }
    }
}
