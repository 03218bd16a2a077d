using Understudy.Testing;

namespace Understudy.Integration.Tests.Streams;

/// <summary>Programs that read or write streams, with a file in place of the pipe.</summary>
internal static class StreamPipe
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Starts a program whose standard output goes to a file.</summary>
    internal static RunningProgram Start(string file, IReadOnlyDictionary<string, string?>? environment, params string[] command) =>
        RunningProgram.Start("bash", ["-c", "exec \"$@\" > \"$0\"", file, .. command], environment);

    /// <summary>Runs a program whose standard output goes to a file.</summary>
    internal static ProcessResult Write(string file, params string[] command)
    {
        using var program = Start(file, null, command);
        return program.WaitForEnd(Limit);
    }

    /// <summary>Extracts a stream into a new directory.</summary>
    internal static ProcessResult Extract(string file, string directory, params string[] program)
    {
        Directory.CreateDirectory(directory);
        return RunningProgram.Run("bash", ["-c", "exec \"$@\" < \"$0\"", file, .. program, "-x", "-C", directory]);
    }

    /// <summary>All files below a directory with their content's hash, and directories.</summary>
    internal static string[] Content(string directory) =>
    [
        .. Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path)
                + (File.Exists(path) ? " " + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))) : "/"))
            .Order(StringComparer.Ordinal),
    ];
}
