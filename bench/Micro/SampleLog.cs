using Understudy.Formats;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;
using Understudy.Formats.Tests.RedoLog;

namespace Understudy.Bench.Micro;

/// <summary>Redo log like that of single-row updates: mini-transactions of one to three pages, each with a few short records.</summary>
internal static class SampleLog
{
    internal const int Bytes = 8 << 20;

    private const int LongestMiniTransaction = 1024;
    private const int PagesMax = 4;
    private const int RecordsMax = 5;
    private const int PayloadMin = 4;
    private const int PayloadMax = 40;
    private const uint Spaces = 20;
    private const uint PagesOfSpace = 20_000;

    internal static readonly RedoLogGeometry Geometry = new(new Lsn(12288), 1L << 32);

    /// <summary>Makes the log; a few bytes at its end are zero.</summary>
    internal static byte[] Make()
    {
        var random = new Random(2);
        var log = new byte[Bytes];
        var payload = new byte[PayloadMax];
        var at = 0;
        while (at + LongestMiniTransaction < Bytes)
        {
            var start = at;
            for (var pages = random.Next(1, PagesMax); pages > 0; pages--)
            {
                Append(RedoRecords.Make(
                    RedoRecordType.Write, (uint)random.Next((int)Spaces), (uint)random.Next((int)PagesOfSpace), Payload()));
                for (var records = random.Next(RecordsMax); records > 0; records--)
                {
                    Append(RedoRecords.Continue(RedoRecordType.Write, Payload()));
                }
            }

            MiniTransaction.Finish(log.AsSpan(start), at - start, sequenceBit: 1);
            at += 1 + sizeof(uint);
        }

        return log;

        ReadOnlySpan<byte> Payload()
        {
            random.NextBytes(payload);
            payload[0] &= 0x7f; // a short offset
            return payload.AsSpan(0, random.Next(PayloadMin, PayloadMax));
        }

        void Append(byte[] record)
        {
            record.CopyTo(log, at);
            at += record.Length;
        }
    }
}
