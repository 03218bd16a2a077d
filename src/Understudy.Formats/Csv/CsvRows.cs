namespace Understudy.Formats.Csv;

/// <summary>
/// Rows of a CSV table's data file. A row ends with a newline; newlines inside values are escaped by the server
/// (<c>encode_quote</c>, storage/csv/ha_tina.cc), so every newline ends a row.
/// </summary>
public static class CsvRows
{
    private const byte RowEnd = (byte)'\n';

    /// <summary>
    /// The number of rows that end in <paramref name="bytes"/>. Add them up over a file read in pieces.
    /// </summary>
    public static int CountComplete(ReadOnlySpan<byte> bytes) => bytes.Count(RowEnd);

    /// <summary>
    /// Where in <paramref name="bytes"/> the last complete row ends: the offset behind the last newline, 0 without one.
    /// </summary>
    public static int EndOfLastComplete(ReadOnlySpan<byte> bytes) => bytes.LastIndexOf(RowEnd) + 1;
}
