using Understudy.Engine.Prepare.Apply;

namespace Understudy.Engine.Prepare;

/// <summary>Tells how much is still to be done: how many pages a batch changes is known only when it is filled.</summary>
/// <param name="progress">Is given the bytes of pages that are to be done.</param>
/// <param name="logBytes">The length of the log.</param>
internal sealed class WorkEstimate(OperationProgress progress, ulong logBytes)
{
    private long _pageBytes;
    private long _announced;
    private ulong _logBytes;
    private int _batches;

    /// <summary>Takes note of the next batch.</summary>
    /// <param name="tasks">Its pages.</param>
    /// <param name="batchLogBytes">How much of the log it covers.</param>
    /// <returns>What to call its being applied.</returns>
    internal string Next(IReadOnlyList<PageTask> tasks, ulong batchLogBytes)
    {
        _batches++;
        _logBytes += batchLogBytes;
        _pageBytes += tasks.Sum(t => (long)(t.End - t.First) * t.Tablespace.PageBytes);
        var share = _logBytes == 0 ? 1 : Math.Max((double)logBytes / _logBytes, 1);
        var estimate = (long)(_pageBytes * share);
        progress.AddTotal(estimate - _announced);
        _announced = estimate;
        var batches = Math.Max((int)Math.Ceiling(_batches * share), _batches);
        return batches == 1 ? "applying" : $"applying batch {_batches} of about {batches}";
    }
}
