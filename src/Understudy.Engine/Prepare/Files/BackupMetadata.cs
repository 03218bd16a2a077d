using System.Buffers;
using System.Globalization;
using System.Text;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Formats.OptionFile;
using Understudy.Storage;

namespace Understudy.Engine.Prepare.Files;

/// <summary>What the text files of a backup say: kind, LSNs, and the server settings that its files depend on.</summary>
internal sealed class BackupMetadata
{
    private const int TextBytesMax = 1 << 20;
    private const string ServerGroup = "mysqld";
    private const string DefaultDataFilePath = "ibdata1:12M:autoextend";

    private static readonly SearchValues<char> VersionChars = SearchValues.Create("0123456789.");

    private readonly string _directory;
    private readonly Dictionary<string, string> _settings;

    private BackupMetadata(
        string directory, MetadataFileNames names, BackupCheckpoints checkpoints, Dictionary<string, string> settings)
    {
        _directory = directory;
        FileNames = names;
        Checkpoints = checkpoints;
        _settings = settings;
    }

    internal BackupCheckpoints Checkpoints { get; }

    /// <summary>The names of these files, as the version has them that made the backup.</summary>
    internal MetadataFileNames FileNames { get; }

    /// <summary>The name of the file that the checkpoints are in.</summary>
    internal string CheckpointsName => FileNames.Checkpoints;

    /// <summary><c>innodb_page_size</c>, in bytes.</summary>
    internal int PageSizeBytes { get; private init; }

    /// <summary>The files of the system tablespace.</summary>
    internal required DataFilePath SystemFiles { get; init; }

    /// <summary>Whether tables were left out on purpose.</summary>
    internal bool IsPartial { get; private init; }

    /// <summary>The version of the server, such as <c>11.8.6</c>; null when the backup does not say.</summary>
    internal string? ServerVersion { get; private init; }

    /// <summary>All settings of the backup's option file.</summary>
    internal IReadOnlyDictionary<string, string> Settings => _settings;

    internal string? Setting(string name) => _settings.GetValueOrDefault(name);

    /// <summary>Reads the files.</summary>
    /// <exception cref="FailureException">The directory does not hold a backup.</exception>
    internal static BackupMetadata Read(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new FailureException(FailureKind.BackupMissing, $"there is no directory {directory}");
        }

        var (names, checkpoints) = ReadCheckpoints(directory);
        var settings = ReadSettings(directory);
        var info = ReadInfo(directory);
        var pageSizeText = settings.GetValueOrDefault("innodb_page_size", "16384");
        if (!int.TryParse(pageSizeText, NumberStyles.None, CultureInfo.InvariantCulture, out var pageSize)
            || !InnoDbPageSize.IsValid(pageSize))
        {
            throw new FailureException(
                FailureKind.Damaged, $"{MetadataFileNames.BackupMyCnf} says innodb_page_size={pageSizeText}, which no server has");
        }

        var path = settings.GetValueOrDefault("innodb_data_file_path", DefaultDataFilePath);
        if (!DataFilePath.TryParse(path, null, out var files, out var whyNot))
        {
            throw new FailureException(FailureKind.Damaged, $"{MetadataFileNames.BackupMyCnf}: {whyNot}");
        }

        return new BackupMetadata(directory, names, checkpoints, settings)
        {
            PageSizeBytes = pageSize,
            SystemFiles = files!,
            IsPartial = info?.IsPartial ?? false,
            ServerVersion = info is null ? null : VersionOf(info.ServerVersion),
        };
    }

    /// <summary>Notes that the log is applied.</summary>
    internal void MarkPrepared() => DurableFile.Publish(
        Path.Combine(_directory, CheckpointsName),
        Encoding.ASCII.GetBytes((Checkpoints with { Type = BackupType.LogApplied }).ToText()));

    internal static byte[]? TryReadSmall(string path)
    {
        using var stream = TryOpen(path);
        if (stream is null)
        {
            return null;
        }

        if (stream.Length > TextBytesMax)
        {
            throw new FailureException(
                FailureKind.Damaged, $"{path} has {stream.Length} bytes; such a file has {TextBytesMax} at most");
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static FileStream? TryOpen(string path) =>
        File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1) : null;

    private static (MetadataFileNames Names, BackupCheckpoints Checkpoints) ReadCheckpoints(string directory)
    {
        foreach (var names in MetadataFileNames.NewestFirst)
        {
            var path = Path.Combine(directory, names.Checkpoints);
            if (TryReadSmall(path) is { } bytes)
            {
                return BackupCheckpoints.TryParse(Encoding.UTF8.GetString(bytes), out var checkpoints, out var whyNot)
                    ? (names, checkpoints)
                    : throw new FailureException(FailureKind.BackupMissing, $"{path} is not usable: {whyNot}");
            }
        }

        if (File.Exists(Path.Combine(directory, ManifestDocument.FileName)) && BackupDirectory.Open(directory).Manifest.CrashImage)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{directory} is a snapshot that was made with --flush-only: only the recovery of a server makes it whole",
                "understudy restore puts it in place; then start the server");
        }

        throw new FailureException(
            FailureKind.BackupMissing,
            $"{directory} holds no backup: neither {MetadataFileNames.New.Checkpoints} nor {MetadataFileNames.Old.Checkpoints} is there",
            "the backup did not end, or it is in another directory");
    }

    internal static Dictionary<string, string> ReadSettings(string directory)
    {
        var settings = new Dictionary<string, string>();
        if (TryReadSmall(Path.Combine(directory, MetadataFileNames.BackupMyCnf)) is { } bytes)
        {
            foreach (var option in OptionFileReader.Parse(bytes).OptionsOf(ServerGroup))
            {
                settings[option.Name] = option.Value ?? "";
            }
        }

        return settings;
    }

    private static BackupInfoFile? ReadInfo(string directory)
    {
        foreach (var names in MetadataFileNames.NewestFirst)
        {
            if (TryReadSmall(Path.Combine(directory, names.Info)) is { } bytes)
            {
                return BackupInfoFile.Parse(Encoding.UTF8.GetString(bytes));
            }
        }

        return null;
    }

    private static string? VersionOf(string text)
    {
        var end = text.AsSpan().IndexOfAnyExcept(VersionChars);
        var version = end < 0 ? text : text[..end];
        return version.Length is 0 or > 16 ? null : version;
    }
}
