using System.Buffers.Binary;
using System.Text;

namespace Understudy.Formats.Qpress;

/// <summary>
/// The beginning of a <c>.qp</c> file with one file in it, as <c>mariadb-backup --compress</c> makes them. Little-endian.
/// </summary>
/// <param name="ChunkBytes">The most bytes that a block unpacks to.</param>
/// <param name="HeaderBytes">The length of the header; the first block follows.</param>
public readonly record struct QpressHeader(int ChunkBytes, int HeaderBytes)
{
    /// <summary>What the names of such files end with.</summary>
    public const string Extension = ".qp";

    /// <summary>No header is longer, in bytes.</summary>
    public const int HeaderBytesMax = NameOffset + NameBytesMax + 1;

    /// <summary>The largest chunk that is accepted: what one file makes a reader allocate.</summary>
    public const int ChunkBytesMax = 64 << 20;

    private const int ChunkOffset = 8;
    private const int FileMarkOffset = ChunkOffset + sizeof(ulong);
    private const int NameLengthOffset = FileMarkOffset + 1;
    private const int NameOffset = NameLengthOffset + sizeof(uint);
    private const int NameBytesMax = 4096;

    private static ReadOnlySpan<byte> Magic => "qpress10"u8;

    /// <summary>Makes a header.</summary>
    /// <param name="chunkBytes">The most bytes that a block unpacks to, at most <see cref="ChunkBytesMax"/>.</param>
    /// <param name="name">The name of the file, without a directory; what is too long of it is left out.</param>
    public static byte[] Make(int chunkBytes, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chunkBytes, ChunkBytesMax);
        var text = Encoding.UTF8.GetBytes(name);
        var length = Math.Min(text.Length, NameBytesMax);
        var header = new byte[NameOffset + length + 1];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(ChunkOffset), (ulong)chunkBytes);
        header[FileMarkOffset] = (byte)'F';
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(NameLengthOffset), (uint)length);
        text.AsSpan(0, length).CopyTo(header.AsSpan(NameOffset));
        return header;
    }

    /// <summary>Reads the header. Never throws.</summary>
    /// <param name="source">The first bytes of the file: <see cref="HeaderBytesMax"/>, or all.</param>
    /// <param name="header">What it says.</param>
    /// <param name="whyNot">What is wrong with it, when false.</param>
    public static bool TryRead(ReadOnlySpan<byte> source, out QpressHeader header, out string whyNot)
    {
        header = default;
        whyNot = "it is cut short in its header";
        if (source.Length < NameOffset)
        {
            return false;
        }

        if (!source.StartsWith(Magic) || source[FileMarkOffset] != (byte)'F')
        {
            whyNot = "it is no file of qpress, or has directories in it";
            return false;
        }

        var chunk = BinaryPrimitives.ReadUInt64LittleEndian(source[ChunkOffset..]);
        var name = BinaryPrimitives.ReadUInt32LittleEndian(source[NameLengthOffset..]);
        if (chunk is 0 or > ChunkBytesMax || name > NameBytesMax)
        {
            whyNot = $"its header names chunks of {chunk} bytes and a name of {name}";
            return false;
        }

        var end = NameOffset + (int)name + 1;
        if (source.Length < end)
        {
            return false;
        }

        header = new QpressHeader((int)chunk, end);
        whyNot = "";
        return true;
    }
}
