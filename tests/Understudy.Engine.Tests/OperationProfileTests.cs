using System.Diagnostics;

namespace Understudy.Engine.Tests;

public sealed class OperationProfileTests
{
    [Fact]
    public void Add_OfEveryActivity_IsNamedAndSummed()
    {
        var profile = new OperationProfile();
        foreach (var activity in Enum.GetValues<Activity>())
        {
            profile.Add(activity, Stopwatch.Frequency);
            profile.Add(activity, ((int)activity + 1) * Stopwatch.Frequency);
        }

        Assert.Equal(
            Enum.GetValues<Activity>().Select(activity => (double)(int)activity + 2).Order(),
            profile.Work.Select(entry => entry.Value).Order());
        Assert.Equal(OperationProfile.WorkNames, profile.Work.Select(entry => entry.Key));
    }

    [Fact]
    public void Work_OfNothing_IsEmpty() => Assert.Empty(new OperationProfile().Work);

    [Fact]
    public void Time_UntilDisposed_IsAdded()
    {
        var profile = new OperationProfile();
        var started = Stopwatch.GetTimestamp();
        using (profile.Time(Activity.Reading))
        {
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(started) > TimeSpan.FromMilliseconds(2));
        }

        var (name, seconds) = Assert.Single(profile.Work);
        Assert.Equal("reading", name);
        Assert.InRange(seconds, 0.001, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    [Fact]
    public void Phase_EnteredTwice_IsCountedOnceInItsFirstPlace()
    {
        var progress = new OperationProgress();
        var started = Stopwatch.GetTimestamp();
        foreach (var phase in (string[])["a", "b", "a"])
        {
            progress.Phase = phase;
        }

        progress.EnterPhase("c", "c 1 of 2");

        var phases = progress.Profile.Phases;
        Assert.Equal("c 1 of 2", progress.Phase);
        Assert.Equal(["a", "b", "c"], phases.Select(entry => entry.Key));
        Assert.InRange(phases.Sum(entry => entry.Value), 0, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
