using System.Globalization;
using Understudy.Formats;
using Understudy.Protocol;
using Understudy.Server;

namespace Understudy.Engine.StageMatrix;

/// <summary>Tries one statement at one stage.</summary>
internal sealed class CaseTrial : IDisposable
{
    private const string WaitsForTable = "Waiting for table metadata lock";
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(5);

    private readonly StageMatrixOptions _options;
    private readonly ServerSession _observer;
    private readonly string _schema;
    private readonly ServerSession _subject;
    private readonly ServerSession _holder;

    internal CaseTrial(StageMatrixOptions options, ServerSession observer, string schema)
    {
        _options = options;
        _observer = observer;
        _schema = schema;
        _holder = ServerSession.Connect(options.Connection);
        try
        {
            // Where it would wait it fails at once, but at the end of an ALTER, which must be let wait.
            _subject = Connect(TimeSpan.Zero);
        }
        catch
        {
            _holder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _holder.Dispose();
        _subject.Dispose();
    }

    internal StageMatrixCell Run(string name, CaseSql sql, Stage stage)
    {
        _subject.ReadTimeout = AnswerTimeout;
        _holder.ReadTimeout = AnswerTimeout + _options.LockWaitTimeout + _options.LockWaitTimeout;
        _subject.Execute("SET SESSION lock_wait_timeout=30");
        foreach (var text in sql.Before)
        {
            _subject.Execute(Named(text));
        }

        try
        {
            return name == CaseSqlTexts.FinalPhase ? TryFinalPhase(sql, stage) : Try(sql, stage);
        }
        finally
        {
            _holder.Dispose();
            CleanUp(sql);
        }
    }

    private StageMatrixCell Try(CaseSql sql, Stage stage)
    {
        _subject.Execute("SET SESSION lock_wait_timeout=0");
        Enter(stage);
        try
        {
            // Some statements tell of a time-out in a row instead of an error.
            var rows = _subject.Query(Named(sql.Statement));
            var text = rows.Select(row => row[row.Count - 1])
                .FirstOrDefault(text => text?.Contains("Lock wait timeout exceeded", StringComparison.Ordinal) == true);
            return new StageMatrixCell(stage, text is null ? CellOutcome.Runs : CellOutcome.Waits, null);
        }
        catch (ServerException e) when (e.IsLockWaitTimeout)
        {
            return new StageMatrixCell(stage, CellOutcome.Waits, null);
        }
        catch (ServerException e) when (!e.IsConnectionLost)
        {
            return new StageMatrixCell(stage, CellOutcome.Refused, e.Message);
        }
        finally
        {
            // Not only in Dispose: what comes after must not wait for the stage.
            _holder.Execute("BACKUP STAGE END");
        }
    }

    /// <summary>
    /// A reader holds up the end of an ALTER, so that the stage comes while it runs; then the reader lets go.
    /// </summary>
    private StageMatrixCell TryFinalPhase(CaseSql sql, Stage stage)
    {
        using var reader = Connect(AnswerTimeout);
        reader.Execute("BEGIN");
        reader.Execute("SELECT * FROM n");
        ServerException? error = null;
        var alter = new Thread(() =>
        {
            try
            {
                _subject.Execute(Named(sql.Statement));
            }
            catch (ServerException e)
            {
                error = e;
            }
        })
        { IsBackground = true, Name = "alter" };
        alter.Start();
        Await(alter, WaitsForTable);
        Enter(stage);
        reader.Execute("COMMIT");
        var waits = Await(alter, ServerProcess.WaitingForBackupLock);
        _holder.Execute("BACKUP STAGE END");
        alter.Join();
        return error is null
            ? new StageMatrixCell(stage, waits ? CellOutcome.Waits : CellOutcome.Runs, null)
            : new StageMatrixCell(stage, CellOutcome.Refused, error.Message);
    }

    /// <summary>Waits until the statement is in a state; false when it has ended instead.</summary>
    private bool Await(Thread statement, string state)
    {
        while (statement.IsAlive)
        {
            if (_observer.QueryScalar(
                $"SELECT STATE FROM information_schema.PROCESSLIST WHERE ID = {_subject.ConnectionId}") == state)
            {
                return true;
            }

            statement.Join(LookInterval);
        }

        return false;
    }

    private void Enter(Stage stage)
    {
        Ask(BackupStage.Start);
        if (stage != Stage.Start)
        {
            Ask(ServerStage(stage));
        }
    }

    private void Ask(BackupStage stage)
    {
        try
        {
            var seconds = (long)Math.Ceiling(_options.LockWaitTimeout.TotalSeconds);
            _holder.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"SET STATEMENT lock_wait_timeout={seconds} FOR BACKUP STAGE {stage.SqlName()}"));
        }
        catch (ServerException e) when (e.IsLockWaitTimeout)
        {
            throw new FailureException(
                FailureKind.LockNotAvailable,
                $"BACKUP STAGE {stage.SqlName()} was not had within {_options.LockWaitTimeout.TotalSeconds:0} s; in the way: "
                + StageBlockers.Read(_observer, stage, _holder.ConnectionId).Text,
                "Try again when no backup and no DDL runs, or wait longer with --lock-wait-timeout.",
                e);
        }
    }

    private static BackupStage ServerStage(Stage stage) => stage switch
    {
        Stage.Start => BackupStage.Start,
        Stage.Flush => BackupStage.Flush,
        Stage.BlockDdl => BackupStage.BlockDdl,
        _ => BackupStage.BlockCommit,
    };

    private void CleanUp(CaseSql sql)
    {
        try
        {
            _subject.Execute("SET SESSION lock_wait_timeout=30");
        }
        catch (ServerException)
        {
            return;
        }

        foreach (var text in sql.After)
        {
            try
            {
                _subject.Execute(Named(text));
            }
            catch (ServerException e) when (!e.IsConnectionLost)
            {
                // Whether there is something to clean up depends on whether the statement ran.
            }
        }
    }

    private string Named(string text) => text
        .Replace("XID", _schema + "x", StringComparison.Ordinal)
        .Replace(" USER USER", $" USER '{_schema}'@localhost", StringComparison.Ordinal)
        .Replace("EXISTS USER", $"EXISTS '{_schema}'@localhost", StringComparison.Ordinal)
        .Replace("TO USER", $"TO '{_schema}'@localhost", StringComparison.Ordinal)
        .Replace("FOR USER", $"FOR '{_schema}'@localhost", StringComparison.Ordinal);

    private ServerSession Connect(TimeSpan lockWaitTimeout)
    {
        var session = ServerSession.Connect(_options.Connection with { LockWaitTimeout = lockWaitTimeout });
        try
        {
            session.Execute($"USE `{_schema}`");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
