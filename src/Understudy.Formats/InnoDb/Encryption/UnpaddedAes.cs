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

    // Single blocks, with which the modes are made here: the one-shot methods leave native state to the garbage collector with every
    // call, and there is a call for every mini-transaction of a log.
    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptBlocks;
    private readonly ICryptoTransform _decryptBlocks;
    private readonly EncryptionMode _mode;
    private byte[] _input = [];
    private byte[] _output = [];

    /// <summary>Makes the cipher.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="mode">How.</param>
    /// <exception cref="CryptographicException">The key has another length.</exception>
    public UnpaddedAes(ReadOnlySpan<byte> key, EncryptionMode mode)
    {
        _aes = Aes.Create();
        _aes.Key = key.ToArray();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _encryptBlocks = _aes.CreateEncryptor();
        _decryptBlocks = _aes.CreateDecryptor();
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
            Reserve(whole);
            data[..whole].CopyTo(_input);
            _decryptBlocks.TransformBlock(_input, 0, whole, _output, 0);
            _output.AsSpan(0, whole).CopyTo(data);
            Xor(data[..BlockBytes], iv);
            Xor(data[BlockBytes..whole], _input);
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
            Reserve(whole);
            _aes.EncryptCbc(data[..whole], iv, _output, PaddingMode.None);
            _output.AsSpan(0, whole).CopyTo(data);
        }

        ApplyTail(data[whole..], iv);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_input);
        CryptographicOperations.ZeroMemory(_output);
        _encryptBlocks.Dispose();
        _decryptBlocks.Dispose();
        _aes.Dispose();
    }

    private void ApplyTail(Span<byte> tail, ReadOnlySpan<byte> iv)
    {
        if (tail.IsEmpty)
        {
            return;
        }

        Reserve(BlockBytes);
        iv[..BlockBytes].CopyTo(_input);
        _encryptBlocks.TransformBlock(_input, 0, BlockBytes, _output, 0);
        Xor(tail, _output);
    }

    private void ApplyCounter(Span<byte> data, ReadOnlySpan<byte> iv)
    {
        if (data.IsEmpty)
        {
            return;
        }

        var bytes = (data.Length + BlockBytes - 1) & ~(BlockBytes - 1);
        Reserve(bytes);
        var counter = CipherBlock.Read(iv);
        for (var i = 0; i < bytes; i += BlockBytes)
        {
            counter.Write(_input.AsSpan(i));
            counter = counter.Next();
        }

        _encryptBlocks.TransformBlock(_input, 0, bytes, _output, 0);
        Xor(data, _output);
    }

    private void Reserve(int bytes)
    {
        if (_input.Length < bytes)
        {
            var length = (int)BitOperations.RoundUpToPowerOf2((uint)bytes);
            _input = new byte[length];
            _output = new byte[length];
        }
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
