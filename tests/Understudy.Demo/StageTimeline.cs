using System.Text.Json;

namespace Understudy.Demo;

/// <summary>The stages of a backup, read from its manifest.</summary>
internal static class StageTimeline
{
    internal static IReadOnlyList<string[]> Read(string backupDirectory)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(backupDirectory, "understudy.json")));
        List<string[]> rows = [["stage", "waited for it", "held it", "files", "KiB", "what had to wait meanwhile"]];
        foreach (var stage in manifest.RootElement.GetProperty("stages").EnumerateArray())
        {
            var name = stage.GetProperty("name").GetString() ?? "";
            rows.Add(
            [
                name, Seconds(stage, "waitedSeconds"), Seconds(stage, "heldSeconds"),
                Number(stage, "filesCopied", 1), Number(stage, "bytesCopied", 1024), Blocked(name),
            ]);
        }

        return rows;
    }

    private static string Seconds(JsonElement stage, string name) =>
        stage.TryGetProperty(name, out var value) ? $"{value.GetDouble():F3} s" : "";

    private static string Number(JsonElement stage, string name, long unit) =>
        stage.TryGetProperty(name, out var value) ? $"{value.GetInt64() / unit}" : "";

    private static string Blocked(string stage) => stage switch
    {
        "START" => "nothing",
        "FLUSH" => "writes to MyISAM, CSV, ARCHIVE, MyRocks, non-transactional Aria",
        "BLOCK_DDL" => "the same, and DDL",
        "BLOCK_COMMIT" => "the same, and commits",
        _ => "",
    };
}
