using System.Globalization;
using Understudy.Engine;
using Understudy.Formats.Manifest;

namespace Understudy.Cli.Output.Report;

/// <summary>One self-contained page about a backup: <c>understudy show --html</c>.</summary>
internal static class ReportPage
{
    private const int CurvePointsMin = 3;
    private const int DamagedPagesShown = 50;

    /// <summary>The page.</summary>
    internal static string Of(BackupManifest manifest, string directory)
    {
        var html = new Html();
        html.AddConstant("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
        html.Add($"<title>Backup of {manifest.Server.HostName}, {manifest.BackupTime:yyyy-MM-dd HH:mm} UTC</title>");
        html.AddConstant("<style>\n" + ReportStyle.Css + "\n</style>\n</head>\n<body>");
        Head(html, manifest, directory);
        Stages(html, manifest);
        Curves(html, manifest);
        SizesByEngine(html, manifest);
        Findings(html, manifest);
        return html.AddConstant("</body>\n</html>").ToString();
    }

    private static void Head(Html html, BackupManifest manifest, string directory)
    {
        html.Add($"<h1>Backup of {manifest.Server.HostName}</h1>");
        html.Add($"<p class=\"dim\">{manifest.BackupTime:yyyy-MM-dd HH:mm:ss.fff} UTC is the moment that it holds</p>");
        html.AddConstant("<section><dl>");
        Fact(html, "state", manifest.Prepared ? "complete, prepared" : manifest.CrashImage ? "complete, as a crash would have left it" : "complete");
        Fact(html, "directory", directory);
        Fact(html, "server", $"{manifest.Server.Version}, {manifest.Server.DataDirectory}");
        Fact(html, "size", $"{manifest.Files.Count} files, {Sizes.Format(manifest.Files.Sum(file => file.Size))}");
        Fact(html, "took", Text($"{(manifest.EndedAt - manifest.StartedAt).TotalSeconds:0.0} s"));
        Fact(html, "InnoDB", $"LSN {manifest.InnoDb.EndLsn}");
        Fact(html, "binary log", manifest.BackupPoint.BinaryLog is { } log ? $"{log.File} {log.Position} {log.Gtid}" : ManifestText.NoPosition(manifest));
        if (manifest.BackupPoint.GaleraState is { } galera)
        {
            Fact(html, "Galera", galera);
        }

        Fact(html, "id", $"{manifest.Id}, by understudy {manifest.ToolVersion}");
        html.AddConstant("</dl></section>");
    }

    private static void Stages(Html html, BackupManifest manifest)
    {
        html.AddConstant("<section><h2>Stages</h2>");
        html.Add(StageChart.Draw(manifest, WholeAxis(manifest), "the stages over the whole backup"));
        html.AddConstant("<p class=\"dim\">grey: asked for, and not granted yet; in colour: held</p>");
        if (LockAxis(manifest) is { } locks)
        {
            html.AddConstant("<p class=\"dim\">the time in which something was blocked, enlarged:</p>");
            html.Add(StageChart.Draw(manifest, locks, "the stages while something was blocked"));
        }

        html.AddConstant("<table><tr><th>stage</th><th class=\"n\">waited for</th><th class=\"n\">held</th><th class=\"n\">copied</th><th>what waits meanwhile</th></tr>");
        foreach (var stage in manifest.Stages)
        {
            html.Add($"<tr><td>{stage.Name}</td><td class=\"n\">{stage.WaitedSeconds:0.000} s</td><td class=\"n\">{stage.HeldSeconds:0.000} s</td>");
            html.Add($"<td class=\"n\">{stage.FilesCopied} files, {Sizes.Format(stage.BytesCopied)}</td><td>{StageChart.Blocks(stage.Name)}</td></tr>");
        }

        html.AddConstant("</table>");
        if (manifest.Timeline?.LongestBlocked is { } blocked)
        {
            html.Add($"<p>Longest blocked: {blocked.Seconds:0.000} s under {blocked.Stage}, a statement of {blocked.User}: <code>{blocked.Statement}</code></p>");
        }
        else if (manifest.Timeline is not null)
        {
            html.AddConstant("<p class=\"good\">No statement was seen waiting for the backup.</p>");
        }

        html.AddConstant("</section>");
    }

    private static void Curves(Html html, BackupManifest manifest)
    {
        var samples = manifest.Timeline?.Samples ?? [];
        if (samples.Count < CurvePointsMin)
        {
            return;
        }

        var axis = WholeAxis(manifest);
        var rates = samples.Zip(samples.Skip(1))
            .Where(pair => pair.Second.Seconds > pair.First.Seconds)
            .Select(pair => (pair.Second.Seconds, (pair.Second.BytesDone - pair.First.BytesDone) / (pair.Second.Seconds - pair.First.Seconds)))
            .ToList();
        html.AddConstant("<section><h2>Throughput and redo lag</h2>");
        if (rates.Count > 0)
        {
            html.Add(Curve.Draw(rates, axis, "copied", "/s", "curve"));
        }

        html.Add(Curve.Draw([.. samples.Select(sample => (sample.Seconds, (double)Math.Max(0, sample.RedoLagBytes)))], axis, "redo lag", "", "lag"));
        html.AddConstant("<p class=\"dim\">redo lag: log that the server had written and the backup had not copied yet</p></section>");
    }

    private static void SizesByEngine(Html html, BackupManifest manifest)
    {
        var total = Math.Max(1, manifest.Files.Sum(file => file.Size));
        html.AddConstant("<section><h2>Size by engine</h2><table><tr><th>engine</th><th class=\"n\">files</th><th class=\"n\">size</th><th></th></tr>");
        foreach (var group in manifest.Files.GroupBy(file => file.Engine ?? "definitions").OrderByDescending(group => group.Sum(file => file.Size)))
        {
            var bytes = group.Sum(file => file.Size);
            html.Add($"<tr><td>{group.Key}</td><td class=\"n\">{group.Count()}</td><td class=\"n\">{Sizes.Format(bytes)}</td>");
            html.Add($"<td style=\"width:50%\"><svg viewBox=\"0 0 400 12\" aria-hidden=\"true\"><rect class=\"free\" width=\"{Math.Max(1, 400.0 * bytes / total):0.#}\" height=\"12\" rx=\"2\"/></svg></td></tr>");
        }

        html.AddConstant("</table></section>");
    }

    private static void Findings(Html html, BackupManifest manifest)
    {
        html.AddConstant("<section><h2>Findings</h2>");
        if (UnverifiedText.Of(manifest) is { } unverified)
        {
            html.Add($"<p class=\"bad\">This backup is not verified: {unverified}. To do it: <code>understudy verify</code>.</p>");
        }
        else if (manifest.DamagedPages.Count == 0)
        {
            html.AddConstant("<p class=\"good\">Every page was verified while it was copied; none is damaged.</p>");
        }

        foreach (var damage in manifest.DamagedPages)
        {
            var more = damage.Pages.Count > DamagedPagesShown ? $" and {damage.Pages.Count - DamagedPagesShown} more" : "";
            html.Add($"<p class=\"bad\">damaged: <code>{damage.Path}</code>, pages {string.Join(", ", damage.Pages.Take(DamagedPagesShown)) + more}</p>");
        }

        foreach (var warning in manifest.Warnings)
        {
            html.Add($"<p class=\"bad\">warning: {warning}</p>");
        }

        html.AddConstant("</section>");
    }

    private static TimeAxis WholeAxis(BackupManifest manifest) => new(0, Math.Max(0.001, (manifest.EndedAt - manifest.StartedAt).TotalSeconds));

    // From the first stage that blocks anything to END, with a margin.
    private static TimeAxis? LockAxis(BackupManifest manifest)
    {
        var blocking = manifest.Stages.Where(stage => StageChart.Blocks(stage.Name) != "nothing").ToList();
        if (blocking.Count == 0)
        {
            return null;
        }

        var from = (blocking[0].RequestedAt - manifest.StartedAt).TotalSeconds;
        var to = (blocking[^1].RequestedAt - manifest.StartedAt).TotalSeconds + blocking[^1].WaitedSeconds + blocking[^1].HeldSeconds;
        var margin = Math.Max(0.001, (to - from) / 20);
        return new TimeAxis(Math.Max(0, from - margin), to + margin);
    }

    private static void Fact(Html html, string name, string value) => html.Add($"<dt>{name}</dt><dd>{value}</dd>");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
