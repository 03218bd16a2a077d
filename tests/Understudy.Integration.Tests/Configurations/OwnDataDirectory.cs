using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>New data directories with options that name places of their own, and so cannot be shared between tests.</summary>
internal static class OwnDataDirectory
{
    /// <summary>Makes a data directory.</summary>
    internal static void Make(MariaDbRelease release, string path, params string[] arguments)
    {
        // A server that starts removes the temporary tables that it finds, whosever they are.
        using var temporary = new TemporaryDirectory();
        RunningProgram.Run(
            release.Program("mariadb-install-db"),
            [
                "--no-defaults", $"--basedir={release.BaseDirectory}", $"--datadir={path}", $"--user={Environment.UserName}", "--force",
                "--skip-test-db", "--auth-root-authentication-method=normal", $"--tmpdir={temporary.Path}", .. arguments,
            ]).Succeeded();
    }
}
