using Understudy.Cli.Output;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Cli;

/// <summary>Turns what ended an operation into a message and an exit code.</summary>
internal static class Failures
{
    internal static ExitCode Report(Exception error, bool asJson)
    {
        var (code, message, hint) = Explain(error);
        if (asJson)
        {
            JsonLines.Write(new ErrorLine(TimeProvider.System.GetUtcNow(), message, hint, (int)code));
        }

        Console.Error.WriteLine($"understudy: {message}");
        if (hint is not null)
        {
            Console.Error.WriteLine($"HINT: {hint}");
        }

        return code;
    }

    private static (ExitCode Code, string Message, string? Hint) Explain(Exception error) => error switch
    {
        FailureException e => (CodeOf(e.Kind), e.Message, e.Hint),
        OperationCanceledException => (ExitCode.Cancelled, "cancelled; what was written so far is not a backup", null),
        DiskFullException e => (ExitCode.Failed, e.Message, "make room, or name a target on a larger file system; what was written so far can be removed"),
        FileAccessException e => (ExitCode.AccessDenied, e.Message, "run understudy as the user that the server runs as, or as root"),
        UnauthorizedAccessException e => (ExitCode.AccessDenied, e.Message, "run understudy as the user that the server runs as, or as root"),
        IOException e => (ExitCode.Failed, e.Message, null),
        _ => (ExitCode.InternalError, $"internal error, please report it: {error}", null),
    };

    private static ExitCode CodeOf(FailureKind kind) => kind switch
    {
        FailureKind.Usage => ExitCode.Usage,
        FailureKind.BackupMissing => ExitCode.BackupMissing,
        FailureKind.LockNotAvailable => ExitCode.LockNotAvailable,
        FailureKind.AccessDenied => ExitCode.AccessDenied,
        FailureKind.Damaged => ExitCode.DamageFound,
        FailureKind.Internal => ExitCode.InternalError,
        _ => ExitCode.Failed,
    };
}
