using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Understudy.Formats.InnoDb.Encryption;

/// <summary>
/// AES over bytes of any length that keep their length, as InnoDB uses it for pages and for the redo log: in CBC what is
/// left behind the last whole block is xor-ed with the encrypted initialisation vector. Not thread-safe.
/// Behaviour: <c>MyCTX_nopad</c>, mysys_ssl/my_crypt.cc.
/// </summary>
public sealed class UnpaddedAes : IDisposable
{
    /// <summary>The length of a block and of the initialisation vector in bytes.</summary>
    public const int BlockBytes = 16;

    private readonly Aes _aes;
    private readonly EncryptionMode _mode;
    private byte[] _scratch = [];
    private byte[] _mask = [];

    /// <summary>Makes the cipher.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="mode">How.</param>
    /// <exception cref="CryptographicException">The key has another length.</exception>
    public UnpaddedAes(ReadOnlySpan<byte> key, EncryptionMode mode)
    {
        _aes = Aes.Create();
        _aes.Key = key.ToArray();
        _mode = mode;
    }

    /// <summary>Encrypts one block with a key, as the keys of tablespaces and of the log are made.</summary>
    /// <param name="key">The key from the key file.</param>
    /// <param name="block">16 bytes.</param>
    /// <returns>16 bytes, to be used as a key.</returns>
    public static byte[] DeriveKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block)
    {
        using var aes = Aes.Create();
        aes.Key = key.ToArray();
        return aes.EncryptEcb(block[..BlockBytes], PaddingMode.None);
    }

    /// <summary>Decrypts in place.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="iv">The initialisation vector, 16 bytes.</param>
    public void Decrypt(Span<byte> data, ReadOnlySpan<byte> iv)
    {
        if (_mode == EncryptionMode.Ctr)
        {
            ApplyCounter(data, iv);
            return;
        }

        var whole = data.Length & ~(BlockBytes - 1);
        if (whole > 0)
        {
            var scratch = Scratch(whole);
            _aes.DecryptCbc(data[..whole], iv, scratch, PaddingMode.None);
            scratch.CopyTo(data);
        }

        ApplyTail(data[whole..], iv);
    }

    /// <summary>Encrypts in place.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="iv">The initialisation vector, 16 bytes.</param>
    public void Encrypt(Span<byte> data, ReadOnlySpan<byte> iv)
    {
        if (_mode == EncryptionMode.Ctr)
        {
            ApplyCounter(data, iv);
            return;
        }

        var whole = data.Length & ~(BlockBytes - 1);
        if (whole > 0)
        {
            var scratch = Scratch(whole);
            _aes.EncryptCbc(data[..whole], iv, scratch, PaddingMode.None);
            scratch.CopyTo(data);
        }

        ApplyTail(data[whole..], iv);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_scratch);
        _aes.Dispose();
    }

    private void ApplyTail(Span<byte> tail, ReadOnlySpan<byte> iv)
    {
        if (tail.IsEmpty)
        {
            return;
        }

        Span<byte> mask = stackalloc byte[BlockBytes];
        _aes.EncryptEcb(iv, mask, PaddingMode.None);
        Xor(tail, mask);
    }

    private void ApplyCounter(Span<byte> data, ReadOnlySpan<byte> iv)
    {
        var blocks = (data.Length + BlockBytes - 1) / BlockBytes;
        var stream = Scratch(blocks * BlockBytes);
        var counter = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(iv);
        for (var i = 0; i < blocks; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(stream[(i * BlockBytes)..], counter++);
        }

        if (_mask.Length < stream.Length)
        {
            _mask = new byte[_scratch.Length];
        }

        _aes.EncryptEcb(stream, _mask, PaddingMode.None);
        Xor(data, _mask.AsSpan(0, stream.Length));
    }

    private Span<byte> Scratch(int bytes)
    {
        if (_scratch.Length < bytes)
        {
            _scratch = new byte[(int)BitOperations.RoundUpToPowerOf2((uint)bytes)];
        }

        return _scratch.AsSpan(0, bytes);
    }

    private static void Xor(Span<byte> data, ReadOnlySpan<byte> mask)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        var maskWords = MemoryMarshal.Cast<byte, ulong>(mask[..(words.Length * sizeof(ulong))]);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] ^= maskWords[i];
        }

        for (var i = words.Length * sizeof(ulong); i < data.Length; i++)
        {
            data[i] ^= mask[i];
        }
    }
}
