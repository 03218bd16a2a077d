namespace Understudy.Testing;

/// <summary>The built program, run as a user would: by its command line and nothing else.</summary>
public static class UnderstudyProgram
{
    /// <summary>Where the program is: <c>UNDERSTUDY_PROGRAM</c>, else what the build of this test made.</summary>
    public static string Path { get; } = Locate();

    /// <summary>Runs it to its end; the exit code is the caller's to judge.</summary>
    public static ProcessResult Run(params string[] arguments) => RunningProgram.Run(Path, arguments);

    /// <summary>Starts it, so that it can be watched, held or killed.</summary>
    public static RunningProgram Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        RunningProgram.Start(Path, arguments, environment);

    private static string Locate()
    {
        var named = Environment.GetEnvironmentVariable("UNDERSTUDY_PROGRAM");
        if (!string.IsNullOrEmpty(named))
        {
            return named;
        }

        // artifacts/bin/<this test>/<configuration>/ and artifacts/bin/Understudy.Cli/<configuration>/understudy
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar));
        var program = System.IO.Path.Combine(
            here.Parent?.Parent?.FullName ?? "/", "Understudy.Cli", here.Name, "understudy");
        return File.Exists(program) ? program : throw new TestBedException($"the program is not built: no {program}");
    }
}
