using System.Buffers.Binary;
using Understudy.Engine.Prepare.Apply;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>
/// An increment of all tables on a backup of some of them. It holds the rest of each table of which the backup has the beginning, and
/// all of each table that was made since; of one that was there before and left out of the backup it has only some pages.
/// </summary>
internal static class WiderIncrement
{
    private const int HeaderBytes = 64 << 10;
    private const int NamesMax = 5;

    /// <summary>Requires that everything in an increment has its beginning in the backup, or is new.</summary>
    /// <param name="directory">The prepared backup.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="increment">The increment.</param>
    /// <param name="keys">The keys of the server.</param>
    /// <exception cref="FailureException">There are tables of which only some pages are there; or that cannot be known.</exception>
    internal static void Require(string directory, BackupMetadata metadata, IncrementDirectory increment, EncryptionKeys keys)
    {
        var system = increment.Metadata.SystemFiles.Files.Select(file => Path.GetFileName(file.Path)).ToHashSet(StringComparer.Ordinal);
        var known = TablespaceMerge.FindSpaces(directory, metadata);
        var last = ReadMaxSpaceId(directory, metadata, keys);
        var torn = increment.Entries
            .Where(entry => entry.Metadata is not null && !system.Contains(entry.Name))
            .Where(entry => entry.Metadata!.Space is { } space && !known.Contains(space.Value) && space.Value <= last)
            .Select(entry => entry.Name)
            .ToList();
        if (torn.Count > 0)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{directory} was made without tables of which {increment.Path} has only what changed since: "
                + string.Join(", ", torn.Take(NamesMax)) + (torn.Count > NamesMax ? $" and {torn.Count - NamesMax} more" : ""),
                "use increments that were made with the selection of their full backup");
        }
    }

    private static uint ReadMaxSpaceId(string directory, BackupMetadata metadata, EncryptionKeys keys)
    {
        var path = Path.Combine(directory, Path.GetFileName(metadata.SystemFiles.Files[0].Path));
        using var file = PosixFile.OpenRead(path);
        var head = new byte[HeaderBytes];
        var length = PosixFile.ReadFully(file, head, 0, path);
        if (!TablespaceFormat.TryFromPageZero(head.AsSpan(0, length), metadata.PageSizeBytes, out var format, out var whyNot))
        {
            throw new FailureException(FailureKind.Damaged, $"the first page of {path} is not usable: {whyNot}");
        }

        var number = DictionaryHeaderPage.Number;
        var page = new byte[format.PhysicalPageSize];
        if (PosixFile.ReadFully(file, page, (long)number.Value * page.Length, path) != page.Length
            || PageVerifier.Verify(page, format, number.Value) != PageStatus.Valid)
        {
            throw new FailureException(FailureKind.Damaged, $"page {number} of {path} is damaged");
        }

        using var transform = new PageTransform(format, keys, LibraryCodecs.Instance);
        transform.Decode(page, number);
        return DictionaryHeaderPage.TryReadMaxSpaceId(page, out var space)
            ? space.Value
            : throw new FailureException(FailureKind.Damaged, $"page {number} of {path} is another one");
    }
}
