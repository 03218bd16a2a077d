using System.Globalization;

namespace Understudy.Cli.Faces.MariaDbBackup.Output;

/// <summary>Messages as <c>mariadb-backup</c> writes them: lines with the number of a thread and local time. May be used by several threads.</summary>
/// <param name="output">Where they go: standard error, whatever the mode.</param>
/// <param name="time">The clock.</param>
internal sealed class FaceLog(TextWriter output, TimeProvider time)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    private readonly Lock _lock = new();

    /// <summary>A message of the main thread.</summary>
    internal void Line(string text) => Raw($"[00] {Now()} {text}");

    /// <summary>A message about what ends the program.</summary>
    internal void Fatal(string text) => Raw($"[00] FATAL ERROR: {Now()} {text}");

    /// <summary>A line as it is.</summary>
    internal void Raw(string text)
    {
        lock (_lock)
        {
            output.WriteLine(text);
        }
    }

    private string Now() => time.GetLocalNow().ToString(TimeFormat, CultureInfo.InvariantCulture);
}
