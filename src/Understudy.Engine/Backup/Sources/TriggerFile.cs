using Understudy.Formats.FileNames;

namespace Understudy.Engine.Backup.Sources;

/// <summary>The file <c>trigger.TRN</c>, which says on which table a trigger is.</summary>
internal static class TriggerFile
{
    internal const string Extension = ".TRN";

    private const string TableLine = "trigger_table=";
    private const int CharactersMax = 4096;

    /// <summary>Reads the table of a trigger, in file name encoding; null when the file is gone or says nothing.</summary>
    internal static string? TryReadTable(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[CharactersMax];
            var text = new string(buffer, 0, reader.ReadBlock(buffer));
            var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(TableLine, StringComparison.Ordinal));
            return line is not null && FilenameCharset.TryEncode(line.AsSpan(TableLine.Length), out var table) ? table : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
