using System.Text.Json;

namespace Understudy.Cli.Output;

/// <summary>Writes one JSON object a line to standard output.</summary>
internal static class JsonLines
{
    private static readonly Lock OneAtATime = new();

    internal static void Write(ErrorLine line) => WriteText(JsonSerializer.Serialize(line, CliJson.Default.ErrorLine));

    internal static void Write(EventLine line) => WriteText(JsonSerializer.Serialize(line, CliJson.Default.EventLine));

    internal static void Write(SnapshotLine line) => WriteText(JsonSerializer.Serialize(line, CliJson.Default.SnapshotLine));

    private static void WriteText(string text)
    {
        lock (OneAtATime)
        {
            Console.Out.WriteLine(text);
            Console.Out.Flush();
        }
    }
}
