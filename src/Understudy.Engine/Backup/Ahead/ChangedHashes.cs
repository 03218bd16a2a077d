using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Ahead;

/// <summary>Makes catalog entries true again after their files were changed in the target.</summary>
internal sealed class ChangedHashes(BackupContext context, TargetTablespaces target)
{
    private readonly List<(CopiedFile File, long SizeBytes, string?[] Hashes)> _files = [];

    /// <summary>Takes a file of which ranges were changed; of all others the hashes are kept.</summary>
    internal void Add(CopiedFile file, IReadOnlySet<int> changedRanges)
    {
        var size = Size(file.Path);
        var hashes = Enumerable.Range(0, ManifestDocument.RangeCount(size))
            .Select(range => range < file.Hashes.Count && !changedRanges.Contains(range) ? file.Hashes[range] : null);
        _files.Add((file, size, [.. hashes]));
    }

    /// <summary>Takes a file that is new.</summary>
    internal void Add(CopiedFile file) => _files.Add((file, Size(file.Path), new string?[ManifestDocument.RangeCount(Size(file.Path))]));

    /// <summary>Hashes what changed, and puts the files into the catalog.</summary>
    internal void Run()
    {
        var jobs = _files.SelectMany(entry => Enumerable.Range(0, entry.Hashes.Length)
            .Where(range => entry.Hashes[range] is null)
            .Select(range => (Action<CopyWorker>)(worker =>
                entry.Hashes[range] = TargetHash.OfRange(context.Scope, entry.File.Path, range, worker))));
        context.Pool.Run([.. jobs], context.Cancellation);
        foreach (var (file, size, hashes) in _files)
        {
            context.Catalog.Set(file with { SizeBytes = size, Hashes = hashes! });
        }
    }

    private long Size(string path) => FileStatus.TryRead(target.PathOf(path), out var status)
        ? status.SizeBytes
        : throw new FileNotFoundException("a file of the backup has vanished from the target", target.PathOf(path));
}
