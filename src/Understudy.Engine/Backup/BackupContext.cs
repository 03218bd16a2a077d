using System.Collections.Concurrent;
using Understudy.Engine.Backup.Ahead;
using Understudy.Engine.Backup.Increment;
using Understudy.Engine.Backup.Selection;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Server;

namespace Understudy.Engine.Backup;

/// <summary>What all parts of one running backup share.</summary>
internal sealed class BackupContext
{
    internal required BackupOptions Options { get; init; }

    internal required CopyScope Scope { get; init; }

    /// <summary>Where the time goes.</summary>
    internal OperationProfile Profile => Scope.Progress.Profile;

    internal required WorkerPool Pool { get; init; }

    internal required ServerLayout Layout { get; init; }

    /// <summary>From where an increment starts; null of a full backup.</summary>
    internal IncrementStart? Increment { get; init; }

    internal required ServerVariables Variables { get; init; }

    /// <summary>Holds single tables against DDL while their files are opened.</summary>
    internal required TableLocks Locks { get; init; }

    internal required IBackupEvents Events { get; init; }

    /// <summary>Which tables are taken.</summary>
    internal required TableFilter Filter { get; init; }

    /// <summary>The keys with which encrypted pages are decrypted to be verified; null to verify them as they are.</summary>
    internal EncryptionKeys? ValidationKeys { get; init; }

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal CopyCatalog Catalog { get; } = new();

    internal DamageLog Damage { get; } = new();

    internal ConcurrentQueue<string> Warnings { get; } = new();

    /// <summary>Tablespace files into which nothing can be imported any more.</summary>
    internal OpenTablespaceFiles OpenTablespaces { get; set; } = OpenTablespaceFiles.None;

    /// <summary>Keeps the SQL threads of a replica stopped until the locks are released; null when nothing is stopped.</summary>
    internal ReplicaPause? Replica { get; init; }

    /// <summary>Rolls forward what is copied already; null when the backup is not to be prepared.</summary>
    internal AheadRollForward? Ahead { get; set; }

    internal CancellationToken Cancellation => Scope.Cancellation;

    /// <summary>Ends a backup that has damaged pages which are not allowed.</summary>
    internal void ThrowIfDamaged()
    {
        if (Damage.IsEmpty || Options.AllowDamagedPages)
        {
            return;
        }

        throw new FailureException(
            FailureKind.Damaged,
            "damaged pages: " + string.Join("; ", Damage.Describe()),
            "run CHECK TABLE on these tables and repair or restore them; --allow-damaged-pages takes the backup with the pages as they are");
    }

    internal void Warn(string message)
    {
        Warnings.Enqueue(message);
        Events.Warning(message);
    }
}
