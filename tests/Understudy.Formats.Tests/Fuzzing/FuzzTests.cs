using Understudy.Fuzz;
using Understudy.Fuzz.Targets;

namespace Understudy.Formats.Tests.Fuzzing;

public sealed class FuzzTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public void Readers_OfAllFormats_StandTenThousandInputs()
    {
        var targets = AllTargets.Make();
        Assert.All(targets, target => Assert.NotEmpty(target.Seeds));
        var report = new FuzzRunner(targets, seed: 20261121).Run(10_000, Limit);
        var failures = report.Failures;
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Equal(10_000, report.Iterations);
    }

    [Fact]
    public void Run_ReaderThatThrows_IsFoundAndTheSameAgain()
    {
        var target = Target(bytes => IsHit(bytes) ? throw new InvalidTimeZoneException() : 0);
        var failure = Assert.Single(Run(target).Failures);
        Assert.Contains(nameof(InvalidTimeZoneException), failure.What, StringComparison.Ordinal);
        Assert.Equal(0xFF, failure.Input[2]);
        var again = Assert.Single(Run(target).Failures);
        Assert.Equal(failure.Iteration, again.Iteration);
        Assert.Equal(failure.Input, again.Input);
    }

    [Fact]
    public void Run_ReaderThatBelievesALength_IsFound()
    {
        var failure = Assert.Single(Run(Target(bytes => IsHit(bytes) ? new byte[2 << 20].Length : 0)).Failures);
        Assert.Contains("bytes were allocated", failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ReaderThatHangs_IsFound()
    {
        using var end = new ManualResetEventSlim();
        var target = Target(bytes => IsHit(bytes) && end.Wait(Limit) ? 1 : 0);
        var runner = new FuzzRunner([target], 1, TimeSpan.FromSeconds(2));
        var failure = Assert.Single(runner.Run(100_000, Limit).Failures);
        end.Set();
        Assert.StartsWith("no answer in", failure.What, StringComparison.Ordinal);
        Assert.Equal(0xFF, failure.Input[2]);
    }

    [Fact]
    public void Run_ReaderThatSaysNo_IsNoFind()
        => Assert.Empty(Run(Target(_ => throw new FailureException(FailureKind.Damaged, "no"))).Failures);

    private static bool IsHit(byte[] bytes) => bytes.Length > 2 && bytes[2] == 0xFF;

    private static FuzzTarget Target(Func<byte[], int> read)
        => new("planted", 64, [new byte[16]], bytes => read(bytes));

    private static FuzzReport Run(FuzzTarget target) => new FuzzRunner([target], 7).Run(100_000, Limit);
}
