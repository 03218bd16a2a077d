using System.Runtime.InteropServices;
using System.Text;
using Understudy.Native.LibC;

namespace Understudy.Bench.SideBySide;

/// <summary>Writes what was measured, and on what, to where it is wanted.</summary>
/// <param name="settings">Where.</param>
/// <param name="results">What was measured.</param>
internal sealed class ResultPage(Settings settings, Results results)
{
    private const string Begin = "<!-- measured: begin -->\n";
    private const string End = "<!-- measured: end -->";

    /// <summary>Writes the table and the plot.</summary>
    /// <param name="facts">What else is to be told, a line each.</param>
    internal void Write(IEnumerable<string> facts)
    {
        var text = new StringBuilder();
        foreach (var fact in facts.Concat(Machine()))
        {
            text.AppendLine($"- {fact}");
        }

        var content = $"{ResultTable.Make(results)}\n{text}";
        Console.WriteLine(content);
        var plot = ResultPlot.Draw(results);
        File.WriteAllText(Path.Combine(settings.Directory, "results.md"), content);
        File.WriteAllText(Path.Combine(settings.Directory, "performance.svg"), plot);
        if (settings.Publishes)
        {
            Publish(content, plot);
        }
    }

    private void Publish(string content, string plot)
    {
        var page = Path.Combine(settings.Root, "docs/performance.md");
        var text = File.ReadAllText(page);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        File.WriteAllText(page, $"{text[..begin]}\n{content}\n{text[end..]}");
        File.WriteAllText(Path.Combine(settings.Root, "docs/performance.svg"), plot);
    }

    private IEnumerable<string> Machine()
    {
        yield return $"{Environment.ProcessorCount} processors ({First("/proc/cpuinfo", "model name")}), {First("/proc/meminfo", "MemTotal")} of memory, "
            + $"{RuntimeInformation.OSDescription}, {new DriveInfo(settings.Directory).DriveFormat}";
        yield return $"load average at the end {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))}: above the number of processors the machine was shared";
        yield return $"{settings.Rounds} rounds, medians (lowest–highest); {settings.Parallel} copying threads, {settings.Rate} statements a second on InnoDB and {settings.Rate / 2} on MyISAM"
            + (PosixFile.IsSuperuser ? "" : "; not as root");
    }

    private static string First(string file, string key) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
}
