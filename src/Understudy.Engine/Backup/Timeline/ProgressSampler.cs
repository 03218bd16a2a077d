using System.Diagnostics;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Backup.Timeline;

/// <summary>
/// Samples the progress on a thread of its own. However long the backup takes, the samples are few: when there are too many, every
/// second one is dropped and they are taken half as often.
/// </summary>
internal sealed class ProgressSampler : IDisposable
{
    private const int SamplesMax = 400;
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(100);

    private readonly OperationProgress _progress;
    private readonly long _startedAt;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private readonly Lock _access = new();
    private List<ManifestSample> _samples = [];

    /// <summary>Begins.</summary>
    /// <param name="progress">What is sampled.</param>
    /// <param name="startedAt">The time stamp of second 0.</param>
    internal ProgressSampler(OperationProgress progress, long startedAt)
    {
        _progress = progress;
        _startedAt = startedAt;
        _thread = new Thread(Run) { IsBackground = true, Name = "progress samples" };
        _thread.Start();
    }

    /// <summary>The samples so far, and one of this moment.</summary>
    internal IReadOnlyList<ManifestSample> ToManifest()
    {
        lock (_access)
        {
            return [.. _samples, Take()];
        }
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    /// <summary>Every second sample, from the first on.</summary>
    internal static List<ManifestSample> Thin(List<ManifestSample> samples) => [.. samples.Where((_, i) => i % 2 == 0)];

    private void Run()
    {
        var interval = FirstInterval;
        do
        {
            lock (_access)
            {
                _samples.Add(Take());
                if (_samples.Count >= SamplesMax)
                {
                    _samples = Thin(_samples);
                    interval *= 2;
                }
            }
        }
        while (!_end.Wait(interval));
    }

    private ManifestSample Take() => new(
        Math.Round(Stopwatch.GetElapsedTime(_startedAt).TotalSeconds, 3), _progress.BytesDone, _progress.RedoLagBytes);
}
