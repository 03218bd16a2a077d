using Understudy.Engine.Snapshot;
using Understudy.Engine.Tests.Doubles;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Protocol;

namespace Understudy.Engine.Tests.Faults;

/// <summary>
/// Whole snapshots against a server double, by a command that copies the files, in which each statement and each step in turn fails.
/// Whatever fails: nothing stays locked, no connection stays open, and what was made of the snapshot is removed again.
/// </summary>
public sealed class SnapshotFaultTests
{
    private const uint Questions = 1;
    private const uint Stages = 2;
    private const uint TableLocks = 4; // the third one watches, from BLOCK_COMMIT on

    private const string Copy = """
        case $UNDERSTUDY_SNAPSHOT_STEP in
        create) mkdir -p "$UNDERSTUDY_TARGET_DIR/$UNDERSTUDY_DATA_PATH" && cp -a "/$UNDERSTUDY_DATA_PATH/." "$UNDERSTUDY_TARGET_DIR/$UNDERSTUDY_DATA_PATH";;
        discard) rm -rf -- "$UNDERSTUDY_TARGET_DIR"/*;;
        esac
        """;

    private static readonly Stage[] AllStages = [Stage.Start, Stage.BlockCommit, Stage.End];

    [Fact]
    public void Snapshot_OfAServerDouble_IsWhole()
    {
        using var place = new IdleDataDirectory();

        var (result, error) = Take(place, place.NewTarget());

        Assert.Null(error);
        Assert.Equal(AllStages, place.Server.Stages);
        Assert.Empty(place.Server.Remains);
        Assert.True(File.Exists(Path.Combine(result!.Record.BackupDirectory, ManifestDocument.FileName)));
    }

    [Theory]
    [InlineData(ServerDouble.Lost, FailureKind.Failed)]
    [InlineData(ServerDouble.Refused, FailureKind.AccessDenied)]
    [InlineData(ServerDouble.TimedOut, FailureKind.LockNotAvailable)]
    public void Snapshot_WhoseStatementFails_IsRemovedAndReleasesEverything(uint code, FailureKind kind)
    {
        foreach (var call in StatementsOfASnapshot())
        {
            using var place = new IdleDataDirectory();
            place.Server.Fault = now => now.Connection == call.Connection && now.Number == call.Number ? code : null;
            var target = place.NewTarget();

            var (_, error) = Take(place, target);

            Check($"{call}", place, target, error);
            Assert.True(call.MayFail(code) == error is null, $"{call}: {error}");
            Assert.True(error is null || (error is FailureException failure && failure.Kind == kind), $"{call}: {error}");
        }
    }

    [Fact]
    public void Snapshot_WhoseStageIsLostBeforeAnyStatement_Fails()
    {
        foreach (var call in StatementsOfASnapshot().Where(call => call.Connection is Questions or Stages)
            .SkipWhile(call => !call.Sql.EndsWith("BACKUP STAGE START", StringComparison.Ordinal)).Skip(1))
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

            Check($"{call}", place, target, error);
            Assert.True(error is FailureException { Kind: FailureKind.Failed }, $"{call}: {error}");
        }
    }

    [Fact]
    public void Snapshot_CancelledAtAnyStatement_IsRemovedAndReleasesEverything()
    {
        foreach (var call in StatementsOfASnapshot())
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

            Check($"{call}", place, target, error);
            Assert.True(error is OperationCanceledException, $"{call}: {error}");
        }
    }

    [Theory]
    [InlineData("create", "exit 7", "failed with exit code 7")]
    [InlineData("create", "sleep 600", "did not end in time")]
    [InlineData("create", "kill -9 $$", "failed with exit code 137")]
    [InlineData("create", "true", "the snapshot has no ")]
    [InlineData("open", "exit 7", "failed with exit code 7")]
    [InlineData("seal", "exit 7", "failed with exit code 7")]
    public void Snapshot_WhoseStepFails_IsRemovedAndReleasesEverything(string step, string instead, string message)
    {
        using var place = new IdleDataDirectory();
        var target = place.NewTarget();

        var (_, error) = Take(place, target, $"if [ $UNDERSTUDY_SNAPSHOT_STEP = {step} ]; then {instead}; exit; fi\n{Copy}");

        Check(step, place, target, error);
        Assert.Contains(message, error!.Message, StringComparison.Ordinal);
        Assert.Equal(AllStages, place.Server.Stages);
    }

    [Fact]
    public void Snapshot_ThatCannotBeRemoved_SaysWhatIsLeft()
    {
        using var place = new IdleDataDirectory();
        var target = place.NewTarget();
        var events = new RecordedEvents();

        var (_, error) = Take(place, target, $"case $UNDERSTUDY_SNAPSHOT_STEP in seal|discard) echo no such volume; exit 1;; esac\n{Copy}", events);

        Assert.Contains("no such volume", error!.Message, StringComparison.Ordinal);
        Assert.Contains(events.Messages, text => text.Contains("not removed: ", StringComparison.Ordinal) && text.Contains("no such volume", StringComparison.Ordinal));
        Assert.Empty(place.Server.Remains);
    }

    private static void Check(string what, IdleDataDirectory place, string target, Exception? error)
    {
        Assert.True(place.Server.Remains.Count == 0, $"{what}: {string.Join("; ", place.Server.Remains)}");
        Assert.True(Directory.Exists(target) == error is null, $"{what}: {error}");
        if (error is null)
        {
            Assert.Equal(AllStages, place.Server.Stages);
        }
    }

    private static List<DoubleCall> StatementsOfASnapshot()
    {
        using var place = new IdleDataDirectory();
        Assert.Null(Take(place, place.NewTarget()).Error);

        // How often the watching connection asks is a matter of time.
        return [.. place.Server.Calls.Where(call => call.Connection is Questions or Stages or TableLocks)];
    }

    private static (SnapshotResult? Result, Exception? Error) Take(
        IdleDataDirectory place, string target, string command = Copy, RecordedEvents? events = null, CancellationToken cancellation = default)
    {
        var options = new SnapshotOptions
        {
            Connection = place.Server.Options,
            TargetDirectory = target,
            Provider = SnapshotProvider.Exec,
            Command = command,
            Parallel = 2,
            LockWaitTimeout = TimeSpan.FromMilliseconds(500),
            SnapshotTimeout = command.Contains("sleep 600", StringComparison.Ordinal) ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(2),
        };
        try
        {
            return (new SnapshotOperation(options, new OperationProgress(), events ?? new RecordedEvents()).Run(cancellation), null);
        }
        catch (Exception e) when (e is FailureException or OperationCanceledException or IOException)
        {
            return (null, e);
        }
    }
}
