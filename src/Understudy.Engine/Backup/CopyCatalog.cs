using System.Collections.Concurrent;

namespace Understudy.Engine.Backup;

/// <summary>What the backup holds so far.</summary>
internal sealed class CopyCatalog
{
    private readonly ConcurrentDictionary<string, CopiedFile> _files = new(StringComparer.Ordinal);

    internal IEnumerable<CopiedFile> Files => _files.Values;

    internal CopiedFile? Find(string path) => _files.GetValueOrDefault(path);

    internal void Set(CopiedFile file) => _files[file.Path] = file;

    internal void Remove(string path) => _files.TryRemove(path, out _);
}
