using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Understudy.Formats.Aria;

/// <summary>
/// The first page of an Aria log file. Source: storage/maria/ma_loghandler.c, and files of real servers.
/// </summary>
/// <param name="CreationTimeMicroseconds">When the file was made, as the server tells time, in microseconds.</param>
/// <param name="LogVersion">The version of the format; 10000 in all servers known.</param>
/// <param name="ServerVersion">The version of the server that made it, such as 101119.</param>
/// <param name="ServerId">Its server id.</param>
/// <param name="PageSizeBytes">Bytes of a page.</param>
/// <param name="FileNumber">The number of the file, as in its name.</param>
/// <param name="MaxLsn">
/// The last LSN in the file; none while it is the current one, filled in when the next is made.
/// </param>
public readonly partial record struct AriaLogHeader(
    ulong CreationTimeMicroseconds,
    uint LogVersion,
    uint ServerVersion,
    uint ServerId,
    int PageSizeBytes,
    uint FileNumber,
    AriaLsn MaxLsn)
{
    /// <summary>Bytes of a page of the log (<c>TRANSLOG_PAGE_SIZE</c>): no server makes others.</summary>
    public const int PageSize = 8192;

    /// <summary>Bytes that <see cref="TryRead"/> needs.</summary>
    public const int Size = Field.MaxLsn + AriaLsn.Size;

    /// <summary>Where the seven bytes of <see cref="MaxLsn"/> lie: the only bytes of page 0 that change.</summary>
    public const int MaxLsnOffset = Field.MaxLsn;

    private static ReadOnlySpan<byte> Magic =>
    [
        0xFE, 0xFE, 0x0B, 0x01,
        (byte)'M', (byte)'A', (byte)'R', (byte)'I', (byte)'A', (byte)'L', (byte)'O', (byte)'G',
    ];

    /// <summary>Reads the header. Never throws.</summary>
    /// <param name="start">The first <see cref="Size"/> bytes of the file, or more.</param>
    /// <param name="header">What it says.</param>
    /// <param name="whyNot">When false: what is wrong with it.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> start,
        out AriaLogHeader header,
        [NotNullWhen(false)] out string? whyNot)
    {
        header = default;
        if (start.Length < Size)
        {
            whyNot = $"only {start.Length} bytes, the header of a log file has {Size}";
            return false;
        }

        if (!start.StartsWith(Magic))
        {
            whyNot = $"starts with {Convert.ToHexString(start[..Magic.Length])}, expected {Convert.ToHexString(Magic)}";
            return false;
        }

        var number = start[Field.FileNumber..];
        _ = AriaLsn.TryRead(start[Field.MaxLsn..], out var maxLsn);
        header = new AriaLogHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(start[Field.CreationTime..]),
            BinaryPrimitives.ReadUInt32LittleEndian(start[Field.LogVersion..]),
            BinaryPrimitives.ReadUInt32LittleEndian(start[Field.ServerVersion..]),
            BinaryPrimitives.ReadUInt32LittleEndian(start[Field.ServerId..]),
            BinaryPrimitives.ReadUInt16LittleEndian(start[Field.PageSizeLessOne..]) + 1,
            (uint)(number[0] | (number[1] << 8) | (number[2] << 16)),
            maxLsn);
        whyNot = header.PageSizeBytes == PageSize ? null : $"page size is {header.PageSizeBytes}, expected {PageSize}";
        return whyNot is null;
    }
}
