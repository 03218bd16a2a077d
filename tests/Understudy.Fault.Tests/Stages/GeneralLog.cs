using System.Globalization;

namespace Understudy.Fault.Tests.Stages;

/// <summary>Reads the server's general log.</summary>
internal static class GeneralLog
{
    /// <summary>The statements from a place in the log on, in the order in which the server got them.</summary>
    internal static IReadOnlyList<LoggedStatement> Read(string path, long from)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = from;
        using var reader = new StreamReader(file);
        var statements = new List<LoggedStatement>();
        while (reader.ReadLine() is { } line)
        {
            if (Parse(line) is { } statement)
            {
                statements.Add(statement);
            }
        }

        return statements;
    }

    // "[time]<TAB>  id Command<TAB>text"; the time is only there when it changed. Other lines go on with a text.
    private static LoggedStatement? Parse(string line)
    {
        var fields = line.Split('\t', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2)
        {
            return null;
        }

        var command = fields[^2].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return command is [var id, "Query"] && long.TryParse(id, CultureInfo.InvariantCulture, out var connection)
            ? new LoggedStatement(connection, fields[^1])
            : null;
    }
}
