using System.Diagnostics;
using System.Text.RegularExpressions;
using Understudy.Formats;

namespace Understudy.Engine.Prepare.Export;

/// <summary>The server's program on this host.</summary>
/// <param name="path">Where it is.</param>
internal sealed partial class ServerProgram(string path)
{
    private static readonly string[] Names = ["mariadbd", "mysqld"];

    // Not in everybody's PATH.
    private static readonly string[] UsualPlaces = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/usr/bin", "/usr/local/bin", "/usr/local/mysql/bin", "/opt/bitnami/mariadb/sbin"];

    internal string Path => path;

    /// <summary>Finds it.</summary>
    /// <param name="named">Where the user says that it is; null to look for it.</param>
    /// <param name="serverVersion">The version of the server whose files these are; null when unknown.</param>
    /// <exception cref="FailureException">It is not there, or is of another series.</exception>
    internal static ServerProgram Find(string? named, string? serverVersion)
    {
        var program = new ServerProgram(named ?? Search());
        if (!File.Exists(program.Path))
        {
            throw new FailureException(FailureKind.Usage, $"there is no program {program.Path}", "name the server's program with --mariadbd");
        }

        program.CheckSeries(serverVersion);
        return program;
    }

    [GeneratedRegex(@"Ver (?<version>\d+\.\d+)\.", RegexOptions.NonBacktracking)]
    private static partial Regex VersionText();

    private static string Search()
    {
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(UsualPlaces);
        return directories.SelectMany(directory => Names.Select(name => System.IO.Path.Combine(directory, name))).FirstOrDefault(File.Exists)
            ?? throw new FailureException(
                FailureKind.Failed,
                "the server's program, mariadbd, is not in PATH or at one of the usual places",
                "export needs it to roll back open transactions and to describe the tables: install it, or name it with --mariadbd");
    }

    // Another series would upgrade the files, or not understand them.
    private void CheckSeries(string? serverVersion)
    {
        if (serverVersion is null)
        {
            return;
        }

        var start = new ProcessStartInfo(path, ["--no-defaults", "--version"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Start(start);
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var series = VersionText().Match(text) is { Success: true } match ? match.Groups["version"].Value : null;
        if (series is null || !serverVersion.StartsWith(series + ".", StringComparison.Ordinal))
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{path} is {(series is null ? "of an unknown version" : "of " + series)}, the backup of {serverVersion}",
                "name the program of the same series with --mariadbd");
        }
    }

    internal Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new FailureException(FailureKind.Failed, $"{path} did not start");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new FailureException(FailureKind.Failed, $"{path} cannot be started: {e.Message}", null, e);
        }
    }
}
