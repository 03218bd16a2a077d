using System.Buffers.Binary;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Formats.RedoLog.Records;

/// <summary>
/// Decrypts the records of an encrypted redo log, one mini-transaction at a time. Not thread-safe.
/// Source: storage/innobase/log/log0crypt.cc.
/// </summary>
public sealed class RedoLogCipher : IDisposable
{
    private const int KeyBytes = 16;

    private readonly UnpaddedAes _aes;
    private readonly bool _isOldFormat;
    private byte[] _stream = new byte[4096];

    private RedoLogCipher(UnpaddedAes aes, bool isOldFormat)
    {
        _aes = aes;
        _isOldFormat = isOldFormat;
    }

    /// <summary>Makes the cipher of a log.</summary>
    /// <param name="header">The header of the log, whose format is an encrypted one.</param>
    /// <param name="keys">The keys of the server.</param>
    /// <exception cref="FailureException">The key of the log is not among them.</exception>
    public static RedoLogCipher Create(in RedoLogHeader header, EncryptionKeys keys)
    {
        var encryption = header.Encryption;
        if (!keys.TryGet(encryption.KeyId, encryption.KeyVersion, out var key))
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the redo log is encrypted with key {encryption.KeyId} version {encryption.KeyVersion}, which is not at hand",
                EncryptionKeys.MissingHint);
        }

        Span<byte> message = stackalloc byte[KeyBytes];
        encryption.Message.Write(message);
        return new RedoLogCipher(
            new UnpaddedAes(UnpaddedAes.DeriveKey(key, message), keys.Mode),
            header.Format == RedoLogFormat.PhysicalEncryptedOld);
    }

    /// <summary>Decrypts in place.</summary>
    /// <param name="records">The records of one mini-transaction, without the terminator.</param>
    /// <param name="nonce">The 8 bytes behind its terminator.</param>
    /// <returns>False when the records cannot be walked through; then some bytes may be decrypted and others not.</returns>
    public bool TryDecrypt(Span<byte> records, ReadOnlySpan<byte> nonce) =>
        _isOldFormat ? TryDecryptEach(records, nonce) : TryDecryptTogether(records, nonce);

    /// <inheritdoc/>
    public void Dispose() => _aes.Dispose();

    // The bodies of all records are one stream; their types and lengths are in the clear.
    private bool TryDecryptTogether(Span<byte> records, ReadOnlySpan<byte> nonce)
    {
        Span<byte> iv = stackalloc byte[UnpaddedAes.BlockBytes];
        iv.Clear();
        nonce.CopyTo(iv);
        if (_stream.Length < records.Length)
        {
            _stream = new byte[2 * records.Length];
        }

        var total = 0;
        for (var start = 0; start < records.Length;)
        {
            if (!RedoRecordReader.TryReadLength(records, start, out var body, out var end) || end > records.Length || body > end)
            {
                return false;
            }

            if (start == 0)
            {
                records[..body].CopyTo(iv[nonce.Length..]);
            }

            records[body..end].CopyTo(_stream.AsSpan(total));
            total += end - body;
            start = end;
        }

        _aes.Decrypt(_stream.AsSpan(0, total), iv);
        total = 0;
        for (var start = 0; start < records.Length;)
        {
            RedoRecordReader.TryReadLength(records, start, out var body, out var end);
            _stream.AsSpan(total, end - body).CopyTo(records[body..end]);
            total += end - body;
            start = end;
        }

        return true;
    }

    // Only what follows the ids of a page record is encrypted, each for itself.
    private bool TryDecryptEach(Span<byte> records, ReadOnlySpan<byte> nonce)
    {
        Span<byte> iv = stackalloc byte[UnpaddedAes.BlockBytes];
        var hasPage = false;
        for (var start = 0; start < records.Length;)
        {
            if (!RedoRecordReader.TryReadLength(records, start, out var body, out var end) || end > records.Length)
            {
                return false;
            }

            var first = records[start];
            var isContinued = first >= 0x80;
            if (!isContinued)
            {
                hasPage = true;
                var bounded = records[..end];
                if (!RedoNumber.TryRead(bounded, ref body, out var space)
                    || !RedoNumber.TryRead(bounded, ref body, out var page))
                {
                    return false;
                }

                nonce.CopyTo(iv);
                BinaryPrimitives.WriteUInt32BigEndian(iv[nonce.Length..], space);
                BinaryPrimitives.WriteUInt32BigEndian(iv[(nonce.Length + sizeof(uint))..], page);
            }

            if (hasPage)
            {
                _aes.Decrypt(records[body..end], iv);
            }

            start = end;
        }

        return true;
    }
}
