using System.Buffers.Binary;

namespace Understudy.Formats.InnoDb.Encryption;

/// <summary>
/// Encrypts and decrypts the pages of one tablespace. Not thread-safe: each thread has its own.
/// Source: storage/innobase/fil/fil0crypt.cc, sql/encryption.cc.
/// </summary>
public sealed class PageCipher : IDisposable
{
    private readonly UnpaddedAes _aes;
    private readonly SpaceId _space;

    private PageCipher(UnpaddedAes aes, SpaceId space)
    {
        _aes = aes;
        _space = space;
    }

    /// <summary>Makes the cipher of a tablespace.</summary>
    /// <param name="space">The tablespace.</param>
    /// <param name="metadata">What its page 0 says.</param>
    /// <param name="keys">The keys of the server.</param>
    /// <param name="keyVersion">The version of the key.</param>
    /// <returns>Null when the key is not among them.</returns>
    public static PageCipher? Create(SpaceId space, EncryptionMetadata metadata, EncryptionKeys keys, uint keyVersion)
    {
        if (!keys.TryGet(metadata.KeyId, keyVersion, out var key))
        {
            return null;
        }

        Span<byte> iv = stackalloc byte[UnpaddedAes.BlockBytes];
        metadata.Iv.Write(iv);
        return new PageCipher(new UnpaddedAes(UnpaddedAes.DeriveKey(key, iv), keys.Mode), space);
    }

    /// <summary>Decrypts bytes of a page in place.</summary>
    /// <param name="page">The page, whose number and LSN are in the clear.</param>
    /// <param name="start">The first encrypted byte.</param>
    /// <param name="end">Behind the last one.</param>
    public void Decrypt(Span<byte> page, int start, int end)
    {
        Span<byte> iv = stackalloc byte[UnpaddedAes.BlockBytes];
        MakeIv(page, iv);
        _aes.Decrypt(page[start..end], iv);
    }

    /// <summary>Encrypts bytes of a page in place.</summary>
    /// <param name="page">The page, its number and LSN set.</param>
    /// <param name="start">The first byte to encrypt.</param>
    /// <param name="end">Behind the last one.</param>
    public void Encrypt(Span<byte> page, int start, int end)
    {
        Span<byte> iv = stackalloc byte[UnpaddedAes.BlockBytes];
        MakeIv(page, iv);
        _aes.Encrypt(page[start..end], iv);
    }

    /// <inheritdoc/>
    public void Dispose() => _aes.Dispose();

    private void MakeIv(ReadOnlySpan<byte> page, Span<byte> iv)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(iv, _space.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(
            iv[sizeof(uint)..], BinaryPrimitives.ReadUInt32BigEndian(page[FilFieldLocations.Number..]));
        BinaryPrimitives.WriteUInt64LittleEndian(
            iv[(2 * sizeof(uint))..], BinaryPrimitives.ReadUInt64BigEndian(page[FilFieldLocations.PageLsn..]));
    }
}
