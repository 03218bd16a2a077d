using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Sources;
using Understudy.Formats.FileNames;
using Understudy.Formats.MyIsam;
using Understudy.Native.LibC;
using Understudy.Server;

namespace Understudy.Engine.Snapshot;

/// <summary>
/// Tables without a log that may have been written when a snapshot was made under FLUSH, which does not wait for statements that
/// run. MyISAM and Aria note in the file whether it was closed; of other engines it is known whether the table was open.
/// </summary>
internal static class DoubtfulTables
{
    /// <summary>Finds them.</summary>
    /// <param name="listing">What the snapshot has.</param>
    /// <param name="open">The tables that the server had open under FLUSH.</param>
    /// <returns>Their names, sorted.</returns>
    internal static IReadOnlyList<string> Find(SourceListing listing, IEnumerable<OpenTable> open)
    {
        var names = open.Select(table => (FilenameCharset.Encode(table.Database), FilenameCharset.Encode(table.Table))).ToHashSet();
        return
        [
            .. listing.Units
                .Where(unit => unit.Kind switch
                {
                    UnitKind.AriaTable => IsAriaLeftOpen(unit.Files[0]),
                    UnitKind.PlainTable when unit.Engine == EngineNames.MyIsam => IsMyIsamLeftOpen(unit.Files[0]),
                    UnitKind.PlainTable => names.Contains((unit.Database, unit.Table)),
                    _ => false,
                })
                .Select(unit => $"{FilenameCharset.Decode(unit.Database)}.{FilenameCharset.Decode(unit.Table)}")
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsMyIsamLeftOpen(SourceFile index)
    {
        using var file = PosixFile.OpenRead(index.FullPath);
        Span<byte> start = stackalloc byte[MyIsamIndexHeader.Size];
        var length = PosixFile.ReadFully(file, start, 0, index.FullPath);
        return !MyIsamIndexHeader.TryRead(start[..length], out var header) || header.OpenCount != 0;
    }

    // Those with a log are brought to the moment by it.
    private static bool IsAriaLeftOpen(SourceFile index)
    {
        using var file = PosixFile.OpenRead(index.FullPath);
        return AriaTableCopier.TryReadHeader(file, index.FullPath) is not { } header || (header.OpenCount != 0 && !header.IsOnline);
    }
}
