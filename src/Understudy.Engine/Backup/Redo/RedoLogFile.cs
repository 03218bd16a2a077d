using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Formats.RedoLog;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Redo;

/// <summary>The server's redo log file, open. A resize replaces the file; the old one stays readable here.</summary>
internal sealed class RedoLogFile : IDisposable
{
    private const int HeaderReadingsMax = 50;
    private const int BlockBytes = 4096;

    private readonly SafeFileHandle _handle;
    private readonly bool _isDirect;

    private RedoLogFile(SafeFileHandle handle, bool isDirect, string path)
    {
        _handle = handle;
        _isDirect = isDirect;
        Path = path;
        Status = FileStatus.Of(handle);
    }

    internal string Path { get; }

    internal FileStatus Status { get; }

    internal RedoLogHeader Header { get; private set; }

    internal RedoCheckpoint Checkpoint { get; private set; }

    internal RedoLogGeometry Geometry { get; private set; }

    /// <summary>Opens the log and reads its header and newest checkpoint.</summary>
    /// <exception cref="FailureException">It is missing, or of a format that is not supported.</exception>
    internal static RedoLogFile Open(string path)
    {
        SafeFileHandle handle;
        bool isDirect;
        try
        {
            handle = PosixFile.OpenRead(path, direct: true, out isDirect);
        }
        catch (FileNotFoundException e)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"there is no redo log {path}",
                "the server must be one of 10.8 or later, with innodb_log_archive=OFF, and its log directory must be visible here", e);
        }

        var file = new RedoLogFile(handle, isDirect, path);
        try
        {
            file.ReadHeader();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether the path leads to another file now.</summary>
    internal bool WasReplaced() => FileStatus.TryRead(Path, out var now) && !(now.Inode == Status.Inode && now.Device == Status.Device);

    /// <summary>Reads bytes of the log as if it were endless.</summary>
    /// <param name="lsn">Where they begin.</param>
    /// <param name="destination">Takes them.</param>
    /// <param name="scratch">A buffer for the reads.</param>
    internal void Read(Lsn lsn, Span<byte> destination, AlignedBuffer scratch)
    {
        while (!destination.IsEmpty)
        {
            var offset = Geometry.OffsetOf(lsn);
            var start = offset / BlockBytes * BlockBytes;
            var skip = (int)(offset - start);
            var untilEnd = (long)Geometry.FileSizeBytes - offset;
            var take = (int)Math.Min(Math.Min(destination.Length, untilEnd), scratch.Length - skip);
            var aligned = (skip + take + BlockBytes - 1) / BlockBytes * BlockBytes;
            if (!_isDirect)
            {
                // The server may write around the page cache: do not read what the cache remembers.
                PosixFile.DropCache(_handle, start, aligned);
            }

            var got = PosixFile.ReadFully(_handle, scratch.Span[..aligned], start, Path);
            if (got < skip + take)
            {
                throw new FailureException(FailureKind.Failed, $"the redo log {Path} ends at byte {start + got}, expected {Geometry.FileSizeBytes}");
            }

            scratch.Span.Slice(skip, take).CopyTo(destination);
            destination = destination[take..];
            lsn += (ulong)take;
        }
    }

    public void Dispose() => _handle.Dispose();

    private void ReadHeader()
    {
        using var buffer = new AlignedBuffer(RedoLogGeometry.StartOffset);
        var status = RedoLogHeaderStatus.TooShort;
        var header = default(RedoLogHeader);
        for (var reading = 0; reading < HeaderReadingsMax; reading++)
        {
            var length = PosixFile.ReadFully(_handle, buffer.Span, 0, Path);
            status = RedoLogHeader.TryRead(buffer.Span[..Math.Min(length, RedoLogHeader.Size)], out header);
            if (status == RedoLogHeaderStatus.Valid && RedoCheckpoint.TryFindLatest(
                buffer.Span.Slice(RedoLogGeometry.FirstCheckpointOffset, RedoCheckpoint.Size),
                buffer.Span.Slice(RedoLogGeometry.SecondCheckpointOffset, RedoCheckpoint.Size),
                header.First,
                out var checkpoint))
            {
                Header = header;
                Checkpoint = checkpoint;
                Geometry = new RedoLogGeometry(header.First, (ulong)Status.SizeBytes);
                return;
            }

            if (status is RedoLogHeaderStatus.OldFormat or RedoLogHeaderStatus.UnknownFormat)
            {
                break;
            }

            Thread.Sleep(10);
        }

        throw new FailureException(
            FailureKind.Failed,
            status == RedoLogHeaderStatus.Valid ? $"the redo log {Path} has no valid checkpoint" : $"the redo log {Path} cannot be used: {header.Describe(status)}",
            "understudy backs up servers from MariaDB 10.8 on, whose log has the physical format");
    }
}
