using System.Buffers.Binary;
using Understudy.Formats.InnoDb.Compression;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// Turns pages of one tablespace between their form on disk and their plain form, which redo records apply to: not
/// encrypted, not packed. A plain page has zeros where the key version stands, and its checksum means nothing. Not
/// thread-safe: each thread has its own.
/// </summary>
/// <remarks>
/// Sources: buf_page_encrypt in storage/innobase/buf/buf0flu.cc, fil_space_encrypt in fil0crypt.cc,
/// fil_page_compress in fil0pagecompress.cc.
/// </remarks>
public sealed class PageTransform : IDisposable
{
    private const int FullCrc32Unit = 256;
    private const ushort FullCrc32CompressedBit = 0x8000;
    private const int LegacyPackedFrameBytes = 4;

    private readonly TablespaceFormat _format;
    private readonly EncryptionKeys _keys;
    private readonly PageCipher? _cipher;
    private Dictionary<uint, PageCipher>? _otherVersions;
    private readonly IPageCompressionCodecs _codecs;
    private readonly byte[] _scratch;

    /// <summary>Makes the transform of a tablespace.</summary>
    /// <param name="format">The format, from page 0.</param>
    /// <param name="keys">The keys of the server; may be none for plain files.</param>
    /// <param name="codecs">Where the codecs of page_compressed files come from.</param>
    public PageTransform(in TablespaceFormat format, EncryptionKeys keys, IPageCompressionCodecs codecs)
    {
        _format = format;
        _keys = keys;
        _codecs = codecs;
        _scratch = format.Flags.IsPageCompressed ? new byte[format.PhysicalPageSize] : [];
        if (format.Encryption is { } encryption)
        {
            _cipher = PageCipher.Create(format.Space, encryption, keys, EncryptionKeys.KeyVersion);
        }
    }

    /// <summary>The format it was made for.</summary>
    public TablespaceFormat Format => _format;

    /// <summary>Whether the tablespace is plain: no page needs to be decoded.</summary>
    public bool IsPlain => !_format.Flags.IsPageCompressed && _format.Encryption is null;

    /// <summary>Brings a page from disk into its plain form, in place.</summary>
    /// <param name="page">The page as it lies on disk, verified.</param>
    /// <param name="number">Its number.</param>
    /// <returns>What it was on disk.</returns>
    /// <exception cref="FailureException">The key or a library is missing, or the page is damaged inside.</exception>
    public StoredPageForm Decode(Span<byte> page, PageNumber number) =>
        _format.Flags.IsFullCrc32 ? DecodeFullCrc32(page, number) : DecodeLegacy(page, number);

    /// <summary>
    /// Brings a plain page into the form in which it is to lie on disk, in place: packs it when the tablespace is
    /// page_compressed, encrypts it when the tablespace is encrypted or the page was, and sets the checksum.
    /// </summary>
    /// <param name="page">The plain page, its LSN set.</param>
    /// <param name="number">Its number.</param>
    /// <param name="previous">What the page was on disk before; <see cref="StoredPageForm.None"/> for a new one.</param>
    /// <returns>How many bytes from the start matter; zeros follow, for which a hole will do.</returns>
    /// <exception cref="FailureException">The key or a library is missing.</exception>
    public int Encode(Span<byte> page, PageNumber number, in StoredPageForm previous)
    {
        var type = (FilPageType)BinaryPrimitives.ReadUInt16BigEndian(page[FilFieldLocations.Type..]);
        var isTransformable = number.Value != 0
            && !(_format.Space == SpaceId.System && number.Value == 5)
            && type is not (FilPageType.FspHeader or FilPageType.ExtentDescriptor);
        var encrypt = isTransformable && (previous.IsEncrypted || IsEncryptionWanted(previous))
            && (_format.Flags.IsFullCrc32 || type != FilPageType.RTree);
        var pack = isTransformable && _format.Flags.IsPageCompressed && type != FilPageType.Allocated;
        if (_format.Flags.IsFullCrc32)
        {
            return EncodeFullCrc32(page, number, encrypt, pack);
        }

        StoreLegacy(page, type);
        if (pack)
        {
            var packed = PackLegacy(page, number, encrypt, previous.Algorithm);
            if (packed > 0)
            {
                return packed;
            }
        }

        if (encrypt)
        {
            EncryptLegacy(page, number);
        }

        return page.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher?.Dispose();
        if (_otherVersions is not null)
        {
            foreach (var cipher in _otherVersions.Values)
            {
                cipher.Dispose();
            }
        }
    }

    // A page that was plain in a tablespace that follows the server's setting may wait for its turn to be encrypted.
    // To encrypt it now is right in any case: with scheme 1 every page may be.
    private bool IsEncryptionWanted(in StoredPageForm previous) =>
        _format.Encryption is { IsEncryptedScheme: true, Option: not EncryptionOption.Off }
        && (previous.IsNone || _cipher is not null || _format.Encryption.Value.MinKeyVersion != 0);

    private StoredPageForm DecodeFullCrc32(Span<byte> page, PageNumber number)
    {
        var keyVersion = ReadUInt32(page, FilFieldLocations.ChecksumOrKeyVersion);
        var type = BinaryPrimitives.ReadUInt16BigEndian(page[FilFieldLocations.Type..]);
        var isPacked = (type & FullCrc32CompressedBit) != 0;
        var stored = isPacked ? (type & ~FullCrc32CompressedBit) * FullCrc32Unit : page.Length;
        if (stored > page.Length || stored < FilFieldLocations.FullCrc32Payload + FilFieldLocations.TrailerBytes)
        {
            throw Damaged(number, $"its stored size of {stored} bytes is impossible");
        }

        if (keyVersion != 0)
        {
            Cipher(number, keyVersion).Decrypt(page, FilFieldLocations.FullCrc32Payload, stored - sizeof(uint));
        }

        var algorithm = isPacked ? _format.Flags.CompressionAlgorithm : PageCompressionAlgorithm.None;
        if (isPacked)
        {
            var end = stored - sizeof(uint);
            if (HasExactEnd(algorithm))
            {
                var low = page[stored - sizeof(uint) - 1];
                end = (low == 0 ? stored : stored - FullCrc32Unit + low) - sizeof(uint) - 1;
            }

            Unpack(page, number, algorithm, FilFieldLocations.FullCrc32Payload, end);
        }

        BinaryPrimitives.WriteUInt32BigEndian(page, 0);
        return new StoredPageForm(keyVersion != 0, algorithm, IsNone: false);
    }

    private StoredPageForm DecodeLegacy(Span<byte> page, PageNumber number)
    {
        var type = (FilPageType)BinaryPrimitives.ReadUInt16BigEndian(page[FilFieldLocations.Type..]);
        var keyVersion = ReadUInt32(page, FilFieldLocations.LegacyKeyVersion);
        if (_format.Flags.IsPageCompressed
            && type is FilPageType.PageCompressed or FilPageType.PageCompressedEncrypted)
        {
            return UnpackLegacy(page, number, type == FilPageType.PageCompressedEncrypted, keyVersion);
        }

        var isEncrypted = number.Value != 0 && keyVersion != 0 && type != FilPageType.RTree && _format.Encryption is not null;
        if (isEncrypted)
        {
            Cipher(number, keyVersion).Decrypt(page, FilFieldLocations.Data, page.Length - FilFieldLocations.TrailerBytes);
            page[FilFieldLocations.LegacyKeyVersion..FilFieldLocations.Space].Clear();
        }

        return new StoredPageForm(isEncrypted, PageCompressionAlgorithm.None, IsNone: false);
    }

    private StoredPageForm UnpackLegacy(Span<byte> page, PageNumber number, bool isEncrypted, uint keyVersion)
    {
        if (!LegacyCompressedPage.TryReadFrame(page, isEncrypted, out var start, out var bytes, out var algorithm))
        {
            throw Damaged(number, "the frame of the packed page makes no sense");
        }

        if (isEncrypted)
        {
            Cipher(number, keyVersion).Decrypt(page, start, start + bytes);
        }

        Unpack(page, number, algorithm, start, start + bytes);
        page[FilFieldLocations.LegacyKeyVersion..FilFieldLocations.Space].Clear();
        return new StoredPageForm(isEncrypted, algorithm, IsNone: false);
    }

    private void Unpack(Span<byte> page, PageNumber number, PageCompressionAlgorithm algorithm, int start, int end)
    {
        if (end <= start || !_codecs.Get(algorithm).TryDecompress(page[start..end], _scratch))
        {
            throw Damaged(number, $"its {algorithm} data cannot be unpacked");
        }

        var inner = _scratch.AsSpan();
        if (!inner.Slice(FilFieldLocations.Number, 4).SequenceEqual(page.Slice(FilFieldLocations.Number, 4))
            || !inner.Slice(FilFieldLocations.PageLsn, 8).SequenceEqual(page.Slice(FilFieldLocations.PageLsn, 8)))
        {
            throw Damaged(number, "the page packed inside is another one");
        }

        inner.CopyTo(page);
    }

    private int EncodeFullCrc32(Span<byte> page, PageNumber number, bool encrypt, bool pack)
    {
        BinaryPrimitives.WriteUInt32BigEndian(page, 0);
        page.Slice(FilFieldLocations.PageLsnLow, sizeof(uint)).CopyTo(page[^FilFieldLocations.TrailerBytes..]);
        var stored = page.Length;
        if (pack)
        {
            page[^sizeof(uint)..].Clear();
            stored = PackFullCrc32(page);
        }

        if (encrypt)
        {
            var cipher = Cipher(number, EncryptionKeys.KeyVersion);
            BinaryPrimitives.WriteUInt32BigEndian(page, EncryptionKeys.KeyVersion);
            cipher.Encrypt(page, FilFieldLocations.FullCrc32Payload, stored - sizeof(uint));
        }

        var covered = page[..stored];
        BinaryPrimitives.WriteUInt32BigEndian(covered[^sizeof(uint)..], PageChecksum.ComputeFullCrc32(covered));
        return stored;
    }

    private int PackFullCrc32(Span<byte> page)
    {
        var algorithm = _format.Flags.CompressionAlgorithm;
        var exactEnd = HasExactEnd(algorithm) ? 1 : 0;
        var room = page.Length - FullCrc32Unit - FilFieldLocations.FullCrc32Payload - sizeof(uint) - exactEnd;
        var packed = _codecs.Get(algorithm).Compress(page, _scratch.AsSpan(0, room));
        if (packed == 0)
        {
            return page.Length;
        }

        var used = FilFieldLocations.FullCrc32Payload + packed + exactEnd + sizeof(uint);
        var stored = (used + FullCrc32Unit - 1) / FullCrc32Unit * FullCrc32Unit;
        _scratch.AsSpan(0, packed).CopyTo(page[FilFieldLocations.FullCrc32Payload..]);
        page[(FilFieldLocations.FullCrc32Payload + packed)..].Clear();
        if (exactEnd != 0)
        {
            page[stored - sizeof(uint) - 1] = (byte)used;
        }

        BinaryPrimitives.WriteUInt16BigEndian(
            page[FilFieldLocations.Type..], (ushort)(FullCrc32CompressedBit | stored / FullCrc32Unit));
        return stored;
    }

    // In a tablespace that may be encrypted the server leaves the sequence numbers of R-tree pages where they are, though
    // those pages are not encrypted.
    private void StoreLegacy(Span<byte> page, FilPageType type)
    {
        var keep = type == FilPageType.RTree && _format.IsEncryptedCapable;
        var number = BinaryPrimitives.ReadUInt64BigEndian(page[FilFieldLocations.LegacyKeyVersion..]);
        PageChecksum.Store(page, _format);
        if (keep)
        {
            BinaryPrimitives.WriteUInt64BigEndian(page[FilFieldLocations.LegacyKeyVersion..], number);
        }
    }

    private int PackLegacy(Span<byte> page, PageNumber number, bool encrypt, PageCompressionAlgorithm previous)
    {
        // Every server has zlib without a plugin.
        var algorithm = previous == PageCompressionAlgorithm.None ? PageCompressionAlgorithm.Zlib : previous;
        var start = LegacyCompressedPage.PayloadStart(encrypt);
        var packed = _codecs.Get(algorithm).Compress(page, _scratch.AsSpan(0, page.Length - start - LegacyPackedFrameBytes));
        if (packed == 0)
        {
            return 0;
        }

        _scratch.AsSpan(0, packed).CopyTo(page[start..]);
        page[(start + packed)..].Clear();
        LegacyCompressedPage.WriteFrame(page, encrypt, packed, algorithm);
        if (encrypt)
        {
            var cipher = Cipher(number, EncryptionKeys.KeyVersion);
            BinaryPrimitives.WriteUInt32BigEndian(page[FilFieldLocations.LegacyKeyVersion..], EncryptionKeys.KeyVersion);
            cipher.Encrypt(page, start, start + packed);
            BinaryPrimitives.WriteUInt32BigEndian(
                page[FilFieldLocations.LegacyPostEncryptionChecksum..], PageChecksum.ComputeLegacy(page));
        }

        return start + packed;
    }

    private void EncryptLegacy(Span<byte> page, PageNumber number)
    {
        var cipher = Cipher(number, EncryptionKeys.KeyVersion);
        BinaryPrimitives.WriteUInt32BigEndian(page[FilFieldLocations.LegacyKeyVersion..], EncryptionKeys.KeyVersion);
        cipher.Encrypt(page, FilFieldLocations.Data, page.Length - FilFieldLocations.TrailerBytes);
        var checksum = _format.Flags.IsCompressedRowFormat
            ? PageChecksum.ComputeZip(page)
            : PageChecksum.ComputeLegacy(page);
        BinaryPrimitives.WriteUInt32BigEndian(page[FilFieldLocations.LegacyPostEncryptionChecksum..], checksum);
    }

    private PageCipher Cipher(PageNumber number, uint keyVersion)
    {
        if (_cipher is not null && keyVersion == EncryptionKeys.KeyVersion)
        {
            return _cipher;
        }

        if (_format.Encryption is not { } encryption)
        {
            throw Damaged(number, "it is encrypted, but its tablespace has no encryption metadata");
        }

        if (_otherVersions?.GetValueOrDefault(keyVersion) is { } known)
        {
            return known;
        }

        if (PageCipher.Create(_format.Space, encryption, _keys, keyVersion) is { } cipher)
        {
            (_otherVersions ??= [])[keyVersion] = cipher;
            return cipher;
        }

        throw new FailureException(
            FailureKind.Failed,
            $"page {number} of tablespace {_format.Space} is encrypted with key {encryption.KeyId} version {keyVersion}, "
            + "which is not at hand",
            EncryptionKeys.MissingHint);
    }

    private FailureException Damaged(PageNumber number, string reason) =>
        new(FailureKind.Damaged, $"page {number} of tablespace {_format.Space} cannot be decoded: {reason}");

    private static bool HasExactEnd(PageCompressionAlgorithm algorithm) =>
        algorithm is PageCompressionAlgorithm.Lz4 or PageCompressionAlgorithm.Lzo or PageCompressionAlgorithm.Snappy;

    private static uint ReadUInt32(ReadOnlySpan<byte> page, int offset) =>
        BinaryPrimitives.ReadUInt32BigEndian(page[offset..]);
}
