namespace Understudy.Fault.Tests.Stages;

/// <summary>What users felt of a backup.</summary>
/// <param name="MyIsam">The longest write to a MyISAM table.</param>
/// <param name="InnoDb">The longest commit.</param>
/// <param name="Backup">How long the backup took.</param>
internal sealed record Stalls(TimeSpan MyIsam, TimeSpan InnoDb, TimeSpan Backup)
{
    public override string ToString() =>
        $"longest MyISAM write {MyIsam.TotalMilliseconds:F0} ms, longest commit {InnoDb.TotalMilliseconds:F0} ms, backup {Backup.TotalSeconds:F1} s";
}
