using System.Globalization;

namespace Understudy.Bench.SideBySide;

/// <summary>What is measured, as the environment says.</summary>
internal sealed record Settings
{
    private const string Units = "KMGT";

    /// <summary>Where the data set and everything else is.</summary>
    internal required string Directory { get; init; }

    /// <summary>The root of this tree.</summary>
    internal required string Root { get; init; }

    /// <summary>The program of this tree.</summary>
    internal string Understudy { get; } = Text("UNDERSTUDY", "understudy");

    /// <summary>The stock tool.</summary>
    internal string Stock { get; } = Text("STOCK", "mariadb-backup");

    /// <summary>About how many bytes the data set has.</summary>
    internal long SizeBytes { get; } = Bytes(Text("SIZE", "3G"));

    /// <summary>How often each is measured; medians are told.</summary>
    internal int Rounds { get; } = Number("ROUNDS", 3);

    /// <summary>Copying threads of both programs.</summary>
    internal int Parallel { get; } = Number("PARALLEL", 2);

    /// <summary><c>--use-memory</c> of both programs.</summary>
    internal string Memory { get; } = Text("MEMORY", "256M");

    /// <summary>Redo log that the prepared backup holds.</summary>
    internal long RedoBytes => Bytes(Text("REDO", (SizeBytes / 6).ToString(CultureInfo.InvariantCulture)));

    /// <summary>Statements a second on InnoDB; half as many on MyISAM.</summary>
    internal int Rate { get; } = Number("RATE", 200);

    /// <summary>States of the page cache to measure in.</summary>
    internal IReadOnlyList<string> Caches { get; } = Text("CACHE", "warm cold").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Parts to measure.</summary>
    internal IReadOnlyList<string> Parts { get; } =
        Text("PARTS", "backup increment stream prepare restore start").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether docs/performance.md gets the result.</summary>
    internal bool Publishes { get; } = Text("PUBLISH", "") != "";

    internal string Load => Path.Combine(Root, "bench/load.lua");

    internal string Run => Path.Combine(Directory, "run");

    internal string Log(string name) => Path.Combine(Directory, name + ".log");

    private static string Text(string name, string otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : otherwise;

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static long Bytes(string text)
    {
        var power = Units.IndexOf(text[^1], StringComparison.OrdinalIgnoreCase) + 1;
        return long.Parse(power > 0 ? text[..^1] : text, CultureInfo.InvariantCulture) << (10 * power);
    }
}
