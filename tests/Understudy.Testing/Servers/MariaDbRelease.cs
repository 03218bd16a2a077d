using System.Collections.Concurrent;

namespace Understudy.Testing;

/// <summary>A MariaDB version that can be run here: the installed one, or one that <c>tools/setup.sh</c> has unpacked.</summary>
public sealed class MariaDbRelease
{
    private static readonly ConcurrentDictionary<string, MariaDbRelease> Known = new(StringComparer.Ordinal);

    private MariaDbRelease(string number, string baseDirectory, string fullVersion)
    {
        Number = number;
        BaseDirectory = baseDirectory;
        FullVersion = fullVersion;
    }

    /// <summary>MariaDB 10.11.</summary>
    public static MariaDbRelease V10_11 => Find("10.11");

    /// <summary>MariaDB 11.8.</summary>
    public static MariaDbRelease V11_8 => Find("11.8");

    /// <summary>Major and minor number, as in <c>10.11</c>.</summary>
    public string Number { get; }

    /// <summary>The whole version, as in <c>10.11.19-MariaDB</c>.</summary>
    public string FullVersion { get; }

    /// <summary>A directory like <c>/usr</c> with <c>bin</c> and <c>sbin</c>.</summary>
    public string BaseDirectory { get; }

    /// <summary>What mariadb-backup of this version puts before the names of its own files.</summary>
    public string BackupFilePrefix => Number == "10.11" ? "xtrabackup_" : "mariadb_backup_";

    /// <summary>The release of a number such as <c>10.11</c>.</summary>
    /// <exception cref="TestBedException">It is not on this machine.</exception>
    public static MariaDbRelease Find(string number) => Known.GetOrAdd(number, Locate);

    /// <summary>The path of one of its programs.</summary>
    /// <exception cref="TestBedException">There is no such program.</exception>
    public string Program(string name)
    {
        var path = new[] { $"{BaseDirectory}/bin/{name}", $"{BaseDirectory}/sbin/{name}" }.FirstOrDefault(File.Exists);
        return path ?? throw new TestBedException($"MariaDB {Number} in {BaseDirectory} has no {name}; run tools/setup.sh");
    }

    /// <summary>The number.</summary>
    public override string ToString() => Number;

    private static MariaDbRelease Locate(string number)
    {
        var roots = Environment.GetEnvironmentVariable("UNDERSTUDY_TEST_ROOTS");
        if (string.IsNullOrEmpty(roots))
        {
            roots = Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "understudy", "roots");
        }

        foreach (var directory in new[] { "/usr", Path.Combine(roots, number, "base") })
        {
            var server = Path.Combine(directory, "sbin", "mariadbd");
            if (!File.Exists(server))
            {
                continue;
            }

            var said = RunningProgram.Run(server, ["--no-defaults", "--version"]).Succeeded().Output;
            var version = said.Split("Ver ", 2)[^1].Split(' ')[0];
            if (version.StartsWith($"{number}.", StringComparison.Ordinal))
            {
                return new MariaDbRelease(number, directory, version);
            }
        }

        throw new TestBedException($"MariaDB {number} is neither installed nor in {roots}; run tools/setup.sh");
    }
}
