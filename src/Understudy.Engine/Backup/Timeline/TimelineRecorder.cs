using Understudy.Formats.Manifest;
using Understudy.Server;

namespace Understudy.Engine.Backup.Timeline;

/// <summary>Measures how a backup goes, for whoever looks at it later.</summary>
internal sealed class TimelineRecorder : IDisposable
{
    private readonly ConnectionOptions _connection;
    private readonly uint _stagesConnectionId;
    private readonly OperationProgress _progress;
    private readonly ProgressSampler _sampler;
    private BlockedStatements? _blocked;

    /// <summary>Begins.</summary>
    /// <param name="connection">How to reach the server.</param>
    /// <param name="stagesConnectionId">The connection that holds the stages.</param>
    /// <param name="progress">The backup's progress.</param>
    /// <param name="startedAt">The time stamp of its begin.</param>
    internal TimelineRecorder(ConnectionOptions connection, uint stagesConnectionId, OperationProgress progress, long startedAt)
    {
        _connection = connection;
        _stagesConnectionId = stagesConnectionId;
        _progress = progress;
        _sampler = new ProgressSampler(progress, startedAt);
    }

    /// <summary>From now on stages are asked for that make others wait.</summary>
    internal void WatchBlocked()
    {
        try
        {
            _blocked ??= new BlockedStatements(ServerSession.Connect(_connection), _stagesConnectionId, _progress);
        }
        catch (ServerException)
        {
            // One connection more than the server takes: the backup goes on without this measurement.
        }
    }

    /// <summary>Nobody waits any more.</summary>
    internal void EndWatch() => _blocked?.Dispose();

    internal ManifestTimeline ToManifest() => new(_sampler.ToManifest(), _blocked?.Finish());

    public void Dispose()
    {
        _blocked?.Dispose();
        _sampler.Dispose();
    }
}
