using System.Globalization;
using Understudy.Formats;
using Understudy.Protocol;
using Understudy.Server;

namespace Understudy.Engine.StageMatrix;

/// <summary>
/// Measures which kinds of statements run and which wait at each stage of a live server, in a schema of its own. Every
/// stage is entered anew for every statement and held for its time only; no statement waits.
/// </summary>
/// <param name="options">How.</param>
public sealed class StageMatrixOperation(StageMatrixOptions options)
{
    private const string SchemaPrefix = "understudy_stages_";
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The stages of the columns.</summary>
    public static IReadOnlyList<Stage> Stages { get; } = [Stage.Start, Stage.Flush, Stage.BlockDdl, Stage.BlockCommit];

    /// <summary>The kinds that names or groups stand for; all when there are none.</summary>
    /// <exception cref="FailureException">There is no such name or group.</exception>
    public static IReadOnlyList<StatementCase> Select(IReadOnlyList<string> only)
    {
        ArgumentNullException.ThrowIfNull(only);
        foreach (var name in only)
        {
            if (!StatementCases.All.Any(c => c.Name == name || c.Group == name))
            {
                var groups = string.Join(", ", StatementCases.All.Select(c => c.Group).Distinct(StringComparer.Ordinal));
                var names = string.Join(", ", StatementCases.All.Select(c => c.Name));
                throw new FailureException(
                    FailureKind.Usage, $"there is no kind of statement \"{name}\"", $"Groups: {groups}. Kinds: {names}.");
            }
        }

        return [.. StatementCases.All.Where(c => only.Count == 0 || only.Contains(c.Name) || only.Contains(c.Group))];
    }

    /// <summary>Measures; the schema is removed whatever happens.</summary>
    /// <param name="measured">Told about each row as soon as it is known.</param>
    /// <param name="cancellation">Ends it between two statements.</param>
    /// <exception cref="FailureException">A stage was not had in time, or the server refuses.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<StageMatrixRow> Run(Action<StageMatrixRow>? measured, CancellationToken cancellation)
    {
        var cases = Select(options.Only);
        var name = string.Create(CultureInfo.InvariantCulture, $"{SchemaPrefix}{Guid.NewGuid():N}")[..30];
        using var session = ServerSession.Connect(options.Connection with { LockWaitTimeout = CleanUpTimeout });
        RemoveLeftovers(session);
        session.Execute($"CREATE DATABASE `{name}`");
        try
        {
            session.Execute($"USE `{name}`");
            foreach (var table in CaseSqlTexts.Tables.Where(table => IsMet(session, table)))
            {
                session.Execute(table.Statement);
            }

            var settings = new ServerSettings(
                session.QueryScalar("SELECT @@log_bin") == "1", session.QueryScalar("SELECT @@binlog_format") == "ROW");
            var rows = new List<StageMatrixRow>();
            foreach (var @case in cases)
            {
                var row = Measure(session, @case, settings, name, cancellation);
                rows.Add(row);
                measured?.Invoke(row);
            }

            return rows;
        }
        finally
        {
            session.Execute($"DROP DATABASE IF EXISTS `{name}x`");
            session.Execute($"DROP DATABASE IF EXISTS `{name}`");
        }
    }

    private static bool IsMet(ServerSession session, CaseSql sql) => sql.Needs is null || session.QueryScalar(sql.Needs) is not (null or "0");

    /// <summary>A run that was killed could not remove its schema; one that still runs has a connection in it.</summary>
    private static void RemoveLeftovers(ServerSession session)
    {
        foreach (var row in session.Query(
            "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA "
            + $"WHERE SCHEMA_NAME REGEXP '^{SchemaPrefix}[0-9a-f]{{12}}x?$' AND NOT EXISTS "
            + "(SELECT 1 FROM information_schema.PROCESSLIST WHERE DB = SCHEMA_NAME OR CONCAT(DB, 'x') = SCHEMA_NAME)"))
        {
            session.Execute($"DROP DATABASE IF EXISTS {ServerSession.QuoteName(row["name"]!)}");
        }
    }

    private StageMatrixRow Measure(
        ServerSession session, StatementCase @case, ServerSettings settings, string schema, CancellationToken cancellation)
    {
        var sql = CaseSqlTexts.ByName[@case.Name];
        var isMet = IsMet(session, sql);
        var cells = new List<StageMatrixCell>();
        foreach (var stage in Stages)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!isMet)
            {
                cells.Add(new StageMatrixCell(stage, CellOutcome.Skipped, "the server has no such engine, or the log is off"));
                continue;
            }

            using var trial = new CaseTrial(options, session, schema);
            cells.Add(trial.Run(@case.Name, sql, stage));
        }

        return new StageMatrixRow(@case, cells, [.. Stages.Select(stage => @case.WaitsAt(stage, settings))]);
    }
}
