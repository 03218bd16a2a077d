using System.Diagnostics;
using System.Text;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Export;

/// <summary>
/// Runs the server on a prepared directory, without a network, accounts or plugins but those for encryption: it rolls back what was
/// not committed, and does what a script says.
/// </summary>
internal sealed class ServerRun
{
    private const int LinesMax = 200;

    // What InnoDB says when it opens: recovered transactions are rolled back beside other statements, and must not be exported.
    private const string HasStarted = "InnoDB: log sequence number";
    private const string MustRollBack = "which must be rolled back";
    private const string HasRolledBack = "InnoDB: Rollback of non-prepared transactions completed";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    // Of the server that was backed up; here they are others, or the files are not in the backup.
    private static readonly HashSet<string> NotTaken =
        new(["innodb_undo_directory", "innodb_buffer_pool_filename", "innodb_log_file_size", "innodb_data_home_dir"], StringComparer.Ordinal);

    private readonly ServerProgram _program;
    private readonly string _directory;
    private readonly Queue<string> _lines = new();
    private volatile bool _started;
    private volatile bool _mustRollBack;
    private volatile bool _rolledBack;

    internal ServerRun(ServerProgram program, string directory)
    {
        _program = program;
        _directory = directory;
    }

    /// <summary>Runs a script.</summary>
    /// <param name="metadata">The settings of the backup.</param>
    /// <param name="options">Key file and memory.</param>
    /// <param name="script">Statements, each on a line of its own.</param>
    /// <param name="cancellation">Ends the server.</param>
    /// <exception cref="FailureException">The server failed; the message has what it said.</exception>
    internal void Run(BackupMetadata metadata, PrepareOptions options, IEnumerable<string> script, CancellationToken cancellation)
    {
        // A server that starts removes the temporary tables in its directory for them, also those of a server that runs.
        var temporary = Directory.CreateTempSubdirectory("understudy-export-").FullName;
        var optionFile = Path.Combine(temporary, "server.cnf");
        try
        {
            WritePrivate(optionFile, OptionFile(metadata, options, temporary));
            using var process = _program.Start(new ProcessStartInfo(_program.Path, Arguments(optionFile))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                WorkingDirectory = _directory,
            });
            Feed(process, script, cancellation);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static IEnumerable<string> Arguments(string optionFile)
    {
        yield return $"--defaults-file={optionFile}";
        yield return "--bootstrap";
        if (PosixFile.IsSuperuser)
        {
            yield return "--user=root"; // it refuses to run as root unless it is told to
        }
    }

    private static void WritePrivate(string path, string text)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    private string OptionFile(BackupMetadata metadata, PrepareOptions options, string temporaryDirectory)
    {
        var text = new StringBuilder("[mysqld]\n");
        void Add(string name, string value) =>
            text.Append(name).Append("=\"").Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"\n");
        foreach (var (name, value) in metadata.Settings.Where(setting => !NotTaken.Contains(setting.Key)))
        {
            Add(name, value);
        }

        Add("tmpdir", temporaryDirectory);
        foreach (var name in (string[])["datadir", "innodb_log_group_home_dir", "innodb_undo_directory", "aria_log_dir_path"])
        {
            Add(name, _directory);
        }

        if (options.KeyFile is { } keyFile)
        {
            Add("file_key_management_filename", Path.GetFullPath(keyFile));
        }

        if (options.KeyFilePassword is { } password)
        {
            Add("file_key_management_filekey", password);
        }

        Add("plugin_maturity", "unknown");
        text.Append("skip-log-bin\nskip-innodb-buffer-pool-dump-at-shutdown\nskip-innodb-buffer-pool-load-at-startup\n");
        return text.ToString();
    }

    private void Feed(Process process, IEnumerable<string> script, CancellationToken cancellation)
    {
        using var cut = cancellation.UnsafeRegister(static p => ((Process)p!).Kill(), process);
        var output = Collect(process.StandardOutput);
        var errors = Collect(process.StandardError);
        try
        {
            AwaitRollback(process);
            foreach (var statement in script)
            {
                process.StandardInput.Write(statement + "\n");
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all: why, it has said.
        }

        process.WaitForExit();
        output.Join(StopTimeout);
        errors.Join(StopTimeout);
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw Failure(process.ExitCode);
        }
    }

    private Thread Collect(StreamReader reader)
    {
        var thread = new Thread(() =>
        {
            while (reader.ReadLine() is { } line)
            {
                Note(line);
                lock (_lines)
                {
                    _lines.Enqueue(line);
                    if (_lines.Count > LinesMax)
                    {
                        _lines.Dequeue();
                    }
                }
            }
        })
        { IsBackground = true, Name = "server output" };
        thread.Start();
        return thread;
    }

    private void Note(string line)
    {
        _mustRollBack |= line.Contains(MustRollBack, StringComparison.Ordinal);
        _rolledBack |= line.Contains(HasRolledBack, StringComparison.Ordinal);
        _started |= line.Contains(HasStarted, StringComparison.Ordinal);
    }

    // A server that ends is noticed by who writes to it.
    private void AwaitRollback(Process process)
    {
        var began = Stopwatch.GetTimestamp();
        while (!_started && !process.WaitForExit(Poll))
        {
            if (Stopwatch.GetElapsedTime(began) > StartLimit)
            {
                process.Kill();
                throw new FailureException(FailureKind.Failed, $"{_program.Path} did not say within {StartLimit.TotalMinutes:0} minutes that it opened the files");
            }
        }

        while (_mustRollBack && !_rolledBack && !process.WaitForExit(Poll))
        {
            // As long as it takes: it is bounded by what was not committed.
        }
    }

    private FailureException Failure(int exitCode)
    {
        string[] said;
        lock (_lines)
        {
            var errors = _lines.Where(line => line.Contains("ERROR", StringComparison.Ordinal)).ToArray();
            said = errors.Length > 0 ? errors : [.. _lines.TakeLast(5)];
        }

        return new FailureException(
            FailureKind.Failed,
            $"{_program.Path} ended with {exitCode}: {string.Join(" | ", said)}",
            "the files are prepared, but not exported; when the reason is out of the way, run it again");
    }
}
