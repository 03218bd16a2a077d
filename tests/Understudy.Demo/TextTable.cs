namespace Understudy.Demo;

/// <summary>Rows of text in aligned columns.</summary>
internal static class TextTable
{
    /// <summary>Writes the rows, the first as a heading; columns named in <paramref name="rightAligned"/> end together.</summary>
    internal static void Write(IReadOnlyList<string[]> rows, params int[] rightAligned)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        foreach (var row in rows.Take(1).Append([.. widths.Select(w => new string('-', w))]).Concat(rows.Skip(1)))
        {
            var cells = row.Select((cell, i) => rightAligned.Contains(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            Console.WriteLine($"   {string.Join("  ", cells)}".TrimEnd());
        }
    }
}
