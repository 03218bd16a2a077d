using System.Collections.Concurrent;
using Understudy.Formats;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Backup;

/// <summary>Pages whose checksum was wrong each time they were read.</summary>
internal sealed class DamageLog
{
    private const int NamedMax = 20;

    private readonly ConcurrentDictionary<string, FileDamage> _files = new(StringComparer.Ordinal);

    internal int Count => _files.Count;

    internal bool IsEmpty => _files.IsEmpty;

    /// <summary>Forgets what was said of a file; it is being copied anew or has gone.</summary>
    internal void Forget(string path) => _files.TryRemove(path, out _);

    /// <summary>Forgets what was said of a file.</summary>
    /// <returns>To be given to <see cref="Add(string, FileDamage)"/> when the file has another name now; null when nothing was said.</returns>
    internal FileDamage? Take(string path) => _files.TryRemove(path, out var damage) ? damage : null;

    internal void Add(string path, FileDamage damage) => _files[path] = damage;

    internal bool Has(string path) => _files.ContainsKey(path);

    internal void Add(string path, string sourcePath, SpaceId? space, uint page) =>
        _files.GetOrAdd(path, _ => new FileDamage(sourcePath, space, [])).Pages.Add(page);

    internal IReadOnlyList<ManifestDamage> ToManifest() => [.. _files
        .OrderBy(f => f.Key, StringComparer.Ordinal)
        .Select(f => new ManifestDamage(f.Key, f.Value.Space?.Value, [.. f.Value.Pages.Distinct().Order()]))];

    /// <summary>One line a file: its place and its damaged pages.</summary>
    internal IEnumerable<string> Describe() => _files
        .OrderBy(f => f.Key, StringComparer.Ordinal)
        .Select(f => $"{f.Value.SourcePath}{(f.Value.Space is { } space ? $" (tablespace {space})" : "")}: {Numbers(f.Value.Pages)}");

    /// <summary>The damaged pages of a file that has some.</summary>
    internal string DescribePages(string path) => Numbers(_files[path].Pages);

    private static string Numbers(ConcurrentBag<uint> pages)
    {
        var numbers = pages.Distinct().Order().ToArray(); // a page may be read, and found to be damaged, twice
        var named = string.Join(", ", numbers.Take(NamedMax));
        var more = numbers.Length > NamedMax ? $" and {numbers.Length - NamedMax} more" : "";
        return $"{(numbers.Length == 1 ? "page" : "pages")} {named}{more}";
    }

    /// <summary>What is wrong with one file.</summary>
    internal sealed record FileDamage(string SourcePath, SpaceId? Space, ConcurrentBag<uint> Pages);
}
