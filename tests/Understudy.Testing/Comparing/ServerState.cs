using System.Text.RegularExpressions;
using Understudy.Server;

namespace Understudy.Testing;

/// <summary>
/// Everything a server holds that its users can see, as texts by name: the definition and the rows of every table, and the
/// definitions of databases, views, triggers, routines, events, sequences and accounts.
/// </summary>
public sealed partial class ServerState
{
    private const string UserSchemas =
        "NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')";

    private const string RowsOf = "rows of ";

    // Two states that could not be read are not the same state.
    private const string Unreadable = "cannot be read: ";

    private readonly SortedDictionary<string, string> _items = new(StringComparer.Ordinal);

    private ServerState()
    {
    }

    /// <summary>What was found, by name.</summary>
    public IReadOnlyDictionary<string, string> Items => _items;

    /// <summary>The tables and sequences, by quoted name, with the number of their rows and their checksum.</summary>
    public IReadOnlyDictionary<string, string> Tables => _items
        .Where(item => item.Key.StartsWith(RowsOf, StringComparison.Ordinal))
        .ToDictionary(item => item.Key[RowsOf.Length..], item => item.Value, StringComparer.Ordinal);

    /// <summary>Reads the state of a server on which nobody writes; optionally of some databases only.</summary>
    public static ServerState Capture(MariaDbServer server, Func<string, bool>? database = null)
    {
        using var session = server.Connect();
        var state = new ServerState();
        state.AddDatabases(session, database ?? (static _ => true));
        if (database is null)
        {
            state.AddAccounts(session);
        }

        return state;
    }

    /// <summary>What differs, one line for each thing; empty when the states are the same.</summary>
    public IReadOnlyList<string> DifferencesFrom(ServerState expected)
    {
        var differences = new List<string>();
        foreach (var (name, value) in expected._items)
        {
            if (!_items.TryGetValue(name, out var found))
            {
                differences.Add($"missing: {name}");
            }
            else if (found != value || IsUnreadable(found))
            {
                differences.Add($"{name}: expected {value}, found {found}");
            }
        }

        differences.AddRange(_items.Keys.Where(n => !expected._items.ContainsKey(n)).Select(n => $"surplus: {n}"));
        return differences;
    }

    private void AddDatabases(ServerSession session, Func<string, bool> database)
    {
        foreach (var row in session.Query($"SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME {UserSchemas}"))
        {
            var name = row[0] ?? "";
            if (!database(name))
            {
                continue;
            }

            _items[$"database {name}"] = session.Query($"SHOW CREATE DATABASE {SqlName.Quote(name)}")[0][1] ?? "";
            AddTables(session, name);
            AddPrograms(session, name);
        }
    }

    private void AddTables(ServerSession session, string database)
    {
        var tables = session.Query(
            $"SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = {ServerSession.QuoteText(database)}");
        foreach (var table in tables)
        {
            var name = SqlName.Quote(database, table[0] ?? "");
            var isView = table[1] == "VIEW";
            _items[$"definition of {name}"] = Try(
                () => WithoutVariableParts(session.Query($"SHOW CREATE {(isView ? "VIEW" : "TABLE")} {name}")[0][1] ?? ""));
            if (table[1] == "SEQUENCE")
            {
                _items[RowsOf + name] = Try(() => Joined(session.Query($"SELECT * FROM {name}")[0]));
            }
            else if (!isView)
            {
                // Both scan the whole table (COUNT(*) may ask a counter), and neither depends on the order of its rows.
                _items[RowsOf + name] = Try(() =>
                    $"{session.QueryScalar($"SELECT COALESCE(SUM(1), 0) FROM {name} USE INDEX ()")} rows, checksum "
                    + Checksum(session, name));
            }
        }
    }

    private static bool IsUnreadable(string value) => value.Contains(Unreadable, StringComparison.Ordinal);

    private static string Checksum(ServerSession session, string name)
    {
        var checksum = session.Query($"CHECKSUM TABLE {name} EXTENDED")[0][1];
        return checksum ?? $"{Unreadable}{string.Join(", ", session.Query("SHOW WARNINGS").Select(Joined))}";
    }

    private void AddPrograms(ServerSession session, string database)
    {
        var schema = ServerSession.QuoteText(database);
        var queries = new (string Kind, string Sql)[]
        {
            ("trigger", "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER, "
                + $"ACTION_STATEMENT, DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = {schema}"),
            ("routine", "SELECT ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, ROUTINE_DEFINITION, DEFINER, SQL_MODE "
                + $"FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = {schema}"),
            ("event", "SELECT EVENT_NAME, EVENT_DEFINITION, EVENT_TYPE, INTERVAL_VALUE, INTERVAL_FIELD, STATUS, DEFINER "
                + $"FROM information_schema.EVENTS WHERE EVENT_SCHEMA = {schema}"),
        };
        foreach (var (kind, sql) in queries)
        {
            foreach (var row in session.Query(sql))
            {
                _items[$"{kind} {SqlName.Quote(database, row[0] ?? "")} {row[1]}"] = Joined(row);
            }
        }
    }

    private void AddAccounts(ServerSession session)
    {
        foreach (var row in session.Query("SELECT User, Host, Priv FROM mysql.global_priv"))
        {
            _items[$"account {row[0]}@{row[1]}"] = row[2] ?? "";
        }

        foreach (var row in session.Query("SELECT Db, User, Host, Select_priv, Insert_priv, Create_priv FROM mysql.db"))
        {
            _items[$"rights of {row[1]}@{row[2]} on {row[0]}"] = Joined(row);
        }
    }

    private static string Joined(ServerRow row) =>
        string.Join(" | ", Enumerable.Range(0, row.Count).Select(i => row[i] ?? "NULL"));

    private static string Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (ServerException e)
        {
            return $"{Unreadable}error {e.Code}: {e.Message}";
        }
    }

    // The next automatic number may rest on transactions that were rolled back. Directories may differ by intent.
    private static string WithoutVariableParts(string definition) => VariableParts().Replace(definition, "");

    [GeneratedRegex(" AUTO_INCREMENT=[0-9]+| (DATA|INDEX) DIRECTORY ?= ?'[^']*'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VariableParts();
}
