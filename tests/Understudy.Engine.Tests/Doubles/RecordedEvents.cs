using System.Collections.Concurrent;
using Understudy.Engine.Backup;

namespace Understudy.Engine.Tests.Doubles;

/// <summary>Keeps what a backup says.</summary>
internal sealed class RecordedEvents : IBackupEvents
{
    internal ConcurrentQueue<string> Messages { get; } = new();

    public void Milestone(string message) => Messages.Enqueue(message);

    public void Warning(string message) => Messages.Enqueue($"warning: {message}");

    public void StageReached(string stage, TimeSpan waited) => Messages.Enqueue($"stage {stage}");

    public void Waiting(string stage, TimeSpan waited, string blockers) => Messages.Enqueue($"waiting for {stage}: {blockers}");
}
