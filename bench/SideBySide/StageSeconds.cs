using System.Globalization;

namespace Understudy.Bench.SideBySide;

/// <summary>For how long others were blocked, by the server's own general log: of both programs in the same way.</summary>
internal static class StageSeconds
{
    /// <summary>Makes the server note statements, and forget those before. The load's own are not noted.</summary>
    internal static void Begin(BenchServer server) => server.Execute(
        "SET GLOBAL general_log = OFF", "TRUNCATE TABLE mysql.general_log", "SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = ON");

    /// <summary>From when a stage was asked for until the next one was, in seconds; null when it was not.</summary>
    internal static double? Read(BenchServer server, string stage, string next)
    {
        var seconds = server.Scalar(
            $"SELECT TIMESTAMPDIFF(MICROSECOND, {Time(stage)}, {Time(next)}) / 1e6");
        return seconds is null ? null : double.Parse(seconds, CultureInfo.InvariantCulture);

        static string Time(string stage) =>
            $"(SELECT MIN(event_time) FROM mysql.general_log WHERE argument LIKE '%BACKUP STAGE {stage}' AND argument NOT LIKE 'SELECT%')";
    }
}
