using System.Globalization;
using Understudy.Engine.Backup.Start;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Manifest;
using Understudy.Server;

namespace Understudy.Engine.Backup.Finish;

/// <summary>The files that mariadb-backup of the server's own version writes beside the data, so that it can use the backup.</summary>
internal sealed class MetadataFiles(BackupContext context, ServerFacts facts, ServerVersion version)
{
    private const string LocalTimeFormat = "yyyy-MM-dd HH:mm:ss";

    private DropInOptions? DropIn => context.Options.DropIn;

    // The stock tool is of the server's release, and readers of this line compare the two.
    private string ToolVersion => DropIn is null ? ProductVersion.Text : $"{version.Major}.{version.Minor}.{version.Patch}-MariaDB";

    /// <summary>The files, by name.</summary>
    internal IEnumerable<(string Path, string Content)> Make(Guid id, BackupOutcome outcome, DateTimeOffset endedAt)
    {
        var names = MetadataFileNames.ForServer(version.Major, version.Minor);
        var to = outcome.LastCheckpoint;
        yield return (MetadataFileNames.BackupMyCnf, MakeMyCnf().ToText());
        if (DropIn?.BinlogInfo != false && outcome.Point.ToBinlogInfo() is { } binlog)
        {
            yield return (names.BinlogInfo, binlog.ToText());
        }

        if (outcome.Point.Replica is { Positions.Count: > 0 } replica)
        {
            yield return (names.ReplicaInfo, replica.ToText());
        }

        if (DropIn?.GaleraInfo != false && outcome.Point.Galera is { } galera)
        {
            yield return (names.GaleraInfo, galera.ToText());
            yield return (MetadataFileNames.DonorGaleraInfo, galera.ToText());
        }

        if (!context.Damage.IsEmpty)
        {
            yield return (MetadataFileNames.CorruptedPages, string.Concat(context.Damage.ToManifest().Select(DescribeDamage)));
        }

        yield return (names.Checkpoints, MakeCheckpoints(to, outcome.End).ToText());
        yield return (names.Info, MakeInfo(id, outcome, to, endedAt).ToText());
    }

    private BackupCheckpoints MakeCheckpoints(Lsn to, Lsn last) => new(
        context.Increment is not null ? BackupType.Incremental : context.Options.Prepared is null ? BackupType.Full : BackupType.LogApplied, context.Increment?.From ?? Lsn.None, to, last, RecoverBinlogInfo: false);

    private BackupInfoFile MakeInfo(Guid id, BackupOutcome outcome, Lsn to, DateTimeOffset endedAt) => new()
    {
        Uuid = id.ToString("D"),
        Name = DropIn?.HistoryName ?? "",
        ToolName = DropIn?.ToolName ?? "understudy",
        ToolCommand = context.Options.CommandLine,
        ToolVersion = ToolVersion,
        IbbackupVersion = ToolVersion,
        ServerVersion = version.Text,
        StartTime = Local(outcome.StartedAt),
        EndTime = Local(endedAt),
        LockTime = ((long)outcome.Stages.Where(s => s.Name == "BLOCK_COMMIT").Sum(s => s.HeldSeconds)).ToString(CultureInfo.InvariantCulture),
        BinlogPosition = outcome.Point.BinaryLog is { } log
            ? BackupInfoFile.FormatBinlogPosition(log.File, log.Position, outcome.Point.GtidCurrentPosition)
            : "",
        IsPartial = context.Options.Selection.IsActive,
        InnodbFromLsn = (context.Increment?.From ?? Lsn.None).ToString(),
        InnodbToLsn = to.ToString(),
        Format = context.Options.Stream ? "mbstream" : "file",
        IsIncremental = context.Increment is not null,
        IsCompressed = context.Options.Compression is { ManifestName: null },
    };

    private BackupMyCnf MakeMyCnf() => new()
    {
        DataFilePath = string.Join(';', facts.Variables.InnoDbDataFilePath.Split(';').Select(StripDirectory)),
        LogFileSizeBytes = (ulong)facts.Variables.InnoDbLogFileSizeBytes,
        PageSizeBytes = (uint)facts.Variables.InnoDbPageSizeBytes,
        UndoTablespaces = (uint)facts.Variables.InnoDbUndoTablespaces,
        CompressionLevel = facts.Variables.TryGet("innodb_compression_level", out var level) ? uint.Parse(level) : 6,
        Encryption = MakeEncryption(),
    };

    private BackupMyCnfEncryption? MakeEncryption()
    {
        if (facts.Plugins.Encryption is not { Library: { } library } encryption)
        {
            return null;
        }

        var plugins = facts.Plugins.CompressionProviders
            .Where(provider => provider.Library is not null)
            .Prepend(encryption)
            .Select(plugin => $"{plugin.Name}={Path.GetFileNameWithoutExtension(plugin.Library)}");
        return new BackupMyCnfEncryption(
            facts.Variables.PluginDirectory,
            string.Join(';', plugins),
            [.. facts.Variables.All.Where(v => v.Key.StartsWith(Path.GetFileNameWithoutExtension(library) + "_", StringComparison.Ordinal))],
            facts.Variables.InnoDbEncryptLog,
            facts.Variables.TryGet("innodb_encrypt_tables", out var tables) ? tables : "OFF");
    }

    // "db/table SPACE", then the numbers of the pages.
    private static string DescribeDamage(ManifestDamage damage)
    {
        var name = damage.SpaceId is null or 0 ? "innodb_system" : Path.ChangeExtension(damage.Path, null);
        return $"{name} {damage.SpaceId ?? 0}\n{string.Join(' ', damage.Pages)}\n";
    }

    private string Local(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, context.Time.LocalTimeZone).ToString(LocalTimeFormat, CultureInfo.InvariantCulture);

    private static string StripDirectory(string entry)
    {
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? entry : Path.GetFileName(entry[..colon]) + entry[colon..];
    }
}
