namespace Understudy.Testing;

/// <summary>A point of a backup at which the program waits until it is told to go on.</summary>
/// <param name="point">
/// The point: <c>in-start</c> (right after START, nothing copied), <c>start-copied</c> (all that START copies is copied),
/// <c>flush</c>, <c>block-ddl</c>, <c>block-commit</c>, <c>end</c>.
/// </param>
/// <param name="file">The start of the names of the two files by which test and program talk.</param>
public sealed class BackupHold(string point, string file)
{
    /// <summary>What the program's environment must have.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; } =
        new Dictionary<string, string?> { ["UNDERSTUDY_TEST_PAUSE"] = $"{point}:{file}" };

    /// <summary>Waits until the program stands at the point.</summary>
    /// <exception cref="TestBedException">It ended, or did not come so far in time.</exception>
    public void WaitUntilReached(RunningProgram program)
    {
        Deadline.WaitFor(
            $"the backup to reach {point}", TimeSpan.FromMinutes(3), () => program.HasEnded || File.Exists($"{file}.reached"));
        if (!File.Exists($"{file}.reached"))
        {
            throw new TestBedException(
                $"the backup ended before it reached {point}: {program.WaitForEnd(TimeSpan.FromSeconds(30))}");
        }
    }

    /// <summary>Lets the program go on.</summary>
    public void LetGo() => File.WriteAllText($"{file}.go", "");
}
