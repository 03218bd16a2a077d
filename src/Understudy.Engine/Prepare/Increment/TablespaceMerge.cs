using System.Buffers.Binary;
using System.Collections.Concurrent;
using Understudy.Engine.Copying;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>
/// Brings the tablespace files of a directory to those of an increment: those that were dropped are deleted, renamed ones renamed,
/// new ones made, and the pages of the increment are put into them. Which file is which is told by the tablespace id in its first
/// page alone. It can be stopped at any moment and run again: what it finds then, under whatever name, it takes from there.
/// </summary>
/// <param name="directory">The directory whose files are changed.</param>
/// <param name="increment">The increment.</param>
/// <param name="progress">Counts what is done.</param>
/// <param name="cancellation">Ends it between blocks.</param>
internal sealed class TablespaceMerge(string directory, IncrementDirectory increment, OperationProgress progress, CancellationToken cancellation)
{
    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string MovingSuffix = ".understudy-moving";
    private const string DataExtension = ".ibd";
    private const int SpaceIdOffset = 34; // FIL_PAGE_SPACE_ID

    private readonly ConcurrentDictionary<string, bool> _changed = new(StringComparer.Ordinal);

    /// <summary>Names of files that are not what they were before.</summary>
    internal IReadOnlyCollection<string> Changed => [.. _changed.Keys];

    /// <summary>Does it. When it returns everything is durable.</summary>
    internal void Run(WorkerPool pool)
    {
        foreach (var path in increment.Directories)
        {
            Directory.CreateDirectory(Path.Combine(directory, path), DirectoryMode);
        }

        var systemFiles = increment.Metadata.SystemFiles.Files.Select(file => Path.GetFileName(file.Path)).ToList();
        Arrange([.. increment.Entries.Where(entry => !systemFiles.Contains(entry.Name))]);
        progress.AddTotal(increment.Entries.Sum(entry => new FileInfo(entry.SourcePath).Length));
        pool.Run([.. increment.Entries.Select(entry => (Action<CopyWorker>)(worker => Merge(entry, worker)))], cancellation);
        ResizeSystemTablespace([.. systemFiles.Select(name => Path.Combine(directory, name))]);
        PosixFile.SyncFileSystem(directory);
    }

    private void Arrange(IReadOnlyList<IncrementEntry> entries)
    {
        var wanted = entries
            .Where(entry => entry.Metadata is not null)
            .ToDictionary(entry => entry.Metadata!.Space!.Value.Value, entry => entry.Name);
        var moving = new List<(string From, string To)>();
        foreach (var file in Find())
        {
            var name = Path.GetRelativePath(directory, file.Path);
            if (file.Space is not { } space || !wanted.Remove(space, out var now))
            {
                File.Delete(file.Path);
            }
            else if (now != name)
            {
                var to = Path.Combine(directory, now);
                PosixFile.Rename(file.Path, to + MovingSuffix);
                moving.Add((to + MovingSuffix, to));
                _changed[now] = true;
            }
        }

        foreach (var (from, to) in moving)
        {
            PosixFile.Rename(from, to);
        }
    }

    /// <summary>The tablespaces of which a directory has files, but the system's.</summary>
    internal static IReadOnlySet<uint> FindSpaces(string directory, BackupMetadata metadata) =>
        BackupFiles.Find(directory, metadata).Files.Values.Select(ReadSpace).OfType<uint>().ToHashSet();

    private List<BaseFile> Find()
    {
        var files = new List<BaseFile>();
        foreach (var path in Directory.EnumerateDirectories(directory).SelectMany(Directory.EnumerateFiles)
            .Concat(Directory.EnumerateFiles(directory).Where(path => BackupFiles.IsUndoTablespace(Finished(Path.GetFileName(path)))))
            .Order(StringComparer.Ordinal)
            .ToList())
        {
            if (path.EndsWith(WholeFile.UnfinishedSuffix, StringComparison.Ordinal))
            {
                File.Delete(path); // of a run that was stopped
            }
            else if (BackupFiles.IsUndoTablespace(Finished(Path.GetFileName(path))) || Finished(path).EndsWith(DataExtension, StringComparison.Ordinal))
            {
                files.Add(new BaseFile(path, ReadSpace(path)));
            }
        }

        // A file that was moved by a run that was stopped comes first: another of its id can only be a stray one.
        return [.. files.OrderByDescending(file => file.Path.EndsWith(MovingSuffix, StringComparison.Ordinal))];
    }

    private static string Finished(string path)
    {
        foreach (var suffix in (string[])[MovingSuffix, WholeFile.UnfinishedSuffix])
        {
            if (path.EndsWith(suffix, StringComparison.Ordinal))
            {
                return path[..^suffix.Length];
            }
        }

        return path;
    }

    private static uint? ReadSpace(string path)
    {
        using var file = PosixFile.OpenRead(path);
        Span<byte> head = stackalloc byte[FilPageHeader.Size];
        return PosixFile.ReadFully(file, head, 0, path) == head.Length
            && BinaryPrimitives.ReadUInt32BigEndian(head[SpaceIdOffset..]) is not 0 and var space
                ? space
                : null;
    }

    private void Merge(IncrementEntry entry, CopyWorker worker)
    {
        var path = Path.Combine(directory, entry.Name);
        if (entry.Metadata is null)
        {
            WholeFile.Copy(entry.SourcePath, path, worker, progress, cancellation);
            _changed[entry.Name] = true;
            return;
        }

        var isNew = !FileStatus.TryRead(path, out _);
        var writtenAs = isNew ? path + WholeFile.UnfinishedSuffix : path;
        if (isNew)
        {
            PosixFile.Create(writtenAs, direct: false, out _).Dispose();
        }

        if (DeltaMerge.Apply(entry, writtenAs, increment.Metadata.PageSizeBytes, worker, cancellation) || isNew)
        {
            _changed[entry.Name] = true;
        }

        if (isNew)
        {
            using (var file = PosixFile.OpenReadWrite(writtenAs, direct: false, out _))
            {
                PosixFile.Sync(file, writtenAs);
            }

            PosixFile.Rename(writtenAs, path);
        }

        progress.AddBytes(new FileInfo(entry.SourcePath).Length);
        progress.AddFile();
    }

    // Its size is that of all its files together; only the last one grows and shrinks.
    private void ResizeSystemTablespace(IReadOnlyList<string> files)
    {
        using var first = PosixFile.OpenRead(files[0]);
        Span<byte> head = stackalloc byte[FspHeader.Size];
        if (PosixFile.ReadFully(first, head, 0, files[0]) != head.Length || !FspHeader.TryRead(head, out var header))
        {
            throw new FailureException(FailureKind.Damaged, $"{files[0]} has no first page");
        }

        var wanted = ((long)header.SizePages * increment.Metadata.PageSizeBytes) - files.SkipLast(1).Sum(path => new FileInfo(path).Length);
        var last = files[^1];
        if (wanted > 0 && wanted != new FileInfo(last).Length)
        {
            using var file = PosixFile.OpenReadWrite(last, direct: false, out _);
            PosixFile.SetLength(file, wanted, last);
            _changed[Path.GetFileName(last)] = true;
        }
    }
}
