using Understudy.Engine.Backup;

namespace Understudy.Cli.Faces.MariaDbBackup.Output;

/// <summary>Tells of a backup in the words of <c>mariadb-backup</c>.</summary>
/// <param name="log">Where to.</param>
internal sealed class FaceEvents(FaceLog log) : IBackupEvents
{
    private const long WaitLineSeconds = 10;

    public void Milestone(string message) => log.Line(message);

    public void Warning(string message) => log.Line("WARNING: " + message);

    public void StageReached(string stage, TimeSpan waited) =>
        log.Line(stage == "END" ? "All tables unlocked" : $"Acquired locks for BACKUP STAGE {stage}");

    public void Waiting(string stage, TimeSpan waited, string blockers)
    {
        if ((long)waited.TotalSeconds % WaitLineSeconds <= 1)
        {
            log.Line($"Waiting for BACKUP STAGE {stage} for {waited.TotalSeconds:0} s: {blockers}");
        }
    }
}
