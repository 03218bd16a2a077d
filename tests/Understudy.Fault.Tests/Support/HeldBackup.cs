using Understudy.Testing;

namespace Understudy.Fault.Tests.Support;

/// <summary>A backup that stops at a named point until it is let go, so that things can be made to happen there.</summary>
internal sealed class HeldBackup : IDisposable
{
    private const string Variable = "UNDERSTUDY_TEST_PAUSE";
    private static readonly TimeSpan ReachLimit = TimeSpan.FromMinutes(2);

    private readonly string _marker;
    private readonly string _point;

    private HeldBackup(RunningProgram program, string point, string marker, string target)
    {
        Program = program;
        _point = point;
        _marker = marker;
        Target = target;
    }

    /// <summary>The points at which a backup can be held, in order.</summary>
    internal static string[] Points => ["in-start", "start-copied", "flush", "block-ddl", "block-commit", "end"];

    internal RunningProgram Program { get; }

    internal string Target { get; }

    /// <summary>Starts a backup that will be held, in a new directory below <paramref name="place"/>.</summary>
    internal static HeldBackup Start(MariaDbServer server, TemporaryDirectory place, string point, params string[] more)
    {
        var name = $"{point}-{Path.GetRandomFileName()[..8]}";
        return StartIn(server, place[name], place[name + ".mark"], point, more);
    }

    /// <summary>Starts a backup that will be held.</summary>
    internal static HeldBackup StartIn(MariaDbServer server, string target, string marker, string point, params string[] more) => new(
        UnderstudyProgram.Start(
            Backups.Arguments(server, target, more),
            new Dictionary<string, string?> { [Variable] = $"{point}:{marker}" }),
        point,
        marker,
        target);

    /// <summary>Starts a backup and waits until it is held at the point.</summary>
    internal static HeldBackup At(MariaDbServer server, TemporaryDirectory place, string point, params string[] more)
    {
        var backup = Start(server, place, point, more);
        try
        {
            backup.WaitUntilHeld();
            return backup;
        }
        catch
        {
            backup.Dispose();
            throw;
        }
    }

    internal void WaitUntilHeld()
    {
        Deadline.TryWaitFor(ReachLimit, () => File.Exists(_marker + ".reached") || Program.HasEnded);
        if (!File.Exists(_marker + ".reached"))
        {
            throw new TestBedException($"the backup did not reach '{_point}': {Program.ErrorOutputSoFar}");
        }
    }

    internal void LetGo() => File.Create(_marker + ".go").Dispose();

    /// <summary>Lets it go on and waits for its end.</summary>
    internal ProcessResult Finish()
    {
        LetGo();
        return Program.WaitForEnd(TimeSpan.FromMinutes(2));
    }

    /// <summary>The processes that this backup started and that still run, itself included.</summary>
    internal IReadOnlyList<int> LivingProcesses() => [.. Directory
        .EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
        .Where(id => id != 0 && IsOfThisBackup(id))];

    public void Dispose() => Program.Dispose();

    // Children inherit the environment, and the marker's name is unique.
    private bool IsOfThisBackup(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/environ").Contains(_marker, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // it has ended
        }
        catch (UnauthorizedAccessException)
        {
            return false; // of another user
        }
    }
}
