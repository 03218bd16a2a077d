using System.Buffers.Binary;

namespace Understudy.Formats.RedoLog;

/// <summary>
/// The encryption fields of the redo log header, from which the log key is derived. Source:
/// storage/innobase/log/log0crypt.cc.
/// </summary>
/// <param name="KeyId">The number of the key: 1, or 0 if not encrypted.</param>
/// <param name="KeyVersion">The version of the key.</param>
/// <param name="Message">16 random bytes; encrypted with the key they are the log key.</param>
/// <param name="Nonce">4 random bytes that are not used.</param>
public readonly record struct RedoLogEncryption(uint KeyId, uint KeyVersion, CipherBlock Message, uint Nonce)
{
    private const int KeyVersionOffset = sizeof(uint);
    private const int MessageOffset = KeyVersionOffset + sizeof(uint);
    private const int NonceOffset = MessageOffset + CipherBlock.Size;

    internal static RedoLogEncryption Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt32BigEndian(source),
        BinaryPrimitives.ReadUInt32BigEndian(source[KeyVersionOffset..]),
        CipherBlock.Read(source[MessageOffset..]),
        BinaryPrimitives.ReadUInt32BigEndian(source[NonceOffset..]));

    internal void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, KeyId);
        BinaryPrimitives.WriteUInt32BigEndian(destination[KeyVersionOffset..], KeyVersion);
        Message.Write(destination[MessageOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(destination[NonceOffset..], Nonce);
    }
}
