using System.Text;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Cli.Output;

/// <summary>A manifest for people.</summary>
internal static class ManifestText
{
    private const int LabelWidth = 14;

    internal static string Of(BackupDirectory backup)
    {
        var manifest = backup.Manifest;
        var text = new StringBuilder();
        Line(text, "backup", backup.Path);
        Line(text, "id", manifest.Id.ToString());
        Line(text, "state", (manifest.Partial ? "partial" : "complete") + (manifest.Prepared ? ", prepared" : "") + (manifest.UnverifiedFiles.Any() ? ", not verified" : "") + (manifest.CrashImage ? ", as a crash would have left it" : ""));
        if (UnverifiedText.Of(manifest) is { } unverified)
        {
            Line(text, "not verified", $"{unverified}: understudy verify {backup.Path}");
        }

        if (manifest.Increment is { } increment)
        {
            Line(text, "increment", $"from LSN {increment.FromLsn}{(increment.BaseId is { } id ? $", on the backup {id}" : "")}");
        }

        foreach (var selection in manifest.Selection)
        {
            Line(text, "selected", selection);
        }

        Line(text, "server", $"{manifest.Server.Version} on {manifest.Server.HostName}, {manifest.Server.DataDirectory}");
        Line(text, "backup time", $"{manifest.BackupTime:yyyy-MM-dd HH:mm:ss.fff} UTC");
        Line(text, "took", $"{(manifest.EndedAt - manifest.StartedAt).TotalSeconds:0.0} s, from {manifest.StartedAt:yyyy-MM-dd HH:mm:ss} UTC, by understudy {manifest.ToolVersion}");
        Positions(text, manifest);
        Sizes(text, manifest);
        Stages(text, manifest);
        foreach (var damage in manifest.DamagedPages)
        {
            Line(text, "damaged", $"{damage.Path}: pages {string.Join(", ", damage.Pages)}");
        }

        foreach (var warning in manifest.Warnings)
        {
            Line(text, "warning", warning);
        }

        return text.ToString();
    }

    private static void Positions(StringBuilder text, BackupManifest manifest)
    {
        Line(text, "InnoDB", $"LSN {manifest.InnoDb.EndLsn}, redo log from checkpoint {manifest.InnoDb.CheckpointLsn}"
            + (manifest.CrashImage ? "" : $", next increment from {manifest.InnoDb.LastCheckpointLsn}"));
        var point = manifest.BackupPoint;
        Line(text, "binary log", point.BinaryLog is { } log
            ? $"{log.File} {log.Position}{(log.Gtid.Length > 0 ? $", GTID {log.Gtid}" : "")}"
            : NoPosition(manifest));
        if (point.GaleraState is { } galera)
        {
            Line(text, "Galera", galera);
        }

        foreach (var statement in point.ReplicaStatements)
        {
            Line(text, "replica", statement);
        }
    }

    /// <summary>Why there is no position in the binary log.</summary>
    internal static string NoPosition(BackupManifest manifest) =>
        manifest.CrashImage ? "no position: it is known when a server has recovered" : "off";

    private static void Sizes(StringBuilder text, BackupManifest manifest)
    {
        Line(text, "size", $"{manifest.Files.Count} files, {Engine.Sizes.Format(manifest.Files.Sum(f => f.Size))}");
        var compressed = manifest.Files.Where(f => f.Compression is not null).ToArray();
        if (compressed.Length > 0)
        {
            var (plain, stored) = (compressed.Sum(f => f.Size), compressed.Sum(f => f.StoredSize ?? 0));
            Line(
                text,
                "compressed",
                $"{compressed[0].Compression}: {Engine.Sizes.Format(stored)} for {Engine.Sizes.Format(plain)}, {(double)plain / Math.Max(stored, 1):0.0} to 1");
        }

        foreach (var group in manifest.Files.GroupBy(f => f.Engine ?? "definitions").OrderByDescending(g => g.Sum(f => f.Size)))
        {
            Line(text, "", $"{group.Key,-12} {group.Count(),7} files  {Engine.Sizes.Format(group.Sum(f => f.Size)),10}");
        }
    }

    private static void Stages(StringBuilder text, BackupManifest manifest)
    {
        Line(text, "stages", "                waited      held  files copied");
        foreach (var stage in manifest.Stages)
        {
            Line(text, "", $"{stage.Name,-12} {stage.WaitedSeconds,7:0.000} s {stage.HeldSeconds,7:0.000} s  {stage.FilesCopied}, {Engine.Sizes.Format(stage.BytesCopied)}");
        }
    }

    private static void Line(StringBuilder text, string label, string value) =>
        text.Append((label.Length == 0 ? "" : label + ":").PadRight(LabelWidth)).Append(value).Append('\n');
}
