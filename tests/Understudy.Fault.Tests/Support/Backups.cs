using Understudy.Formats.Manifest;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Support;

/// <summary>Backups by the program under test.</summary>
internal static class Backups
{
    internal static string[] Arguments(MariaDbServer server, string target, params string[] more) =>
        ["backup", $"--socket={server.SocketPath}", .. User(more), $"--target-dir={target}", .. more];

    // An option can be given once only.
    private static string[] User(string[] more) => more.Any(o => o.StartsWith("--user=", StringComparison.Ordinal)) ? [] : ["--user=root"];

    internal static ProcessResult Take(MariaDbServer server, string target, params string[] more) =>
        UnderstudyProgram.Run(Arguments(server, target, more));

    internal static BackupManifest ReadManifest(string target)
    {
        var path = Path.Combine(target, ManifestDocument.FileName);
        return ManifestDocument.Read(File.ReadAllBytes(path), path);
    }

    /// <summary>That no command takes what is in a directory for a backup, and that nothing is restored from it.</summary>
    internal static void AssertIsNone(string target)
    {
        AssertFailed(UnderstudyProgram.Run("show", target), 10, target);
        var dataDirectory = target + ".restored";
        AssertFailed(UnderstudyProgram.Run("restore", target, $"--datadir={dataDirectory}"), 10, target);
        Assert.False(Directory.Exists(dataDirectory), $"restore made {dataDirectory}");
    }

    /// <summary>That a run ended with an exit code and a message that has these parts.</summary>
    internal static void AssertFailed(ProcessResult result, int exitCode, params string[] messageParts)
    {
        Assert.True(result.ExitCode == exitCode, $"expected exit code {exitCode}: {result}");
        Assert.Contains("understudy: ", result.ErrorOutput, StringComparison.Ordinal);
        foreach (var part in messageParts)
        {
            Assert.True(result.ErrorOutput.Contains(part, StringComparison.Ordinal), $"expected '{part}' in the message: {result}");
        }
    }

    /// <summary>Restores a backup and starts a server on it.</summary>
    internal static MariaDbServer RestoreAndStart(MariaDbServer source, string target, TemporaryDirectory place, params string[] arguments)
    {
        var dataDirectory = place[Path.GetFileName(target) + ".data"];
        UnderstudyProgram.Run("restore", target, $"--datadir={dataDirectory}", "--relocate").Succeeded();
        return MariaDbServer.StartOn(dataDirectory, source.Release, arguments);
    }
}
