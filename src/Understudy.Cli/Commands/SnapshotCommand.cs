using System.CommandLine;
using System.CommandLine.Parsing;
using Understudy.Cli.Arguments;
using Understudy.Cli.Output;
using Understudy.Engine;
using Understudy.Engine.Snapshot;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy snapshot</c>.</summary>
internal static class SnapshotCommand
{
    private static readonly Option<string?> TargetDir = new("--target-dir") { Description = "Where the snapshot is to appear; must not exist." };
    private static readonly Option<string?> ListIn = new("--list") { Description = "List the snapshots whose target directories are in this directory." };
    private static readonly Option<string?> DeleteAt = new("--delete") { Description = "Delete the snapshot that was made with this target directory." };
    private static readonly Option<SnapshotProvider> Provider = new Option<SnapshotProvider>("--provider")
    {
        Description = "auto, btrfs, reflink (clone every file; XFS or btrfs), lvm, zfs, or exec.",
        DefaultValueFactory = _ => SnapshotProvider.Auto,
    }.AcceptOnlyFromAmong("auto", "btrfs", "reflink", "lvm", "zfs", "exec");

    private static readonly Option<bool> FlushOnly = new("--flush-only")
    {
        Description = "Hold only START and FLUSH: no commit and no DDL waits, but the snapshot is what a crash would have left, without positions.",
    };

    private static readonly Option<string?> Exec = new("--command") { Description = "With --provider=exec: the shell command that makes, opens, seals and discards the snapshot." };
    private static readonly Option<int> Timeout = new("--snapshot-timeout") { Description = "Seconds that making the snapshot may take while commits wait.", DefaultValueFactory = _ => 30 };
    private static readonly Option<string> Extents = new("--snapshot-extents") { Description = "With LVM: room for changes, as lvcreate --extents takes it.", DefaultValueFactory = _ => "20%ORIGIN" };
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Threads that verify.", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 8) };
    private static readonly Option<int> LockWaitTimeout = new("--lock-wait-timeout") { Description = "Seconds to wait for each stage.", DefaultValueFactory = _ => 60 };
    private static readonly Option<string?> DataDir = new("--datadir") { Description = "Where the server's data directory is seen from here, if not where the server says." };
    private static readonly Option<bool> Json = new("--json") { Description = "Report in JSON lines on standard output." };

    internal static Command Create()
    {
        var connection = new ConnectionArguments();
        var command = new Command("snapshot", "Make a storage snapshot of a running server, and a backup of it.")
        {
            TargetDir, Provider, FlushOnly, Exec, Timeout, Extents, Parallel, LockWaitTimeout, DataDir, ListIn, DeleteAt, Json,
        };
        connection.AddTo(command);
        Parallel.Validators.Add(Validation.AtLeast(1));
        LockWaitTimeout.Validators.Add(Validation.AtLeast(0));
        Timeout.Validators.Add(Validation.AtLeast(1));
        command.Validators.Add(RequireOneThing);
        command.SetAction((parsed, cancellation) => Task.Run(() => (int)Run(parsed, connection, cancellation), CancellationToken.None));
        return command;
    }

    private static void RequireOneThing(CommandResult result)
    {
        if (new[] { TargetDir, ListIn, DeleteAt }.Count(option => result.GetValue(option) is not null) != 1)
        {
            result.AddError("name one of --target-dir, --list and --delete");
        }

        if (result.GetResult(Provider)?.Errors.Any() == false && (result.GetValue(Provider) == SnapshotProvider.Exec) != (result.GetValue(Exec) is not null))
        {
            result.AddError("--provider=exec and --command belong together");
        }
    }

    private static ExitCode Run(ParseResult parsed, ConnectionArguments connection, CancellationToken cancellation)
    {
        if (parsed.GetValue(ListIn) is { } directory)
        {
            List(directory, parsed.GetValue(Json));
            return ExitCode.Done;
        }

        if (parsed.GetValue(DeleteAt) is { } target)
        {
            var deleted = SnapshotStore.Delete(target, cancellation);
            if (parsed.GetValue(Json))
            {
                JsonLines.Write(SnapshotLine.Of(deleted));
            }
            else
            {
                Console.Out.WriteLine($"deleted {deleted.Name} in {deleted.TargetDirectory}");
            }

            return ExitCode.Done;
        }

        return Make(parsed, connection, cancellation);
    }

    private static void List(string directory, bool asJson)
    {
        foreach (var record in SnapshotStore.List(directory))
        {
            if (asJson)
            {
                JsonLines.Write(SnapshotLine.Of(record));
                continue;
            }

            Console.Out.WriteLine($"{record.TakenAt:yyyy-MM-dd HH:mm:ss}Z  {record.Volume.Provider.ToString().ToLowerInvariant()}  {Waited(record)}  {record.BackupDirectory}");
        }
    }

    private static string Waited(SnapshotRecord record) =>
        record.FlushOnly ? "flush only, no commit waited" : $"commits waited {record.CommitsBlockedSeconds:0.000} s";

    private static ExitCode Make(ParseResult parsed, ConnectionArguments connection, CancellationToken cancellation)
    {
        var options = new SnapshotOptions
        {
            Connection = connection.Read(parsed),
            TargetDirectory = parsed.GetValue(TargetDir)!,
            Provider = parsed.GetValue(Provider),
            FlushOnly = parsed.GetValue(FlushOnly),
            Command = parsed.GetValue(Exec),
            SnapshotTimeout = TimeSpan.FromSeconds(parsed.GetValue(Timeout)),
            LvmExtents = parsed.GetValue(Extents)!,
            Parallel = parsed.GetValue(Parallel),
            LockWaitTimeout = TimeSpan.FromSeconds(parsed.GetValue(LockWaitTimeout)),
            DataDirectory = parsed.GetValue(DataDir),
            CommandLine = CommandLines.WithoutSecrets(Environment.GetCommandLineArgs().Skip(1)),
        };
        var progress = new OperationProgress();
        using var reporter = new Reporter(progress, OutputModes.Choose(parsed.GetValue(Json)));
        var result = new SnapshotOperation(options, progress, reporter).Run(cancellation);
        var record = result.Record;
        reporter.Done(
            record.BackupDirectory,
            $"snapshot complete: {result.FilesCount} files, {Sizes.Format(result.SizeBytes)}, LSN {result.EndLsn}, {Waited(record)}, backup in {record.BackupDirectory}");
        return result.HasDoubts ? ExitCode.DoneWithWarnings : ExitCode.Done;
    }
}
