using System.Text.Json;
using Understudy.Formats;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Snapshot;

/// <summary>The snapshots that there are, by the records that they carry.</summary>
public static class SnapshotStore
{
    private const int RecordBytesMax = 1 << 20;
    private static readonly TimeSpan DiscardTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The snapshots whose target directories are in a directory, oldest first.</summary>
    /// <exception cref="FailureException">There is no such directory, or a record is damaged.</exception>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static IReadOnlyList<SnapshotRecord> List(string directory) => !Directory.Exists(directory)
        ? throw new FailureException(FailureKind.BackupMissing, $"there is no directory {directory}")
        :
    [
        .. Directory.EnumerateDirectories(directory)
            .Where(path => File.Exists(Path.Combine(path, SnapshotRecord.FileName)))
            .Select(Read)
            .OrderBy(record => record.TakenAt),
    ];

    /// <summary>Deletes a snapshot.</summary>
    /// <param name="targetDirectory">Where it appears.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">There is none, or it cannot be deleted.</exception>
    public static SnapshotRecord Delete(string targetDirectory, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(targetDirectory);
        var record = Read(target);
        if (record.TargetDirectory != target)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{target} holds the record of a snapshot that was made in {record.TargetDirectory}",
                "name the directory that it was made in; a copy of a snapshot is a plain directory");
        }

        var plan = SnapshotPlan.Make(record.Volume, record.Name, target, record.Command, lvmExtents: "");
        SnapshotShell.Run(plan.Discard, DiscardTimeout, cancellation);
        if (plan.NeedsDirectory)
        {
            Directory.Delete(target);
        }

        return record;
    }

    internal static void Write(SnapshotRecord record) => DurableFile.Publish(
        Path.Combine(record.TargetDirectory, SnapshotRecord.FileName),
        JsonSerializer.SerializeToUtf8Bytes(record, SnapshotJson.Default.SnapshotRecord));

    private static SnapshotRecord Read(string directory)
    {
        var path = Path.Combine(directory, SnapshotRecord.FileName);
        try
        {
            using var file = PosixFile.OpenRead(path);
            var bytes = new byte[RecordBytesMax];
            var length = PosixFile.ReadFully(file, bytes, 0, path);
            return JsonSerializer.Deserialize(bytes.AsSpan(0, length), SnapshotJson.Default.SnapshotRecord)
                ?? throw new JsonException("null");
        }
        catch (FileNotFoundException e)
        {
            throw new FailureException(FailureKind.BackupMissing, $"{directory} is no snapshot: there is no {SnapshotRecord.FileName}", null, e);
        }
        catch (JsonException e)
        {
            throw new FailureException(FailureKind.Damaged, $"{path} is damaged: {e.Message}", null, e);
        }
    }
}
