using Understudy.Engine.Backup;
using Understudy.Engine.Tests.Doubles;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Protocol;

namespace Understudy.Engine.Tests.Faults;

/// <summary>
/// Whole backups against a server double, in which each statement in turn fails. Whatever fails: nothing stays locked, no connection
/// stays open, the failure is of the right kind, and what is not a whole backup is not called one.
/// </summary>
public sealed class BackupFaultTests
{
    // In this order the connections are made; later ones only watch.
    private const uint Stages = 2;
    private const uint RedoLog = 4;

    private static readonly TimeSpan LockTimeMax = TimeSpan.FromSeconds(30);
    private static readonly Stage[] AllStages = [Stage.Start, Stage.Flush, Stage.BlockDdl, Stage.BlockCommit, Stage.End];

    [Fact]
    public void Backup_OfAServerDouble_IsWhole()
    {
        using var place = new IdleDataDirectory();

        var (result, error) = Take(place, place.NewTarget());

        Assert.Null(error);
        Assert.Equal(AllStages, place.Server.Stages);
        Assert.Empty(place.Server.Remains);
        Assert.Equal(
            ["aria_log.00000001", "aria_log_control", "d/db.opt", "d/m.MYD", "d/m.MYI", "d/m.frm", "d/t.frm", "d/t.ibd", "ib_logfile0", "ibdata1"],
            result!.Manifest.Files.Where(file => file.Role != ManifestFileRole.Metadata && file.Path != "ddl.log").Select(file => file.Path));
    }

    [Theory]
    [InlineData(ServerDouble.Lost, FailureKind.Failed)]
    [InlineData(ServerDouble.Refused, FailureKind.AccessDenied)]
    [InlineData(ServerDouble.TimedOut, FailureKind.LockNotAvailable)]
    public void Backup_WhoseStatementFails_ReleasesEverything(uint code, FailureKind kind)
    {
        foreach (var call in StatementsOfABackup())
        {
            using var place = new IdleDataDirectory();
            place.Server.Fault = now => now.Connection == call.Connection && now.Number == call.Number ? code : null;
            var target = place.NewTarget();

            var (_, error) = Take(place, target);

            Check(call, place, target, error);
            Assert.True(call.MayFail(code) == error is null, $"{call}: {error}");
            if (error is null)
            {
                continue;
            }

            Assert.True(error is FailureException { Kind: var found } && found == kind, $"{call}: {error}");
            if (code != ServerDouble.Lost && place.Server.Stages.Count > 0)
            {
                Assert.Equal("BACKUP STAGE END", place.Server.Calls.Last(now => now.Connection == Stages).Sql);
            }
        }
    }

    // Between two statements nobody is told: the next one, or the sign of life that is asked for, shows it.
    [Fact]
    public void Backup_WhoseStageIsLostBeforeAnyStatement_Fails()
    {
        foreach (var call in StatementsOfABackup().SkipWhile(call => !call.Sql.EndsWith("BACKUP STAGE START", StringComparison.Ordinal)).Skip(1))
        {
            using var place = new IdleDataDirectory();
            place.Server.Fault = now =>
            {
                if (now.Connection == call.Connection && now.Number == call.Number)
                {
                    place.Server.Kill(Stages);
                }

                return null;
            };
            var target = place.NewTarget();

            var (_, error) = Take(place, target);

            Check(call, place, target, error);
            Assert.True(error is FailureException { Kind: FailureKind.Failed }, $"{call}: {error}");
        }
    }

    [Fact]
    public void Backup_CancelledAtAnyStatement_ReleasesEverything()
    {
        foreach (var call in StatementsOfABackup())
        {
            using var place = new IdleDataDirectory();
            using var cancel = new CancellationTokenSource();
            place.Server.Fault = now =>
            {
                if (now.Connection == call.Connection && now.Number == call.Number)
                {
                    cancel.Cancel();
                }

                return null;
            };
            var target = place.NewTarget();

            var (_, error) = Take(place, target, cancellation: cancel.Token);

            Check(call, place, target, error);
            Assert.True(error is OperationCanceledException, $"{call}: {error}");
        }
    }

    [Fact]
    public void Backup_WithSomebodyInTheWayOfStart_SaysWho()
    {
        using var place = new IdleDataDirectory();
        using var other = place.Server.Other(LockTable);

        var (_, error) = Take(place, place.NewTarget());

        Assert.True(error is FailureException { Kind: FailureKind.LockNotAvailable }, $"{error}");
        Assert.Contains("BACKUP STAGE START was not had within", error!.Message, StringComparison.Ordinal);
        Assert.Contains("LOCK TABLES d.m WRITE", error.Message, StringComparison.Ordinal);
        Assert.Empty(place.Server.Stages);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Backup_WhoseTimeForLocksIsOver_ReleasesAndTriesAgain(int retries)
    {
        using var place = new IdleDataDirectory();
        var time = new ManualTime();
        IDisposable? other = null;
        var over = Task.CompletedTask;
        place.Server.Fault = now =>
        {
            // In the way from FLUSH on, and gone when all is begun again.
            if (now.Sql.EndsWith("BACKUP STAGE FLUSH", StringComparison.Ordinal) && place.Server.Stages.Count == 1)
            {
                other = place.Server.Other(LockTable);
            }
            else if (now.Sql.EndsWith("BACKUP STAGE BLOCK_DDL", StringComparison.Ordinal) && place.Server.Stages.Count == 2)
            {
                over = Task.Run(() => time.Advance(LockTimeMax));
            }
            else if (now.Sql.EndsWith("BACKUP STAGE START", StringComparison.Ordinal))
            {
                other?.Dispose();
            }

            return null;
        };
        var target = place.NewTarget();

        var (_, error) = Take(
            place, target, options => options with { LockTimeMax = LockTimeMax, LockRetries = retries, LockWaitTimeout = TimeSpan.FromMinutes(1) }, time);

        await over;
        if (retries == 0)
        {
            other!.Dispose();
            Assert.True(error is FailureException { Kind: FailureKind.LockNotAvailable }, $"{error}");
            Assert.Equal([Stage.Start, Stage.Flush, Stage.End], place.Server.Stages);
        }
        else
        {
            Assert.Null(error);
            Assert.Equal([Stage.Start, Stage.Flush, Stage.End, .. AllStages], place.Server.Stages);
        }

        Assert.Empty(place.Server.Remains);
        Assert.Equal(error is null, IsWhole(target));
    }

    private static Statement LockTable => new(StatementKind.LockTablesWrite, new ModelTable("d.m", TableEngine.MyIsam));

    private static void Check(DoubleCall call, IdleDataDirectory place, string target, Exception? error)
    {
        Assert.True(place.Server.Remains.Count == 0, $"{call}: {string.Join("; ", place.Server.Remains)}");
        Assert.True(IsWhole(target) == error is null, $"{call}: {error}");
        if (error is null)
        {
            Assert.Equal(AllStages, place.Server.Stages);
        }
    }

    private static bool IsWhole(string target) => File.Exists(Path.Combine(target, ManifestDocument.FileName));

    private static List<DoubleCall> StatementsOfABackup()
    {
        using var place = new IdleDataDirectory();
        Assert.Null(Take(place, place.NewTarget()).Error);

        // How often the redo log's thread asks is a matter of time.
        return [.. place.Server.Calls.Where(call => call.Connection < RedoLog || (call.Connection == RedoLog && call.Number <= 3))];
    }

    private static (BackupResult? Result, Exception? Error) Take(
        IdleDataDirectory place, string target, Func<BackupOptions, BackupOptions>? with = null, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        var options = new BackupOptions
        {
            Connection = place.Server.Options, TargetDirectory = target, Parallel = 2, LockWaitTimeout = TimeSpan.FromMilliseconds(500),
        };
        try
        {
            return (new BackupOperation(with?.Invoke(options) ?? options, new OperationProgress(), new RecordedEvents(), time).Run(cancellation), null);
        }
        catch (Exception e) when (e is FailureException or OperationCanceledException)
        {
            return (null, e);
        }
    }
}
