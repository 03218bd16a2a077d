using Understudy.Engine.Backup.Redo;
using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Formats.DdlLog;
using Understudy.Native.LibC;
using Understudy.Server;

namespace Understudy.Engine.Backup.Start;

/// <summary>Makes sure that the directory that is read is the one that the server writes, and not a copy or another server's.</summary>
internal static class DataDirectoryCheck
{
    private const int ReadingsMax = 50;

    /// <summary>Whether the files can be read, and the redo log is the one whose checkpoint the server reports.</summary>
    /// <exception cref="FailureException">They are not; the message says what to do.</exception>
    internal static void Check(ServerLayout layout, ServerSession session)
    {
        CheckReadable(layout);
        Lsn reported = default, found = default;
        for (var reading = 0; reading < ReadingsMax; reading++)
        {
            // A checkpoint may be made between the two readings.
            reported = InnoDbStatus.Read(session).LastCheckpoint;
            using var log = RedoLogFile.Open(layout.RedoLogFile);
            found = log.Checkpoint.Checkpoint;
            if (found == reported)
            {
                return;
            }

            Thread.Sleep(20);
        }

        throw Foreign(layout, $"its redo log has checkpoint {found}, the server's latest is {reported}");
    }

    /// <summary>The status of the file that the server writes anew at BACKUP STAGE START.</summary>
    internal static FileStatus? DdlLogStatus(ServerLayout layout) =>
        FileStatus.TryRead(Path.Combine(layout.DataDirectory, DdlLogReader.FileName), out var status) ? status : null;

    /// <summary>After START: whether the server has written into this very directory.</summary>
    /// <exception cref="FailureException">It has not.</exception>
    internal static void CheckStarted(ServerLayout layout, FileStatus? before)
    {
        if (DdlLogStatus(layout) is not { } now || now == before)
        {
            throw Foreign(layout, $"the server did not write its {DdlLogReader.FileName} there at BACKUP STAGE START");
        }
    }

    private static void CheckReadable(ServerLayout layout)
    {
        if (layout.RocksDbDirectory is { } rocks && !Directory.Exists(rocks))
        {
            throw Missing(rocks);
        }

        foreach (var path in layout.SystemTablespace.Append(layout.RedoLogFile).Append(layout.AriaControlFile))
        {
            try
            {
                PosixFile.OpenRead(path).Dispose();
            }
            catch (FileNotFoundException e)
            {
                throw Missing(path, e);
            }
            catch (FileAccessException e)
            {
                throw new FailureException(
                    FailureKind.AccessDenied,
                    $"{path} cannot be read: {e.Message}",
                    "run understudy as the user that the server runs as, or as root", e);
            }
        }
    }

    private static FailureException Missing(string path, Exception? inner = null) => new(
        FailureKind.Failed,
        $"the server's {path} is not here",
        "run understudy on the server's own host, or name the place where its data directory is mounted with --datadir",
        inner);

    private static FailureException Foreign(ServerLayout layout, string why) => new(
        FailureKind.Failed,
        $"{layout.DataDirectory} is not the data directory of the server that answers: {why}",
        "connect to the server whose files are here, or name the right place with --datadir");
}
