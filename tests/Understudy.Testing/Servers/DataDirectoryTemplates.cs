using System.Security.Cryptography;
using System.Text;

namespace Understudy.Testing;

/// <summary>
/// New data directories, made once for each release and set of options by <c>mariadb-install-db</c> and kept in
/// <c>~/.cache/understudy/data</c>; a test gets a copy in a fraction of a second.
/// </summary>
internal static class DataDirectoryTemplates
{
    private static readonly Lock OneMaker = new();

    /// <summary>Copies the data directory for these options to <paramref name="target"/>, which must not exist.</summary>
    internal static void CopyTo(string target, MariaDbRelease release, IReadOnlyList<string> installArguments)
    {
        var template = Find(release, installArguments);
        RunningProgram.Run("/bin/cp", ["-a", "--reflink=auto", "--sparse=auto", template, target]).Succeeded();
    }

    private static string Find(MariaDbRelease release, IReadOnlyList<string> installArguments)
    {
        var cache = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "understudy", "data");
        var key = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', installArguments))))[..12];
        var template = Path.Combine(cache, $"{release.FullVersion}-{key}");
        lock (OneMaker)
        {
            if (!Directory.Exists(template))
            {
                Directory.CreateDirectory(cache);
                Make(template, release, installArguments);
            }
        }

        return template;
    }

    private static void Make(string template, MariaDbRelease release, IReadOnlyList<string> installArguments)
    {
        // Another test process may be doing the same: each makes its own, the first to rename wins.
        var made = $"{template}.{Environment.ProcessId}.new";
        Directory.CreateDirectory(made);
        using var temporary = new TemporaryDirectory();
        RunningProgram.Run(
            release.Program("mariadb-install-db"),
            [
                "--no-defaults", $"--basedir={release.BaseDirectory}", $"--datadir={made}",
                $"--user={Environment.UserName}", "--force", "--skip-test-db",
                "--auth-root-authentication-method=normal", $"--tmpdir={temporary.Path}", .. installArguments,
            ]).Succeeded();
        try
        {
            Directory.Move(made, template);
        }
        catch (IOException) when (Directory.Exists(template))
        {
            Directory.Delete(made, recursive: true);
        }
    }
}
