using System.CommandLine;
using System.CommandLine.Parsing;
using Understudy.Engine.Backup;

namespace Understudy.Cli.Arguments;

/// <summary>Options that say which databases and tables a backup holds.</summary>
internal sealed class SelectionArguments
{
    private const SelectionRules Rules = SelectionRules.Native;

    private readonly Option<string[]> _databases = List("--databases", "Take these databases only: db or db.table, separated by spaces or commas.");
    private readonly Option<string[]> _databasesFile = List("--databases-file", "File with a db or db.table to take in each line.");
    private readonly Option<string[]> _databasesExclude = List("--databases-exclude", "Leave out these databases or tables: db or db.table.");
    private readonly Option<string[]> _tables = List("--tables", "Take tables in whose database.table one of these POSIX extended regular expressions is found.");
    private readonly Option<string[]> _tablesFile = List("--tables-file", "File with a database.table to take in each line.");
    private readonly Option<string[]> _tablesExclude = List("--tables-exclude", "Leave out tables in whose database.table one of these expressions is found.");

    private IEnumerable<Option> All => [_databases, _databasesFile, _databasesExclude, _tables, _tablesFile, _tablesExclude];

    internal void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether any of them is given.</summary>
    internal bool IsGiven(CommandResult result) => All.Any(option => result.GetResult(option) is { Implicit: false });

    internal SelectionOptions Read(ParseResult parsed) => new()
    {
        Rules = Rules,
        Databases =
        [
            .. Values(parsed, _databases).SelectMany(value => SelectionText.Names(value, _databases.Name, Rules)),
            .. Values(parsed, _databasesFile).SelectMany(path => SelectionText.FileOf(path, _databasesFile.Name, Rules, mustBeTables: false)),
        ],
        DatabasesExclude = [.. Values(parsed, _databasesExclude).SelectMany(value => SelectionText.Names(value, _databasesExclude.Name, Rules))],
        Tables = [.. Values(parsed, _tables).SelectMany(SelectionText.Expressions)],
        TablesExclude = [.. Values(parsed, _tablesExclude).SelectMany(SelectionText.Expressions)],
        TableNames = [.. Values(parsed, _tablesFile).SelectMany(path => SelectionText.FileOf(path, _tablesFile.Name, Rules, mustBeTables: true))],
    };

    private static Option<string[]> List(string name, string description) => new(name) { Description = description };

    private static string[] Values(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];
}
