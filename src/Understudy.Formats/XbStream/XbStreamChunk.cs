using System.Buffers.Binary;
using System.Text;

namespace Understudy.Formats.XbStream;

/// <summary>
/// A chunk of a stream of <c>mbstream</c> (xbstream), without its payload. Little-endian. Source: streams of mariadb-backup 10.11
/// and 11.8; docs/formats/xbstream.md has the layout.
/// </summary>
/// <param name="Type">What it says.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Path">The file, relative, with '/'.</param>
/// <param name="PayloadBytes">Bytes of payload that follow the header.</param>
/// <param name="Offset">Where in the file the payload stands; for <see cref="XbStreamChunkType.Seek"/> the place to go to.</param>
/// <param name="Checksum">The CRC-32 of the payload.</param>
/// <param name="NewPath">The new name, of <see cref="XbStreamChunkType.Rename"/>; else empty.</param>
public readonly record struct XbStreamChunk(
    XbStreamChunkType Type, XbStreamFlags Flags, string Path, long PayloadBytes = 0, long Offset = 0, uint Checksum = 0, string NewPath = "")
{
    /// <summary>The most bytes that a path may have.</summary>
    public const int PathBytesMax = 511;

    /// <summary>No header is longer, in bytes.</summary>
    public const int HeaderBytesMax = PathOffset + PathBytesMax + sizeof(uint) + PathBytesMax;

    private const int FlagsOffset = 8;
    private const int TypeOffset = FlagsOffset + 1;
    private const int PathLengthOffset = TypeOffset + 1;
    private const int PathOffset = PathLengthOffset + sizeof(uint);
    private const int PayloadFieldsBytes = sizeof(ulong) + sizeof(ulong) + sizeof(uint);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> Magic => "XBSTCK01"u8;

    /// <summary>Reads the header of a chunk. Never throws.</summary>
    /// <param name="source">The stream from the beginning of the chunk on.</param>
    /// <param name="chunk">The chunk; when it is not complete, what could be read of it.</param>
    /// <param name="headerBytes">The length of the header: the payload begins there.</param>
    public static XbStreamStatus TryRead(ReadOnlySpan<byte> source, out XbStreamChunk chunk, out int headerBytes)
    {
        chunk = default(XbStreamChunk) with { Path = "", NewPath = "" };
        headerBytes = 0;
        var seen = Math.Min(source.Length, Magic.Length);
        if (!source[..seen].SequenceEqual(Magic[..seen]))
        {
            return XbStreamStatus.BadMagic;
        }

        if (source.Length < PathOffset)
        {
            return XbStreamStatus.TooShort;
        }

        var status = ReadPath(source[PathLengthOffset..], out var path, out var pathBytes);
        chunk = chunk with { Flags = (XbStreamFlags)source[FlagsOffset], Type = TypeOf(source[TypeOffset]), Path = path };
        if (status != XbStreamStatus.Complete)
        {
            return status;
        }

        var body = PathLengthOffset + pathBytes;
        status = ReadBody(source[body..], ref chunk, out var bodyBytes);
        headerBytes = body + bodyBytes;
        return status;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="destination">At least <see cref="HeaderBytesMax"/> bytes.</param>
    /// <returns>Its length; the payload goes behind it.</returns>
    /// <exception cref="FailureException">A path is empty or too long for the format.</exception>
    public int Write(Span<byte> destination)
    {
        Magic.CopyTo(destination);
        destination[FlagsOffset] = (byte)Flags;
        destination[TypeOffset] = (byte)Type;
        var at = PathLengthOffset + WritePath(Path, destination[PathLengthOffset..]);
        switch (Type)
        {
            case XbStreamChunkType.Payload:
                BinaryPrimitives.WriteUInt64LittleEndian(destination[at..], (ulong)PayloadBytes);
                BinaryPrimitives.WriteUInt64LittleEndian(destination[(at + sizeof(ulong))..], (ulong)Offset);
                BinaryPrimitives.WriteUInt32LittleEndian(destination[(at + sizeof(ulong) + sizeof(ulong))..], Checksum);
                return at + PayloadFieldsBytes;
            case XbStreamChunkType.Seek:
                BinaryPrimitives.WriteUInt64LittleEndian(destination[at..], (ulong)Offset);
                return at + sizeof(ulong);
            case XbStreamChunkType.Rename:
                return at + WritePath(NewPath, destination[at..]);
            default:
                return at;
        }
    }

    /// <summary>What is wrong with a path, as a place below the directory that a stream is extracted to.</summary>
    /// <returns>Null when it is fine: no part of it can lead out, unless by a link that is there.</returns>
    public static string? FindPathFault(string path)
    {
        if (path.StartsWith('/'))
        {
            return "it is absolute";
        }

        foreach (var part in path.Split('/'))
        {
            if (part is "" or "." or "..")
            {
                return part.Length == 0 ? "it has an empty part" : $"it has a part '{part}'";
            }
        }

        return null;
    }

    private static XbStreamStatus ReadPath(ReadOnlySpan<byte> source, out string path, out int bytes)
    {
        path = "";
        bytes = sizeof(uint);
        if (source.Length < sizeof(uint))
        {
            return XbStreamStatus.TooShort;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if (length is 0 or > PathBytesMax)
        {
            return XbStreamStatus.BadPath;
        }

        if (source.Length < sizeof(uint) + length)
        {
            return XbStreamStatus.TooShort;
        }

        bytes += (int)length;
        var text = source.Slice(sizeof(uint), (int)length);
        if (text.Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(text))
        {
            return XbStreamStatus.BadPath;
        }

        path = StrictUtf8.GetString(text);
        return XbStreamStatus.Complete;
    }

    private static XbStreamStatus ReadBody(ReadOnlySpan<byte> source, ref XbStreamChunk chunk, out int bytes)
    {
        bytes = 0;
        switch (chunk.Type)
        {
            case XbStreamChunkType.End or XbStreamChunkType.Remove:
                return XbStreamStatus.Complete;
            case XbStreamChunkType.Seek:
                return ReadSeek(source, ref chunk, out bytes);
            case XbStreamChunkType.Rename:
                var status = ReadPath(source, out var name, out bytes);
                chunk = chunk with { NewPath = name };
                return status;
            case XbStreamChunkType.Unknown when !chunk.Flags.HasFlag(XbStreamFlags.Ignorable):
                return XbStreamStatus.UnknownType;
            default:
                return ReadPayloadFields(source, ref chunk, out bytes);
        }
    }

    private static XbStreamStatus ReadSeek(ReadOnlySpan<byte> source, ref XbStreamChunk chunk, out int bytes)
    {
        bytes = sizeof(ulong);
        if (source.Length < bytes)
        {
            return XbStreamStatus.TooShort;
        }

        var offset = BinaryPrimitives.ReadUInt64LittleEndian(source);
        chunk = chunk with { Offset = (long)Math.Min(offset, long.MaxValue) };
        return offset > long.MaxValue ? XbStreamStatus.BadOffset : XbStreamStatus.Complete;
    }

    private static XbStreamStatus ReadPayloadFields(ReadOnlySpan<byte> source, ref XbStreamChunk chunk, out int bytes)
    {
        bytes = PayloadFieldsBytes;
        if (source.Length < bytes)
        {
            return XbStreamStatus.TooShort;
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(source);
        var offset = BinaryPrimitives.ReadUInt64LittleEndian(source[sizeof(ulong)..]);
        chunk = chunk with
        {
            PayloadBytes = (long)Math.Min(length, long.MaxValue),
            Offset = (long)Math.Min(offset, long.MaxValue),
            Checksum = BinaryPrimitives.ReadUInt32LittleEndian(source[(sizeof(ulong) + sizeof(ulong))..]),
        };
        return length > long.MaxValue || offset > long.MaxValue - length ? XbStreamStatus.BadOffset : XbStreamStatus.Complete;
    }

    private static int WritePath(string path, Span<byte> destination)
    {
        var length = StrictUtf8.GetByteCount(path);
        if (length is 0 or > PathBytesMax)
        {
            throw new FailureException(
                FailureKind.Failed, $"the path '{path}' has {length} bytes, in a stream it can have from 1 to {PathBytesMax}");
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)length);
        return sizeof(uint) + StrictUtf8.GetBytes(path, destination[sizeof(uint)..]);
    }

    private static XbStreamChunkType TypeOf(byte letter) => letter switch
    {
        (byte)'P' => XbStreamChunkType.Payload,
        (byte)'E' => XbStreamChunkType.End,
        (byte)'S' => XbStreamChunkType.Seek,
        (byte)'R' => XbStreamChunkType.Rename,
        (byte)'D' => XbStreamChunkType.Remove,
        _ => XbStreamChunkType.Unknown,
    };
}
