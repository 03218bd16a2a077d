using System.Diagnostics.CodeAnalysis;

namespace Understudy.Formats.RedoLog.Apply;

/// <summary>A redo record does not fit the page that it is to be applied to: the log or the page is damaged.</summary>
public sealed class PageApplyException : FailureException
{
    /// <summary>Makes the failure.</summary>
    /// <param name="reason">What does not fit, as a clause that follows "because".</param>
    public PageApplyException(string reason)
        : base(FailureKind.Damaged, $"a redo record cannot be applied because {reason}")
    {
        Reason = reason;
    }

    /// <summary>What does not fit.</summary>
    public string Reason { get; }

    [DoesNotReturn]
    internal static void Throw(string reason) => throw new PageApplyException(reason);

    internal static void ThrowIf([DoesNotReturnIf(true)] bool condition, string reason)
    {
        if (condition)
        {
            Throw(reason);
        }
    }
}
