using System.Buffers.Binary;
using Understudy.Formats.Aria;
using Understudy.Formats.Checksums;
using Understudy.Formats.Csv;
using Understudy.Formats.DdlLog;
using Understudy.Formats.Frm;
using Understudy.Fuzz.Inputs;

namespace Understudy.Fuzz.Targets;

/// <summary>Readers of Aria, CSV, table definitions and the DDL log.</summary>
internal static class EngineTargets
{
    private const int PageBytesMax = 32768;

    public static IEnumerable<FuzzTarget> Make()
    {
        var headers = SeedFiles.Matching("*.MAI.bin");
        yield return new FuzzTarget("aria-control", 600, SeedFiles.Matching("aria_log_control.bin"), ReadControl);
        yield return new FuzzTarget("aria-index-header", 140_000, headers, ReadIndexHeader);
        yield return new FuzzTarget(
            "aria-page",
            PageBytesMax + 1,
            [.. SeedFiles.Matching("*.MAI.page*.bin"), .. SeedFiles.Matching("*.MAD.page*.bin")],
            bytes => VerifyPages(bytes, headers));
        yield return new FuzzTarget("aria-log", 200, SeedFiles.Matching("aria_log.*.bin"), ReadLog);
        yield return new FuzzTarget("csv", 200, SeedFiles.Matching("csv.CS*.bin"), ReadCsv);
        yield return new FuzzTarget("frm", 70_000, SeedFiles.Matching("*.frm.bin"), ReadFrm);
        yield return new FuzzTarget("ddl-log", 4096, SeedFiles.Matching("ddl.log"), ReadDdlLog);
    }

    private static void ReadControl(byte[] bytes)
    {
        Touch.All(AriaControlFile.TryRead(bytes, out var control, out var whyNot), control);
        Touch.All(whyNot is not null, whyNot);

        // Once more with checksums that are right, so that what lies behind them is reached.
        if (bytes.Length >= 34)
        {
            var changeableSize = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(22));
            bytes[20] = 30;
            bytes[21] = 0;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(26), Crc32.Compute(bytes.AsSpan(0, 26)));
            if (changeableSize >= 4 && 30 + changeableSize <= bytes.Length)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(
                    bytes.AsSpan(30), Crc32.Compute(bytes.AsSpan(34, changeableSize - 4)));
            }
        }

        Touch.All(AriaControlFile.TryRead(bytes, out control, out _), control);
        Require(AriaControlFile.WithLastLogNumber(bytes, 9), 9);
    }

    private static void Require(byte[] patched, uint number)
    {
        if (!AriaControlFile.TryRead(patched, out var control, out var whyNot) || control.LastLogNumber != number)
        {
            throw new InvalidOperationException($"the patched file is not right: {whyNot ?? control?.ToString()}");
        }
    }

    private static void ReadIndexHeader(byte[] bytes)
    {
        Touch.All(AriaIndexHeader.TryRead(bytes, out var header, out var whyNot), header);
        Touch.All(whyNot is not null, whyNot);
        Touch.All(AriaIndexHeader.TryGetBytesNeeded(bytes, out var needed), needed);
    }

    private static void VerifyPages(byte[] bytes, IReadOnlyList<byte[]> headers)
    {
        foreach (var start in headers)
        {
            if (!AriaIndexHeader.TryRead(start, out var header, out _))
            {
                continue;
            }

            var number = (uint)bytes.Length;
            _ = AriaPageVerifier.VerifyIndexPage(bytes, number, header);
            _ = AriaPageVerifier.VerifyDataPage(bytes, number, header);
            var own = header with { BlockSize = bytes.Length };
            _ = AriaPageVerifier.VerifyIndexPage(bytes, number, own);
            _ = AriaPageVerifier.VerifyDataPage(bytes, number, own);
        }
    }

    private static void ReadLog(byte[] bytes)
    {
        Touch.All(AriaLogHeader.TryRead(bytes, out var header, out var whyNot), header);
        Touch.All(whyNot is not null, whyNot);
        Touch.All(AriaLogPageHeader.TryRead(bytes, out var page), page);
        Touch.All(AriaLsn.TryRead(bytes, out var lsn), lsn);
    }

    private static void ReadCsv(byte[] bytes)
    {
        Touch.All(CsvMetadata.TryRead(bytes, out var metadata, out var whyNot), metadata);
        Touch.All(whyNot is not null, whyNot);
        if (CsvRows.EndOfLastComplete(bytes) > bytes.Length || CsvRows.CountComplete(bytes) > bytes.Length)
        {
            throw new InvalidOperationException("more rows than bytes");
        }
    }

    private static void ReadFrm(byte[] bytes)
    {
        Touch.All(FrmHeader.TryRead(bytes, out var header, out var whyNot), header);
        Touch.All(whyNot is not null, whyNot);
    }

    private static void ReadDdlLog(byte[] bytes)
    {
        var events = new List<DdlLogEvent>();
        var used = DdlLogReader.ReadComplete(bytes, events, out var unreadable);
        if (used > bytes.Length || events.Count + unreadable > used)
        {
            throw new InvalidOperationException("more lines than bytes");
        }

        foreach (var each in events)
        {
            Touch.All(each.Touched().Any(), each);
        }
    }
}
