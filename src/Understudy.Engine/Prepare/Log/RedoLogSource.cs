using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Formats.RedoLog;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Log;

/// <summary>An <c>ib_logfile0</c> that nobody writes: of a backup, or of a server that is not running.</summary>
internal sealed class RedoLogSource : IDisposable
{
    internal const string FileName = "ib_logfile0";

    private readonly SafeFileHandle _file;

    private RedoLogSource(SafeFileHandle file, string path, in RedoLogHeader header, RedoLogGeometry geometry)
    {
        _file = file;
        Path = path;
        Header = header;
        Geometry = geometry;
    }

    internal string Path { get; }

    internal RedoLogHeader Header { get; }

    internal RedoLogGeometry Geometry { get; }

    internal RedoCheckpoint Checkpoint { get; private set; }

    internal bool IsEncrypted => Header.Format is RedoLogFormat.PhysicalEncrypted or RedoLogFormat.PhysicalEncryptedOld;

    /// <summary>Behind the last byte that can belong to the log: one lap behind the checkpoint.</summary>
    internal Lsn Limit => Checkpoint.Checkpoint + Geometry.Capacity;

    /// <summary>Opens a log file and reads its header and checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="end">Where the log of a backup that is still being copied ends; null when the file is all there is.</param>
    /// <exception cref="FailureException">It is missing, damaged, or of a format that is not supported.</exception>
    internal static RedoLogSource Open(string path, Lsn? end = null)
    {
        SafeFileHandle file;
        try
        {
            file = PosixFile.OpenRead(path);
        }
        catch (FileNotFoundException e)
        {
            throw new FailureException(
                FailureKind.BackupMissing, $"there is no redo log: {path}", "name the directory of a backup", e);
        }

        RedoLogSource? source = null;
        try
        {
            source = Open(file, path, end);
            return source;
        }
        finally
        {
            if (source is null)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Reads bytes of the log.</summary>
    /// <returns>How many were read: less than asked only at <see cref="Limit"/>.</returns>
    internal int Read(Lsn lsn, Span<byte> buffer)
    {
        if (lsn >= Limit)
        {
            return 0;
        }

        var wanted = (int)Math.Min((ulong)buffer.Length, Limit - lsn);
        var done = 0;
        while (done < wanted)
        {
            var position = Geometry.OffsetOf(lsn + (ulong)done);
            var piece = (int)Math.Min(wanted - done, (long)Geometry.FileSizeBytes - position);
            var read = PosixFile.ReadFully(_file, buffer.Slice(done, piece), position, Path);
            if (read < piece)
            {
                throw new FailureException(FailureKind.Damaged, $"{Path} became shorter while it was read");
            }

            done += read;
        }

        return done;
    }

    /// <summary>Takes the file out of the page cache, as it will not be read again.</summary>
    internal void DropCache() => PosixFile.DropCache(_file, 0, 0);

    /// <summary>The failure for a record that is wrong although its checksum is right.</summary>
    internal FailureException Damaged(Lsn lsn, string reason) => new(
        FailureKind.Damaged,
        $"{Path}: the record at LSN {lsn} is damaged: {reason}",
        IsEncrypted ? "a wrong key, or a wrong encryption algorithm, looks the same" : null);

    public void Dispose() => _file.Dispose();

    private static RedoLogSource Open(SafeFileHandle file, string path, Lsn? end)
    {
        var start = new byte[RedoLogGeometry.StartOffset];
        var read = PosixFile.ReadFully(file, start, 0, path);
        var status = RedoLogHeader.TryRead(start.AsSpan(0, read), out var header);
        if (status != RedoLogHeaderStatus.Valid)
        {
            throw new FailureException(
                FailureKind.Damaged, $"{path}: {header.Describe(status)}", HintFor(status, header.Format));
        }

        var size = end is { } known && known > header.First
            ? RedoLogGeometry.StartOffset + (long)(known - header.First)
            : FileStatus.Of(file).SizeBytes;
        if (size < RedoLogGeometry.FileSizeMin)
        {
            throw new FailureException(
                FailureKind.Damaged, $"{path} has {size} bytes; a redo log has {RedoLogGeometry.FileSizeMin} at least");
        }

        if (!RedoCheckpoint.TryFindLatest(
            start.AsSpan(RedoLogGeometry.FirstCheckpointOffset),
            start.AsSpan(RedoLogGeometry.SecondCheckpointOffset),
            header.First,
            out var checkpoint))
        {
            throw new FailureException(FailureKind.Damaged, $"{path} has no valid checkpoint");
        }

        return new RedoLogSource(file, path, header, new RedoLogGeometry(header.First, (ulong)size)) { Checkpoint = checkpoint };
    }

    private static string? HintFor(RedoLogHeaderStatus status, RedoLogFormat format) => status switch
    {
        RedoLogHeaderStatus.OldFormat or RedoLogHeaderStatus.UnknownFormat =>
            $"prepare the backup with the mariadb-backup of {(format == RedoLogFormat.Unknown ? "the server that wrote it" : format.WrittenBy())}",
        RedoLogHeaderStatus.BadChecksum => "the file is damaged: use another backup",
        _ => null,
    };
}
