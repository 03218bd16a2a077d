using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;
using Understudy.Server;

namespace Understudy.Engine.Backup;

/// <summary>Remembers what was done in each stage.</summary>
internal sealed class StageLog(OperationProgress progress)
{
    private readonly List<(long Files, long Bytes)> _atEntry = [];

    internal void Entered() => _atEntry.Add((progress.FilesDone, progress.BytesDone));

    /// <summary>The stages for the manifest.</summary>
    internal IReadOnlyList<ManifestStage> ToManifest(IReadOnlyList<StageTiming> timings, DateTimeOffset now)
    {
        var stages = new ManifestStage[timings.Count];
        for (var i = 0; i < stages.Length; i++)
        {
            var (files, bytes) = _atEntry[i];
            var (nextFiles, nextBytes) = i + 1 < _atEntry.Count ? _atEntry[i + 1] : (progress.FilesDone, progress.BytesDone);
            var timing = timings[i];

            // Until the next stage was granted: its wait counts as time under this one.
            var left = i + 1 < timings.Count ? timings[i + 1].EnteredAt : now;
            stages[i] = new ManifestStage(
                timing.Stage.SqlName(),
                timing.EnteredAt - timing.WaitedFor,
                Math.Round(timing.WaitedFor.TotalSeconds, 4),
                Math.Round((left - timing.EnteredAt).TotalSeconds, 4),
                nextFiles - files,
                nextBytes - bytes);
        }

        return stages;
    }
}
