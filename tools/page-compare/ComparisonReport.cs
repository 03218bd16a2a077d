using System.Globalization;

namespace Understudy.PageCompare;

/// <summary>What a comparison found.</summary>
public sealed class ComparisonReport
{
    private const int DifferencesShown = 200;

    private readonly List<string> _differences = [];

    /// <summary>Files that were compared.</summary>
    public int Files { get; internal set; }

    /// <summary>Pages that have the same bytes.</summary>
    public long SamePages { get; internal set; }

    /// <summary>Pages that have the same content, but were packed or encrypted anew.</summary>
    public long SameDecodedPages { get; internal set; }

    /// <summary>Pages that differ and that their tablespace calls free.</summary>
    public long FreePages { get; internal set; }

    /// <summary>How many differences there are.</summary>
    public long DifferenceCount { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>One line.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Files} files, {SamePages} pages the same, {SameDecodedPages} the same decoded, {FreePages} free ones differ, {DifferenceCount} differences");

    internal void Add(string difference)
    {
        DifferenceCount++;
        if (_differences.Count < DifferencesShown)
        {
            _differences.Add(difference);
        }
    }
}
