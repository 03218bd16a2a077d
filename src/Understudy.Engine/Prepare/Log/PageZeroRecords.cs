using System.Buffers.Binary;
using Understudy.Formats;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Watches the records of pages 0 for new sizes and flags of tablespaces: files are given their length before records are applied.</summary>
internal static class PageZeroRecords
{
    private const int SizeOffset = 46;  // FSP_SIZE
    private const int FlagsOffset = 54; // FSP_SPACE_FLAGS
    private const int FieldBytes = 4;

    internal static void Note(SpaceState space, ReadOnlySpan<byte> run, bool initializes, Lsn end)
    {
        if (initializes)
        {
            space.HasPageZero = true;

            // No record says that they are 0, as they are of REDUNDANT and COMPACT tables of the old format with 16k pages.
            space.Flags = 0;
        }

        var reader = new RedoRecordReader(run);
        long offset = 0;
        while (reader.TryRead(out var record) && (record.IsSamePage || record.Start == 0))
        {
            var payload = record.Payload(run);
            switch (record.Type)
            {
                case RedoRecordType.Write:
                    if (!TryReadNumber(ref payload, out var distance))
                    {
                        return;
                    }

                    offset += distance;
                    NoteWrite(space, offset, payload);
                    offset += payload.Length;
                    break;
                case RedoRecordType.MemSet:
                case RedoRecordType.MemMove:
                    if (!TryReadNumber(ref payload, out distance) || !TryReadNumber(ref payload, out var length))
                    {
                        return;
                    }

                    offset += (long)distance + length;
                    break;
                case RedoRecordType.InitPage:
                case RedoRecordType.Extended:
                    offset = 24;
                    break;
                default:
                    break;
            }
        }
    }

    private static void NoteWrite(SpaceState space, long offset, ReadOnlySpan<byte> data)
    {
        if (Covers(offset, data.Length, SizeOffset))
        {
            space.SizePages = BinaryPrimitives.ReadUInt32BigEndian(data[(int)(SizeOffset - offset)..]);
        }

        if (Covers(offset, data.Length, FlagsOffset))
        {
            space.Flags = BinaryPrimitives.ReadUInt32BigEndian(data[(int)(FlagsOffset - offset)..]);
        }
    }

    private static bool Covers(long offset, int length, int field) =>
        offset <= field && offset + length >= field + FieldBytes;

    private static bool TryReadNumber(ref ReadOnlySpan<byte> payload, out uint value)
    {
        var position = 0;
        if (!RedoNumber.TryRead(payload, ref position, out value))
        {
            return false;
        }

        payload = payload[position..];
        return true;
    }
}
