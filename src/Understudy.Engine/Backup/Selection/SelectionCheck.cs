using Understudy.Formats;

namespace Understudy.Engine.Backup.Selection;

/// <summary>Refuses a selection that cannot be meant: whoever restores it later must not be the first to notice.</summary>
internal static class SelectionCheck
{
    private const string SystemDatabase = "mysql";

    /// <summary>Compares a selection with what the server has.</summary>
    /// <param name="filter">The selection.</param>
    /// <param name="server">All databases with all their tables and partitions, in file name encoding; not read without a selection.</param>
    /// <returns>What the user should know.</returns>
    /// <exception cref="FailureException">It selects nothing, or by the native rules, something that is not there.</exception>
    internal static List<string> Require(
        TableFilter filter, IEnumerable<(string Database, IReadOnlyList<string> Tables)> server)
    {
        var options = filter.Options;
        if (!options.IsActive)
        {
            return [];
        }

        var databases = server.ToList();
        var unmatched = filter.FindUnmatched(databases);
        if (!databases.Any(database => IsTaken(filter, database)))
        {
            throw new FailureException(
                FailureKind.Usage,
                $"nothing is selected: {string.Join(", ", SelectionText.Describe(options))}",
                "names are case-sensitive, as the server's files; an expression must match database.table, and its database must not be left out");
        }

        if (unmatched.Count > 0 && options.Rules == SelectionRules.Native)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"selected, but not there: {string.Join(", ", unmatched)}",
                "names are case-sensitive, as the server's files; leave out what does not exist");
        }

        return [.. Warnings(filter, databases, unmatched)];
    }

    private static bool IsTaken(TableFilter filter, (string Database, IReadOnlyList<string> Tables) database) =>
        database.Tables.Any(table => filter.Includes(database.Database, table)) || filter.IncludesByDefault(database.Database);

    private static IEnumerable<string> Warnings(
        TableFilter filter, IReadOnlyList<(string Database, IReadOnlyList<string> Tables)> databases, IReadOnlyList<string> unmatched)
    {
        var options = filter.Options;
        foreach (var name in unmatched)
        {
            yield return $"\"{name}\" is selected, but the server has nothing of that name";
        }

        if (options.IsPartial && databases.Any(database => database.Database == SystemDatabase && !IsTaken(filter, database)))
        {
            yield return "the mysql database is not selected: the backup serves to bring tables into a running server, not to start one";
        }

        if (options.Rules == SelectionRules.MariaDbBackup && options.Databases.Count == 0)
        {
            foreach (var name in options.DatabasesExclude.Where(name => name.Contains('.', StringComparison.Ordinal)))
            {
                yield return $"--databases-exclude={name} leaves out the whole database, as mariadb-backup does; --tables-exclude leaves out a table";
            }
        }
    }
}
