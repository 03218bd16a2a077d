using Understudy.Formats.FileNames;

namespace Understudy.Engine.Backup.Selection;

/// <summary>Names of databases and tables as users write them, found by the names of files.</summary>
internal sealed class NameSet
{
    private readonly Dictionary<string, string> _plainDatabases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _databases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tables = new(StringComparer.Ordinal);

    /// <summary>Notes names.</summary>
    /// <param name="names">Each <c>db</c> or <c>db.table</c>, the table maybe with a partition, as SQL or as files have them.</param>
    internal NameSet(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            var database = dot < 0 ? name : name[..dot];
            foreach (var encoded in Spellings(database))
            {
                _databases.TryAdd(encoded, name);
                if (dot < 0)
                {
                    _plainDatabases.TryAdd(encoded, name);
                    continue;
                }

                foreach (var table in Spellings(name[(dot + 1)..]))
                {
                    _tables.TryAdd($"{encoded}.{table}", name);
                }
            }
        }
    }

    internal bool IsEmpty => _databases.Count == 0;

    /// <summary>Whether a database is named, by itself or with a table.</summary>
    internal bool HasDatabase(string database) => _databases.ContainsKey(database);

    /// <summary>Whether a database is named by itself.</summary>
    internal bool HasPlainDatabase(string database) => _plainDatabases.ContainsKey(database);

    /// <summary>Whether a table is named.</summary>
    /// <param name="name">The database and the table in file name encoding.</param>
    internal bool HasTable(string name) => _tables.ContainsKey(name);

    /// <summary>The names, as written, that a table goes by.</summary>
    internal IEnumerable<string> WrittenFor(string database, string table) =>
        new[] { _plainDatabases.GetValueOrDefault(database), _tables.GetValueOrDefault($"{database}.{table}") }.OfType<string>();

    // Nobody knows which of the two was meant, and no two files are both.
    private static IEnumerable<string> Spellings(string name)
    {
        yield return name;
        var mark = name.IndexOf(TableFilter.PartitionMark, StringComparison.OrdinalIgnoreCase);
        var end = mark > 0 ? mark : name.Length;
        if (FilenameCharset.TryEncode(name.AsSpan(0, end), out var encoded) && encoded.Length != end)
        {
            yield return encoded + name[end..];
        }
    }
}
