using Understudy.Engine.Prepare.Apply;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.RedoLog;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Prepare;

/// <summary>
/// Makes everything durable and then says so: the log is replaced by one that ends where the applied one did, and last of all
/// the checkpoints file changes. Interrupted between any two steps, preparing again comes to the same end.
/// </summary>
internal sealed class PrepareFinish(
    string directory, BackupMetadata metadata, TablespaceCatalog catalog, RedoLogHeader header, EncryptionKeys keys)
{
    private const int SingleSyncsMax = 16;
    private const string DefaultVersion = "10.11.0";

    internal void Run(Lsn end, BatchApplier applier)
    {
        SyncFiles();
        applier.DeleteJournals();
        new BinlogPosition(catalog, keys).Write(directory);
        var log = new byte[PreparedRedoLog.Size];
        PreparedRedoLog.Write(log, end, Version());
        DurableFile.Publish(Path.Combine(directory, RedoLogSource.FileName), log);
        metadata.MarkPrepared();
    }

    private void SyncFiles()
    {
        var changed = catalog.All.SelectMany(t => t.Parts).Where(p => p.IsChanged).ToList();
        if (changed.Count > SingleSyncsMax)
        {
            PosixFile.SyncFileSystem(directory);
        }
        else
        {
            changed.ForEach(part => part.Sync());
            PosixFile.SyncDirectory(directory);
        }
    }

    // The creator is "Backup 11.8.6" in a log that a backup made, "MariaDB 11.8.6" in a server's own.
    private string Version()
    {
        var blank = header.Creator.IndexOf(' ');
        var version = blank < 0 ? "" : header.Creator[(blank + 1)..];
        return version.Length is > 0 and <= 16 ? version : metadata.ServerVersion ?? DefaultVersion;
    }
}
