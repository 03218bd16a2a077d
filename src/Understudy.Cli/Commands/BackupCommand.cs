using System.CommandLine;
using System.CommandLine.Parsing;
using Understudy.Cli.Arguments;
using Understudy.Cli.Output;
using Understudy.Engine;
using Understudy.Engine.Backup;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Storage.Compression;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy backup</c>.</summary>
internal static class BackupCommand
{
    private const long Megabyte = 1_000_000;
    private const double LockTimeLimitSeconds = 1_000_000;
    private const string Efficient = "efficient";
    private const string Community = "community";

    private static readonly Option<string?> TargetDir = new("--target-dir") { Description = "Directory to make the backup in; must be empty or missing." };
    private static readonly Option<bool> Stream = new("--stream") { Description = "Write the backup as a stream of mbstream to standard output, instead of a directory." };
    private static readonly Option<string?> Compress = new("--compress") { Description = "Compress the files: zstd or lz4, also with a level, as in zstd:9." };
    private static readonly Option<HashKind> Checksum = new Option<HashKind>("--checksum")
    {
        Description = "By which hashes the manifest describes the files: xxh64, which is fast, or sha256.",
        DefaultValueFactory = _ => HashKind.Xxh64,
    }.AcceptOnlyFromAmong("xxh64", "sha256");
    private static readonly Option<string?> IncrementalBase = new("--incremental-base") { Description = "Make an increment on the backup in this directory." };
    private static readonly Option<ulong?> IncrementalLsn = new("--incremental-lsn") { Description = "Make an increment that has what changed since this LSN." };
    private static readonly Option<string> Stages = new Option<string>("--stages")
    {
        Description = "efficient: nearly everything is copied while nothing is blocked. community: START, BLOCK_COMMIT, END.",
        DefaultValueFactory = _ => Efficient,
    }.AcceptOnlyFromAmong(Efficient, Community);
    private static readonly Option<CopyMethod> Method = new Option<CopyMethod>("--method")
    {
        Description = "copy, or reflink: clone files instead of copying them, on XFS or btrfs; auto: reflink where it can be done.",
        DefaultValueFactory = _ => CopyMethod.Copy,
    }.AcceptOnlyFromAmong("copy", "reflink", "auto");

    private static readonly Option<VerificationTime> Verify = new Option<VerificationTime>("--verify")
    {
        Description = "When cloned files are read, to verify and to hash them: now, or later, by understudy verify.",
        DefaultValueFactory = _ => VerificationTime.Now,
    }.AcceptOnlyFromAmong("now", "later");

    private static readonly Option<int> Parallel = new("--parallel") { Description = "Copying threads.", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 8) };
    private static readonly Option<int> LockWaitTimeout = new("--lock-wait-timeout") { Description = "Seconds to wait for each stage.", DefaultValueFactory = _ => 60 };
    private static readonly Option<double> MaxLockTime = new("--max-lock-time") { Description = "Seconds, from FLUSH to END, for which others may be blocked; then all is released and tried again later. 0 for no limit." };
    private static readonly Option<int> LockRetries = new("--lock-retries") { Description = "How often to try again after --max-lock-time.", DefaultValueFactory = _ => 10 };
    private static readonly Option<long> Throttle = new("--throttle") { Description = "The most to read, in MB/s; 0 for no limit." };
    private static readonly Option<bool> AllowDamagedPages = new("--allow-damaged-pages") { Description = "Finish the backup although pages are damaged; they are listed, and the exit code is 3." };
    private static readonly Option<bool> ReplicaInfo = new("--replica-info") { Description = "Record what this server replicates from." };
    private static readonly Option<string?> DataDir = new("--datadir") { Description = "Where the server's data directory is seen from here, if not where the server says." };
    private static readonly Option<bool> Prepared = new("--prepared") { Description = "Roll the InnoDB files forward while they are copied, so that the backup is prepared when it ends." };
    private static readonly Option<long?> UseMemory = new("--use-memory")
    {
        Description = "With --prepared: memory for log records and pages, such as 256M (which it is) or 1G.",
        CustomParser = ByteSize.Parse,
    };

    private static readonly KeyArguments Keys = new();
    private static readonly Option<bool> Profile = new("--profile") { Description = "Tell at the end where the time went." };
    private static readonly Option<bool> Json = new("--json") { Description = "Report in JSON lines on standard output." };

    private static readonly SelectionArguments Selection = new();
    private static readonly LockArguments Locks = new();

    internal static Command Create()
    {
        var connection = new ConnectionArguments();
        var command = new Command("backup", "Take a backup of a running server.")
        {
            TargetDir,
            Stream,
            Compress,
            Checksum,
            IncrementalBase,
            IncrementalLsn,
            Stages,
            Method,
            Verify,
            Parallel,
            LockWaitTimeout,
            MaxLockTime,
            LockRetries,
            Throttle,
            AllowDamagedPages,
            ReplicaInfo,
            DataDir,
            Prepared,
            UseMemory,
            Profile,
            Json,
        };
        Keys.AddTo(command);
        connection.AddTo(command);
        command.Validators.Add(CheckTarget);
        Selection.AddTo(command);
        command.Validators.Add(RefuseWithPrepared);
        command.Validators.Add(RefuseWithVerifyLater);
        Locks.AddTo(command);
        Parallel.Validators.Add(Validation.AtLeast(1));
        LockWaitTimeout.Validators.Add(Validation.AtLeast(0));
        MaxLockTime.Validators.Add(Validation.AtLeast(0.0));
        LockRetries.Validators.Add(Validation.AtLeast(0));
        Throttle.Validators.Add(Validation.AtLeast(0L));
        command.SetAction((parsed, cancellation) => Task.Run(() => (int)Run(parsed, connection, cancellation), CancellationToken.None));
        return command;
    }

    private static void RefuseWithPrepared(CommandResult result)
    {
        if (!result.GetValue(Prepared))
        {
            return;
        }

        if (result.GetValue(AllowDamagedPages))
        {
            result.AddError("--prepared and --allow-damaged-pages exclude each other: damaged pages cannot be rolled forward");
        }

        if (result.GetValue(IncrementalBase) is not null || result.GetValue(IncrementalLsn) is not null)
        {
            result.AddError("--prepared and increments exclude each other: an increment is rolled forward together with its full backup");
        }
    }

    // Only clones can be read later: everything else passes through the program's hands, and is verified on the way.
    private static void RefuseWithVerifyLater(CommandResult result)
    {
        // A value that is none cannot be read; it has an error of its own.
        if (Word(result, Verify) != "later")
        {
            return;
        }

        if (Word(result, Method) is null or "copy")
        {
            result.AddError("--verify=later is about files that are cloned: it needs --method=reflink or --method=auto");
        }

        (bool IsGiven, string Option, string Why)[] excluded =
        [
            (result.GetValue(Stream), "--stream", "nothing is cloned into a stream"),
            (result.GetValue(Compress) is not null, "--compress", "what is compressed is not cloned"),
            (result.GetValue(Prepared), "--prepared", "pages are verified before they are rolled forward"),
            (Word(result, IncrementalBase) is not null || Word(result, IncrementalLsn) is not null, "increments", "an increment reads all pages to find those that changed"),
            (result.GetValue(AllowDamagedPages), "--allow-damaged-pages", "which pages are damaged shows only when they are read"),
        ];
        foreach (var (_, option, why) in excluded.Where(entry => entry.IsGiven))
        {
            result.AddError($"--verify=later and {option} exclude each other: {why}");
        }
    }

    private static string? Word(CommandResult result, Option option) => result.GetResult(option)?.Tokens is [var token, ..] ? token.Value : null;

    private static PreparedOptions ReadPrepared(ParseResult parsed)
    {
        var options = new PreparedOptions
        {
            KeyFile = Keys.File(parsed),
            KeyFilePassword = Keys.Password(parsed),
            EncryptionMode = Keys.Mode(parsed),
        };
        return parsed.GetValue(UseMemory) is { } bytes ? options with { UseMemoryBytes = bytes } : options;
    }

    private static void CheckTarget(System.CommandLine.Parsing.CommandResult command)
    {
        if (command.GetValue(Compress) is { } compress && CompressionChoice.Parse(compress) is null)
        {
            command.AddError($"--compress {compress} is not understood: zstd or lz4, with a level as in zstd:1 to zstd:19, lz4:1 to lz4:12");
        }

        if (!command.GetValue(Stream))
        {
            if (command.GetValue(TargetDir) is null)
            {
                command.AddError("--target-dir is required, or --stream");
            }
        }
        else if (command.GetValue(TargetDir) is not null || command.GetValue(Json))
        {
            command.AddError("--stream writes the backup to standard output: leave out --target-dir and --json");
        }
    }

    private static ExitCode Run(ParseResult parsed, ConnectionArguments connection, CancellationToken cancellation)
    {
        var options = new BackupOptions
        {
            Connection = connection.Read(parsed),
            TargetDirectory = parsed.GetValue(TargetDir) ?? "",
            Stream = parsed.GetValue(Stream),
            Compression = parsed.GetValue(Compress) is { } compress ? CompressionChoice.Parse(compress) : null,
            HashKind = parsed.GetValue(Checksum),
            IncrementalBase = parsed.GetValue(IncrementalBase),
            IncrementalLsn = parsed.GetValue(IncrementalLsn) is { } lsn ? new Lsn(lsn) : null,
            Method = parsed.GetValue(Method),
            Verify = parsed.GetValue(Verify),
            Stages = Locks.Mode(parsed) ?? (parsed.GetValue(Stages) == Community ? StageMode.Community : StageMode.Efficient),
            QueryWait = Locks.QueryWait(parsed),
            LockDdlPerTable = Locks.LockDdlPerTable(parsed),
            PauseReplica = Locks.PauseReplica(parsed),
            PauseReplicaTimeout = Locks.PauseReplicaTimeout(parsed),
            Parallel = parsed.GetValue(Parallel),
            LockWaitTimeout = TimeSpan.FromSeconds(parsed.GetValue(LockWaitTimeout)),
            LockTimeMax = parsed.GetValue(MaxLockTime) is > 0 and var seconds
                ? TimeSpan.FromSeconds(Math.Min(seconds, LockTimeLimitSeconds))
                : Timeout.InfiniteTimeSpan,
            LockRetries = parsed.GetValue(LockRetries),
            ThrottleBytesPerSecond = parsed.GetValue(Throttle) * Megabyte,
            AllowDamagedPages = parsed.GetValue(AllowDamagedPages),
            ReplicaInfo = parsed.GetValue(ReplicaInfo),
            DataDirectory = parsed.GetValue(DataDir),
            Selection = Selection.Read(parsed),
            Prepared = parsed.GetValue(Prepared) ? ReadPrepared(parsed) : null,
            CommandLine = CommandLines.WithoutSecrets(Environment.GetCommandLineArgs().Skip(1)),
        };
        var progress = new OperationProgress();
        using var reporter = new Reporter(progress, OutputModes.Choose(parsed.GetValue(Json))) { ShowsProfile = parsed.GetValue(Profile) };
        var result = new BackupOperation(options, progress, reporter).Run(cancellation);
        var manifest = result.Manifest;
        if (UnverifiedText.Of(manifest) is { } unverified)
        {
            reporter.Warning($"this backup is not verified: {unverified}: understudy verify {result.Target}");
        }

        reporter.Done(
            result.Target,
            $"backup complete{(manifest.Prepared ? ", prepared" : "")}{(manifest.UnverifiedFiles.Any() ? ", not verified" : "")}: {manifest.Files.Count} files, {Sizes.Format(manifest.Files.Sum(f => f.Size))} in {result.Elapsed.TotalSeconds:0.0} s, LSN {manifest.InnoDb.EndLsn}, in {result.Target}",
            manifest.UnverifiedFiles.Count());
        return manifest.DamagedPages.Count > 0 ? ExitCode.DoneWithWarnings : ExitCode.Done;
    }
}
