using Understudy.Engine.Prepare.Apply;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// Looks into encrypted pages whose checksum is right: it is made over what was encrypted. Before full_crc32 a page has one over what
/// was there before as well; packed pages must be such that they can be unpacked. One thread's own.
/// </summary>
internal sealed class DecryptedPageCheck(in TablespaceFormat format, EncryptionKeys keys) : IDisposable
{
    private readonly TablespaceFormat _format = format;
    private readonly PageTransform _transform = new(format, keys, LibraryCodecs.Instance);
    private readonly byte[] _page = new byte[format.PhysicalPageSize];

    /// <summary>Whether a page is whole inside; also when its key or the library to unpack it is not at hand.</summary>
    internal bool IsWhole(ReadOnlySpan<byte> stored, uint number)
    {
        stored.CopyTo(_page);
        try
        {
            var form = _transform.Decode(_page, new PageNumber(number));
            return _format.Flags.IsFullCrc32 || _format.Flags.IsPageCompressed || !form.IsEncrypted
                || PageVerifier.Verify(_page, _format, number) is PageStatus.Valid or PageStatus.Empty;
        }
        catch (FailureException e)
        {
            return e.Kind != FailureKind.Damaged;
        }
    }

    public void Dispose() => _transform.Dispose();
}
