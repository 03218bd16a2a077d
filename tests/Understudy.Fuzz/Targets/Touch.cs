namespace Understudy.Fuzz.Targets;

/// <summary>Uses what a reader gave.</summary>
internal static class Touch
{
    /// <summary>
    /// Looks at everything in a value by printing it: a length that was believed too early shows itself here, and
    /// nothing is left out as unused.
    /// </summary>
    public static void All(bool isRead, object? value)
    {
        if (isRead)
        {
            _ = value?.ToString()?.Length;
        }
    }
}
