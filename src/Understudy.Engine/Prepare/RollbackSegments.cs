using Understudy.Engine.Prepare.Apply;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare;

/// <summary>The rollback segments of InnoDB files that are rolled forward: they say where other logs stood.</summary>
internal sealed class RollbackSegments(TablespaceCatalog catalog, EncryptionKeys keys)
{
    private readonly byte[] _page = new byte[InnoDbPageSize.MaxBytes];

    /// <summary>The header pages of all of them; without those that cannot be read.</summary>
    internal IReadOnlyList<byte[]> ReadHeaders()
    {
        var headers = new List<byte[]>();
        if (!TryRead(SpaceId.System, RollbackSegmentPage.TransactionSystem, out var read))
        {
            return headers;
        }

        var transactionSystem = read.ToArray();
        for (var segment = 0; segment < RollbackSegmentPage.SegmentsMax; segment++)
        {
            if (RollbackSegmentPage.TryReadSlot(transactionSystem, segment, out var space, out var number)
                && TryRead(space, number, out var header))
            {
                headers.Add(header.ToArray());
            }
        }

        return headers;
    }

    private bool TryRead(SpaceId space, PageNumber number, out ReadOnlySpan<byte> page)
    {
        page = default;
        if (catalog.Find(space.Value) is not { Format: { } format } tablespace || number.Value >= tablespace.SizePages)
        {
            return false;
        }

        var part = tablespace.PartOf(number.Value);
        var bytes = _page.AsSpan(0, tablespace.PageBytes);
        using var file = PosixFile.OpenRead(part.Path);
        var offset = (number.Value - part.FirstPage) * (long)bytes.Length;
        if (PosixFile.ReadFully(file, bytes, offset, part.Path) != bytes.Length
            || PageVerifier.Verify(bytes, format, number.Value) != PageStatus.Valid)
        {
            return false;
        }

        using var transform = new PageTransform(format, keys, LibraryCodecs.Instance);
        transform.Decode(bytes, number);
        page = bytes;
        return true;
    }
}
