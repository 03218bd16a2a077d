using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Engine.Backup;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary>Which databases and tables a command line selects.</summary>
internal static class FaceSelection
{
    private const SelectionRules Rules = SelectionRules.MariaDbBackup;

    internal static SelectionOptions Make(FaceValues values) => new()
    {
        Rules = Rules,
        Databases = [.. Names(values, "databases"), .. Lines(values, "databases-file", mustBeTables: false)],
        DatabasesExclude = Names(values, "databases-exclude"),
        Tables = SelectionText.Expressions(values.Text("tables") ?? ""),
        TablesExclude = SelectionText.Expressions(values.Text("tables-exclude") ?? ""),
        TableNames = Lines(values, "tables-file", mustBeTables: true),
    };

    private static IReadOnlyList<string> Names(FaceValues values, string option) =>
        SelectionText.Names(values.Text(option) ?? "", "--" + option, Rules);

    private static IReadOnlyList<string> Lines(FaceValues values, string option, bool mustBeTables) =>
        values.Text(option) is { Length: > 0 } path ? SelectionText.FileOf(path, "--" + option, Rules, mustBeTables) : [];
}
