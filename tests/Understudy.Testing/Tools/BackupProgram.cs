namespace Understudy.Testing;

/// <summary>
/// A program with the command line of <c>mariadb-backup</c>: the server's own, or the one under test, called by that name through a
/// link.
/// </summary>
public sealed class BackupProgram
{
    private const string ProgramName = "mariadb-backup";

    private readonly string _path;

    private BackupProgram(string name, string path)
    {
        Name = name;
        _path = path;
    }

    /// <summary>What to call it in messages and in names of directories.</summary>
    public string Name { get; }

    /// <summary>The server's own.</summary>
    public static BackupProgram Stock(MariaDbRelease release) => new("stock", release.Program(ProgramName));

    /// <summary>The one under test.</summary>
    /// <param name="linkDirectory">An existing directory to make the link in.</param>
    public static BackupProgram Ours(string linkDirectory)
    {
        var link = Path.Combine(linkDirectory, ProgramName);
        if (!File.Exists(link))
        {
            File.CreateSymbolicLink(link, UnderstudyProgram.Path);
        }

        return new BackupProgram("ours", link);
    }

    /// <summary>Runs it to its end; the exit code is the caller's to judge.</summary>
    public ProcessResult Run(params string[] arguments) => RunIn("/", null, arguments);

    /// <summary>Runs it in a directory and with more in its environment.</summary>
    public ProcessResult RunIn(string directory, IReadOnlyDictionary<string, string?>? environment, params string[] arguments)
    {
        using var running = Start(directory, environment, arguments);
        return running.WaitForEnd(TimeSpan.FromMinutes(5));
    }

    /// <summary>Starts it.</summary>
    public RunningProgram Start(string directory, IReadOnlyDictionary<string, string?>? environment, params string[] arguments) =>
        RunningProgram.Start(_path, arguments, environment, directory);
}
