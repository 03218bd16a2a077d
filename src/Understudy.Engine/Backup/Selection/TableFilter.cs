using Understudy.Formats;
using Understudy.Formats.FileNames;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Selection;

/// <summary>Decides which tables a backup holds. Files of the server as a whole are always taken.</summary>
internal sealed class TableFilter : IDisposable
{
    /// <summary>Stands in file names between a table and its partition.</summary>
    internal const string PartitionMark = "#P#";

    /// <summary>Takes everything.</summary>
    internal static readonly TableFilter None = new(new SelectionOptions());

    private readonly SelectionOptions _options;
    private readonly NameSet _databases;
    private readonly NameSet _databasesExclude;
    private readonly NameSet _tableNames;
    private readonly List<PosixRegex> _tables = [];
    private readonly List<PosixRegex> _tablesExclude = [];

    /// <summary>Makes a filter.</summary>
    /// <exception cref="FailureException">An expression is none.</exception>
    internal TableFilter(SelectionOptions options)
    {
        _options = options;
        _databases = new NameSet(options.Databases);
        _databasesExclude = new NameSet(options.DatabasesExclude);
        _tableNames = new NameSet(options.TableNames);
        Compile(options.Tables, "--tables", _tables);
        Compile(options.TablesExclude, "--tables-exclude", _tablesExclude);
    }

    /// <summary>What it was made from.</summary>
    internal SelectionOptions Options => _options;

    /// <summary>Whether it leaves anything out.</summary>
    internal bool IsActive => _options.IsActive;

    /// <summary>Whether tables of a database may be taken; when not, none is.</summary>
    /// <param name="database">The database in file name encoding.</param>
    internal bool MayInclude(string database)
    {
        // Excluding a table, mariadb-backup leaves out the whole database when nothing says what to take.
        var isExcluded = _options.Rules == SelectionRules.MariaDbBackup && _databases.IsEmpty
            ? _databasesExclude.HasDatabase(database)
            : _databasesExclude.HasPlainDatabase(database);
        return !isExcluded && (_databases.IsEmpty || _databases.HasDatabase(database));
    }

    /// <summary>Whether all of a database is taken but for what is excluded by name: then it is there even when it is empty.</summary>
    /// <param name="database">The database in file name encoding.</param>
    internal bool IncludesByDefault(string database) => MayInclude(database) && (_databases.HasPlainDatabase(database) || !_options.HasIncludes);

    /// <summary>Whether a table is taken.</summary>
    /// <param name="database">The database in file name encoding.</param>
    /// <param name="table">The table in file name encoding, with its partition if it has any.</param>
    internal bool Includes(string database, string table)
    {
        if (!MayInclude(database))
        {
            return false;
        }

        foreach (var candidate in WithAndWithoutPartition(table))
        {
            var name = $"{database}.{candidate}";
            if (_databasesExclude.HasTable(name) || IsFound(_tablesExclude, database, candidate))
            {
                return false;
            }

            if (_databases.HasTable(name) || _tableNames.HasTable(name) || IsFound(_tables, database, candidate))
            {
                return true;
            }
        }

        return IncludesByDefault(database);
    }

    /// <summary>What was asked for and is not there: names and expressions, as written, that no table goes by.</summary>
    /// <param name="databases">All databases with all their tables and partitions, in file name encoding.</param>
    internal IReadOnlyList<string> FindUnmatched(IReadOnlyList<(string Database, IReadOnlyList<string> Tables)> databases)
    {
        var left = new HashSet<string>(_options.Databases.Concat(_options.TableNames).Concat(_options.Tables), StringComparer.Ordinal);
        foreach (var (database, tables) in databases)
        {
            foreach (var candidate in tables.SelectMany(WithAndWithoutPartition).Append("").Distinct(StringComparer.Ordinal))
            {
                left.ExceptWith(_databases.WrittenFor(database, candidate));
                left.ExceptWith(_tableNames.WrittenFor(database, candidate));
                left.ExceptWith(_tables.Where(regex => candidate.Length > 0 && IsFound([regex], database, candidate)).Select(regex => regex.Pattern));
            }
        }

        return [.. left.Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        _tables.ForEach(regex => regex.Dispose());
        _tablesExclude.ForEach(regex => regex.Dispose());
    }

    private static IEnumerable<string> WithAndWithoutPartition(string table)
    {
        yield return table;
        var mark = table.IndexOf(PartitionMark, StringComparison.OrdinalIgnoreCase);
        if (mark > 0)
        {
            yield return table[..mark];
        }
    }

    private static string Decode(string table)
    {
        var mark = table.IndexOf(PartitionMark, StringComparison.OrdinalIgnoreCase);
        return mark > 0 ? FilenameCharset.Decode(table.AsSpan(0, mark)) + table[mark..] : FilenameCharset.Decode(table);
    }

    private static void Compile(IEnumerable<string> expressions, string option, List<PosixRegex> into)
    {
        foreach (var expression in expressions)
        {
            if (!PosixRegex.TryCompile(expression, out var regex, out var whyNot))
            {
                throw new FailureException(
                    FailureKind.Usage,
                    $"{option}: \"{expression}\" is no POSIX extended regular expression: {whyNot}",
                    "expressions are separated by commas, and looked for in database.table, such as ^shop[.]order");
            }

            into.Add(regex!);
        }
    }

    private bool IsFound(List<PosixRegex> expressions, string database, string table)
    {
        if (expressions.Count == 0)
        {
            return false;
        }

        var name = $"{database}.{table}";
        if (expressions.Exists(regex => regex.IsMatch(name)))
        {
            return true;
        }

        if (_options.Rules != SelectionRules.Native)
        {
            return false;
        }

        var real = $"{FilenameCharset.Decode(database)}.{Decode(table)}";
        return real != name && expressions.Exists(regex => regex.IsMatch(real));
    }
}
