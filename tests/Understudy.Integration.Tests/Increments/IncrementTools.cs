using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary>Takes and merges increments, with our program or with the stock tool.</summary>
/// <param name="release">Whose stock tool it is.</param>
internal sealed class IncrementTools(MariaDbRelease release)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly UnderstudyTool _ours = new();
    private readonly StockTool _stock = new(release);

    /// <summary>Takes a backup: a full one, or an increment on a base.</summary>
    internal ProcessResult BackUp(bool stock, MariaDbServer server, string target, string? basedir = null)
    {
        using var program = stock
            ? _stock.StartBackup(server, target, basedir is null ? [] : [$"--incremental-basedir={basedir}"])
            : _ours.StartBackup(server, target, hold: null, basedir is null ? [] : ["--incremental-base", basedir]);
        return program.WaitForEnd(Limit);
    }

    /// <summary>Prepares a backup, or merges an increment into it.</summary>
    internal ProcessResult Prepare(bool stock, string directory, string? increment = null)
    {
        string[] ours = increment is null ? ["prepare", directory] : ["prepare", directory, "--incremental-dir", increment];
        string[] theirs = increment is null ? [] : [$"--incremental-dir={increment}"];
        return stock ? _stock.Prepare(directory, theirs) : UnderstudyProgram.Run(ours);
    }

    /// <summary>Puts a prepared backup in place.</summary>
    internal void PutBack(string directory, string dataDirectory) => _stock.CopyBack(directory, dataDirectory).Succeeded();

    /// <summary>A copy of a directory, so that the original stays.</summary>
    internal static string Copy(string from, string to)
    {
        RunningProgram.Run("cp", ["-a", from, to]).Succeeded();
        return to;
    }

    /// <summary>The names and contents of all files, to see whether anything changed.</summary>
    internal static string Fingerprint(string directory) => RunningProgram
        .Run("sh", ["-c", $"cd '{directory}' && find . -type f | sort | xargs -d '\\n' sha256sum"]).Succeeded().Output;
}
