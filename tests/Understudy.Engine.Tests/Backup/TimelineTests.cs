using Understudy.Engine.Backup.Timeline;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Tests.Backup;

/// <summary>What is measured during a backup.</summary>
public sealed class TimelineTests
{
    [Theory]
    [InlineData("INSERT INTO t VALUES (1, 'secret')", "INSERT INTO t VALUES (?, ?)")]
    [InlineData("UPDATE t1 SET a = \"x\\\"y\" ,\n  b=3.5 WHERE c = 0xFF", "UPDATE t1 SET a = ? , b=? WHERE c = ?")]
    [InlineData("SELECT 'it''s', 'unfinished secret", "SELECT ?, ?")]
    public void Anonymize_Statement_HidesItsValues(string statement, string expected) =>
        Assert.Equal(expected, BlockedStatements.Anonymize(statement));

    [Fact]
    public void Anonymize_LongStatement_IsCut() => Assert.Equal(161, BlockedStatements.Anonymize(new string('a', 5000)).Length);

    [Fact]
    public void Thin_Samples_KeepsEverySecondFromTheFirst()
    {
        List<ManifestSample> samples = [.. Enumerable.Range(0, 5).Select(i => new ManifestSample(i, i, -1))];
        Assert.Equal([0.0, 2, 4], ProgressSampler.Thin(samples).Select(sample => sample.Seconds));
    }

    [Fact]
    public void ToManifest_AfterAWhile_HasSamplesInOrderOfTime()
    {
        var progress = new OperationProgress();
        using var sampler = new ProgressSampler(progress, System.Diagnostics.Stopwatch.GetTimestamp());
        progress.AddBytes(10);
        SpinWait.SpinUntil(() => sampler.ToManifest().Count > 3, TimeSpan.FromMinutes(1));

        var samples = sampler.ToManifest();

        Assert.True(samples.Count > 3);
        Assert.Equal(samples.OrderBy(sample => sample.Seconds), samples);
        Assert.Equal(10, samples[^1].BytesDone);
    }
}
