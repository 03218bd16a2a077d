using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Server;
using Understudy.Storage.Compression;

namespace Understudy.Engine.Backup;

/// <summary>What a backup is to do.</summary>
public sealed record BackupOptions
{
    /// <summary>How to reach the server.</summary>
    public required ConnectionOptions Connection { get; init; }

    /// <summary>The directory to make the backup in; it must be empty or missing. Not used for a stream.</summary>
    public string TargetDirectory { get; init; } = "";

    /// <summary>Write the backup as a stream of mbstream to standard output.</summary>
    public bool Stream { get; init; }

    /// <summary>How files are compressed; null for not at all.</summary>
    public IFileCompression? Compression { get; init; }

    /// <summary>By which hashes the manifest describes the content of files.</summary>
    public HashKind HashKind { get; init; } = HashKind.Xxh64;

    /// <summary>
    /// Make an increment on the backup in this directory, or on the one whose metadata files are there; null for a full backup.
    /// </summary>
    public string? IncrementalBase { get; init; }

    /// <summary>Make an increment that starts from this LSN, whatever the backup before was.</summary>
    public Lsn? IncrementalLsn { get; init; }

    /// <summary>How the stages are used.</summary>
    public StageMode Stages { get; init; } = StageMode.Efficient;

    /// <summary>How files get to the target.</summary>
    public CopyMethod Method { get; init; } = CopyMethod.Copy;

    /// <summary>
    /// When clones are read. <see cref="VerificationTime.Later"/> has no effect on increments and with <see cref="Prepared"/>, which read
    /// what they clone at once.
    /// </summary>
    public VerificationTime Verify { get; init; } = VerificationTime.Now;

    /// <summary>Copying threads, at least 1.</summary>
    public int Parallel { get; init; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>How long to wait for each stage that others are in the way of.</summary>
    public TimeSpan LockWaitTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest time for which stages that block others are waited for and held; then they are released and tried again later.
    /// Infinite for no limit.
    /// </summary>
    public TimeSpan LockTimeMax { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How often they are tried again after <see cref="LockTimeMax"/>, with pauses of 1, 2, 4 … up to 60 seconds.</summary>
    public int LockRetries { get; init; } = 10;

    /// <summary>What to do about statements that are in the way of a lock.</summary>
    public QueryWaitOptions QueryWait { get; init; } = new();

    /// <summary>Hold each InnoDB table against DDL while it is copied; DDL that waits for one at the end is killed.</summary>
    public bool LockDdlPerTable { get; init; }

    /// <summary>Stop the SQL threads of a replica while the backup runs, at a moment without temporary tables.</summary>
    public bool PauseReplica { get; init; }

    /// <summary>How long to look for such a moment.</summary>
    public TimeSpan PauseReplicaTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most that is read in a second, in bytes; 0 for no limit.</summary>
    public long ThrottleBytesPerSecond { get; init; }

    /// <summary>Finish the backup although pages are damaged, and list them.</summary>
    public bool AllowDamagedPages { get; init; }

    /// <summary>Roll the backup forward while it is taken, so that it is prepared when it ends; null: leave that for later.</summary>
    public PreparedOptions? Prepared { get; init; }

    /// <summary>Record what this server replicates from, so that the backup can become a replica of the same primary.</summary>
    public bool ReplicaInfo { get; init; }

    /// <summary>Where the server's data directory is seen from here, when that differs from what the server says.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Which databases and tables to take.</summary>
    public SelectionOptions Selection { get; init; } = new();

    /// <summary>The command line, for the record; without secrets.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>What is done beyond that to stand in for mariadb-backup; null for a backup in this program's own ways.</summary>
    public DropInOptions? DropIn { get; init; }
}
