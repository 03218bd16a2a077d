using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Verify;

/// <summary>Finds out which InnoDB pages of a damaged file fail their checksums.</summary>
internal static class DamagedPages
{
    private const string DataExtension = ".ibd";

    /// <summary>Reads the file again.</summary>
    /// <param name="file">What the manifest says of it.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="scope">What all reading shares.</param>
    /// <returns>Page numbers; empty when the file has no pages, or the damage is not in one.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static IReadOnlyList<uint> Find(ManifestFile file, string path, ReadScope scope)
    {
        if (file.Compression is not null || !IsTablespace(file))
        {
            return [];
        }

        using var handle = PosixFile.OpenRead(path);
        var first = new byte[InnoDbPageSize.MaxBytes];
        var head = first.AsSpan(0, PosixFile.ReadFully(handle, first, 0, path));
        if (!FspHeader.TryRead(head, out var header)
            || !TablespaceFormat.TryFromPageZero(head, header.Flags.LogicalPageSize, out var format, out _))
        {
            return [0];
        }

        var doublewrite = DoublewriteArea.ForLogicalPageSize(format.LogicalPageSize);
        var page = new byte[format.PhysicalPageSize];
        var damaged = new List<uint>();
        for (var offset = 0L; offset + page.Length <= file.Size; offset += page.Length)
        {
            scope.Cancellation.ThrowIfCancellationRequested();
            var number = (uint)(offset / page.Length);
            if (PosixFile.ReadFully(handle, page, offset, path) < page.Length)
            {
                break;
            }

            var isCopy = format.Space == SpaceId.System && doublewrite.Contains(new PageNumber(number));
            if (!isCopy && PageVerifier.Verify(page, format, number) is PageStatus.Corrupt or PageStatus.WrongPageNumber)
            {
                damaged.Add(number);
            }
        }

        return damaged;
    }

    // The system tablespace's second file goes on with the page numbers of the first, and has no page 0 to tell the format.
    private static bool IsTablespace(ManifestFile file) => file.Role switch
    {
        ManifestFileRole.SystemTablespace => file.Path == "ibdata1",
        ManifestFileRole.UndoTablespace => true,
        ManifestFileRole.Data => file.Path.EndsWith(DataExtension, StringComparison.Ordinal),
        _ => false,
    };
}
