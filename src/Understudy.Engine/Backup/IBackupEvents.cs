namespace Understudy.Engine.Backup;

/// <summary>Told what happens during a backup, in words for people. Calls may come from any thread.</summary>
public interface IBackupEvents
{
    /// <summary>A milestone.</summary>
    void Milestone(string message);

    /// <summary>Something that the user should know, and that does not make the backup fail.</summary>
    void Warning(string message);

    /// <summary>A stage has been granted by the server.</summary>
    /// <param name="stage">The stage as the server calls it.</param>
    /// <param name="waited">How long it took.</param>
    void StageReached(string stage, TimeSpan waited);

    /// <summary>A stage is being waited for; told about once a second.</summary>
    /// <param name="stage">The stage as the server calls it.</param>
    /// <param name="waited">How long it has taken so far.</param>
    /// <param name="blockers">Who is in the way, in words.</param>
    void Waiting(string stage, TimeSpan waited, string blockers);
}
