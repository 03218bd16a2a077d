using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Understudy.Formats.Manifest;
using Understudy.Server;

namespace Understudy.Engine.Backup.Timeline;

/// <summary>
/// Watches, while stages that block others are asked for and held, which statements wait for the backup lock, on a thread and a
/// connection of its own. What it cannot learn is no reason for a backup to fail.
/// </summary>
internal sealed partial class BlockedStatements : IDisposable
{
    private const int StatementCharsMax = 160;
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.NonBacktracking;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly ServerSession _session;
    private readonly string _query;
    private readonly OperationProgress _progress;
    private readonly ManualResetEventSlim _end = new();
    private readonly Dictionary<string, long> _seenFirst = new(StringComparer.Ordinal);
    private readonly Thread _thread;
    private ManifestBlockedStatement? _longest;

    /// <summary>Begins to watch.</summary>
    /// <param name="session">A session that nobody else uses; it is closed at the end.</param>
    /// <param name="stagesConnectionId">The connection that holds the stages; it is left out.</param>
    /// <param name="progress">Tells the stage.</param>
    internal BlockedStatements(ServerSession session, uint stagesConnectionId, OperationProgress progress)
    {
        _session = session;
        _progress = progress;
        _query = "SELECT ID, QUERY_ID, TIME_MS, USER, INFO FROM information_schema.PROCESSLIST "
            + $"WHERE STATE = 'Waiting for backup lock' AND ID <> {stagesConnectionId}";
        _thread = new Thread(Run) { IsBackground = true, Name = "blocked statements" };
        _thread.Start();
    }

    /// <summary>The one that was seen waiting longest; null when none was. Ends the watch.</summary>
    internal ManifestBlockedStatement? Finish()
    {
        Dispose();
        return _longest;
    }

    public void Dispose()
    {
        if (!_end.IsSet)
        {
            _end.Set();
            _thread.Join();
            _session.Dispose();
        }
    }

    /// <summary>The beginning of a statement, in one line and without the values in it, which may be secret.</summary>
    internal static string Anonymize(string statement)
    {
        var text = WhiteSpace().Replace(Literals().Replace(statement, "?"), " ").Trim();
        return text.Length <= StatementCharsMax ? text : text[..StatementCharsMax] + "…";
    }

    private void Run()
    {
        try
        {
            do
            {
                Look();
            }
            while (!_end.Wait(Interval));
        }
        catch (ServerException)
        {
            // The backup's own connections will tell if the server is gone.
        }
    }

    private void Look()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var row in _session.Query(_query))
        {
            var key = $"{row[0]}/{row[1]}";
            var running = TimeSpan.FromMilliseconds(double.Parse(row[2] ?? "0", CultureInfo.InvariantCulture));
            _seenFirst.TryAdd(key, now);

            // A long statement may have worked before it came to wait.
            var seen = Stopwatch.GetElapsedTime(_seenFirst[key], now) + Interval;
            var seconds = Math.Round(Math.Min(running.TotalSeconds, seen.TotalSeconds), 3);
            if (seconds > (_longest?.Seconds ?? 0))
            {
                _longest = new ManifestBlockedStatement(_progress.Phase, seconds, row[3] ?? "", Anonymize(row[4] ?? ""));
            }
        }
    }

    [GeneratedRegex("""'([^'\\]|\\.|'')*'?|"([^"\\]|\\.|"")*"?|\b0x[0-9a-fA-F]+\b|\b[0-9]+(\.[0-9]+)?\b""", Options)]
    private static partial Regex Literals();

    [GeneratedRegex(@"\s+", Options)]
    private static partial Regex WhiteSpace();
}
