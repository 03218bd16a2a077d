using System.Numerics;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.Tests.RedoLog;

/// <summary>Makes records as a server would, for tests.</summary>
internal static class RedoRecords
{
    internal static byte[] Make(RedoRecordType type, uint space, uint page, ReadOnlySpan<byte> payload)
    {
        var body = new byte[2 * RedoNumber.BytesMax + payload.Length];
        var length = RedoNumber.Write(body, space);
        length += RedoNumber.Write(body.AsSpan(length), page);
        payload.CopyTo(body.AsSpan(length));
        return Frame((byte)type, body.AsSpan(0, length + payload.Length));
    }

    internal static byte[] Continue(RedoRecordType type, ReadOnlySpan<byte> payload) =>
        Frame((byte)(0x80 | (byte)type), payload);

    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }

    private static byte[] Frame(byte first, ReadOnlySpan<byte> body)
    {
        if (body.Length is > 0 and <= 15)
        {
            return [(byte)(first | body.Length), .. body];
        }

        // The number counts the bytes behind the first one, its own included, less 15.
        var number = new byte[RedoNumber.BytesMax];
        for (var size = 1; ; size++)
        {
            var used = RedoNumber.Write(number, (uint)(body.Length + size - 15));
            if (used == size)
            {
                return [first, .. number[..used], .. body];
            }
        }
    }
}
