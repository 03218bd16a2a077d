using Understudy.Formats.BackupInfo;

namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>
/// The groups of option files that name a release, such as <c>mariadb-11.8</c>. The stock tool reads those of its own release; here the
/// backup says which server it is of. When a backup is made that is not known yet, and the server itself is asked for its settings.
/// </summary>
internal static class BackupSeries
{
    private const int InfoCharsMax = 1 << 20;

    private static readonly string[] Prefixes = ["mysqld-", "mariadb-", "mariadbd-"];

    /// <summary>The groups for a backup directory; none when it does not say.</summary>
    internal static IEnumerable<string> Groups(string? directory)
    {
        if (string.IsNullOrEmpty(directory))
        {
            return [];
        }

        var info = MetadataFileNames.NewestFirst.Select(names => Path.Combine(directory, names.Info)).FirstOrDefault(File.Exists);
        if (info is null || new FileInfo(info).Length > InfoCharsMax)
        {
            return [];
        }

        var parts = BackupInfoFile.Parse(File.ReadAllText(info)).ServerVersion.Split('.');
        return parts.Length > 2 ? Prefixes.Select(prefix => $"{prefix}{parts[0]}.{parts[1]}") : [];
    }
}
