using System.Buffers.Binary;

namespace Understudy.Formats.RedoLog;

/// <summary>
/// The encryption fields of the redo log header, from which the log key is derived. Source:
/// storage/innobase/log/log0crypt.cc.
/// </summary>
/// <param name="KeyId">The number of the key: 1, or 0 if not encrypted.</param>
/// <param name="KeyVersion">The version of the key.</param>
/// <param name="Message">16 random bytes as a big-endian number; encrypted with the key they are the log key.</param>
/// <param name="Nonce">4 random bytes that are not used.</param>
public readonly record struct RedoLogEncryption(uint KeyId, uint KeyVersion, UInt128 Message, uint Nonce)
{
    private const int KeyVersionOffset = sizeof(uint);
    private const int MessageOffset = KeyVersionOffset + sizeof(uint);
    private const int NonceOffset = MessageOffset + 16;

    internal static RedoLogEncryption Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt32BigEndian(source),
        BinaryPrimitives.ReadUInt32BigEndian(source[KeyVersionOffset..]),
        BinaryPrimitives.ReadUInt128BigEndian(source[MessageOffset..]),
        BinaryPrimitives.ReadUInt32BigEndian(source[NonceOffset..]));

    internal void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, KeyId);
        BinaryPrimitives.WriteUInt32BigEndian(destination[KeyVersionOffset..], KeyVersion);
        BinaryPrimitives.WriteUInt128BigEndian(destination[MessageOffset..], Message);
        BinaryPrimitives.WriteUInt32BigEndian(destination[NonceOffset..], Nonce);
    }
}
