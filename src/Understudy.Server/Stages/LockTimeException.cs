using System.Globalization;
using Understudy.Formats;

namespace Understudy.Server;

/// <summary>Stages that block others were waited for or held as long as allowed, and then released. START can be entered again.</summary>
public sealed class LockTimeException : FailureException
{
    internal LockTimeException(TimeSpan limit, BackupStage? stage, StageBlockers? blockers, Exception? inner)
        : base(FailureKind.LockNotAvailable, MessageOf(limit, stage, blockers), HintText, inner)
    {
    }

    private static string HintText => "allow more with --max-lock-time or --lock-retries, or take the backup at a quieter time";

    private static string MessageOf(TimeSpan limit, BackupStage? stage, StageBlockers? blockers) => string.Create(
        CultureInfo.InvariantCulture,
        $"the backup would have blocked others for more than {limit.TotalSeconds:0.###} s; ")
        + (stage is { } wanted ? $"it waited for {wanted.SqlName()}, in the way: {blockers?.Text ?? "unknown"}" : "what was to copy under locks took too long");
}
