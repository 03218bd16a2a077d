using System.Diagnostics;

namespace Understudy.Engine;

/// <summary>Adds the time until it is disposed to a profile.</summary>
/// <param name="profile">Where it is added.</param>
/// <param name="activity">What the time is spent on.</param>
internal readonly ref struct ActivityTimer(OperationProfile profile, Activity activity)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public void Dispose() => profile.Add(activity, Stopwatch.GetTimestamp() - _started);
}
