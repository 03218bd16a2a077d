using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Formats.RedoLog;
using Understudy.Native.LibC;
using Understudy.Server;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Redo;

/// <summary>
/// Follows InnoDB's redo log on its own thread, from the latest checkpoint to a given LSN. It never looks behind the LSN that the
/// server has made durable, because only what lies before it does not change any more; so whatever cannot be parsed is an error.
/// </summary>
internal sealed class RedoLogCopier : IDisposable
{
    /// <summary>The name of the log in the backup.</summary>
    internal const string FileName = "ib_logfile0";

    private const int ChunkBytes = 4 << 20;
    private const int MiniTransactionBytesMax = 2 << 20;
    private const ulong WriteBlockBytesMax = 8192;
    private const byte TerminatorInBackup = 1;
    private const int FailedReadingsMax = 100;
    private static readonly TimeSpan FailedReadingPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan IdlePause = TimeSpan.FromMilliseconds(50);

    private readonly BackupContext _context;
    private readonly ServerSession _session;
    private readonly Action _onFailure;
    private readonly byte[] _linear = new byte[ChunkBytes + MiniTransactionBytesMax];
    private readonly AlignedBuffer _scratch = new(1 << 20);
    private readonly RangeHasher _hasher;
    private readonly ManualResetEventSlim _hurry = new();
    private readonly Thread _thread;
    private readonly ITargetFile _target;
    private RedoLogFile _log;
    private ExceptionDispatchInfo? _error;
    private Lsn _position;
    private int _failedReadings;
    private ulong _stopAt = ulong.MaxValue;
    private CopiedLog? _copied;
    private long _statusAt;
    private volatile bool _stop;

    /// <summary>Opens the log at its latest checkpoint.</summary>
    /// <param name="context">The backup.</param>
    /// <param name="session">A connection for this thread alone.</param>
    /// <param name="onFailure">Called on the copier's thread when it fails.</param>
    internal RedoLogCopier(BackupContext context, ServerSession session, Action onFailure)
    {
        _context = context;
        _session = session;
        _onFailure = onFailure;
        _hasher = new RangeHasher(context.Scope.HashKind);
        _log = RedoLogFile.Open(context.Layout.RedoLogFile);
        _target = context.Scope.Target.Create(FileName, default);
        _thread = new Thread(Run) { Name = "redo", IsBackground = true };
    }

    /// <summary>The checkpoint from which the log is copied.</summary>
    internal RedoCheckpoint Checkpoint { get; private set; }

    /// <summary>The header of the copied log.</summary>
    internal RedoLogHeader Header { get; private set; }

    /// <summary>Starts at the latest checkpoint of now. To be called before the first InnoDB file is opened.</summary>
    internal void Start()
    {
        _log.Dispose();
        _log = RedoLogFile.Open(_context.Layout.RedoLogFile);
        Checkpoint = _log.Checkpoint;
        Header = _log.Header with { First = Checkpoint.Checkpoint, Creator = $"{RedoLogHeader.BackupCreatorPrefix}Understudy {ProductVersion.Text}" };
        _position = Checkpoint.Checkpoint;
        WriteHeader();
        _thread.Start();
    }

    /// <summary>How far the log is copied, once that is at least as far as it was durable at a moment.</summary>
    /// <param name="asOf">The moment, a time stamp of <see cref="Stopwatch"/>.</param>
    /// <returns>Null as long as it is not.</returns>
    internal Lsn? CopiedUpTo(long asOf) => Volatile.Read(ref _copied) is { } copied && copied.AsOf >= asOf ? copied.End : null;

    /// <summary>
    /// Lets the copier go up to an LSN and no further. To be called while commits are still blocked: a commit after the
    /// backup point must not get into the copy.
    /// </summary>
    internal void StopAt(Lsn end)
    {
        Volatile.Write(ref _stopAt, end.Value);
        _hurry.Set();
    }

    /// <summary>Waits until everything up to the LSN of <see cref="StopAt"/> is copied.</summary>
    /// <returns>The end of the copied log; not before that LSN.</returns>
    internal Lsn Finish()
    {
        _thread.Join();
        _error?.Throw();
        _context.Cancellation.ThrowIfCancellationRequested();
        var size = SizeBytes(_position);
        _target.Finish(size);
        _context.Catalog.Set(new CopiedFile
        {
            Path = FileName,
            SourcePath = _context.Layout.RedoLogFile,
            SizeBytes = size,
            Hashes = _hasher.Finish(),
            Role = ManifestFileRole.RedoLog,
            Engine = Sources.EngineNames.InnoDb,
            ExternalPath = _context.Layout.ExternalPathOf(_context.Layout.RedoLogFile, FileName),
            Status = _log.Status with { AllocatedBytes = _log.Status.SizeBytes },
        });
        return _position;
    }

    /// <summary>The newest checkpoint that the server has written.</summary>
    internal Lsn LatestCheckpoint()
    {
        using var log = RedoLogFile.Open(_context.Layout.RedoLogFile);
        return log.Checkpoint.Checkpoint;
    }

    /// <summary>Throws what ended the copier, if something did.</summary>
    internal void ThrowIfFailed() => _error?.Throw();

    public void Dispose()
    {
        _stop = true;
        _hurry.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _log.Dispose();
        _target.Dispose();
        _scratch.Dispose();
        _hasher.Dispose();
        _hurry.Dispose();
    }

    private long SizeBytes(Lsn end) => RedoLogGeometry.StartOffset + (long)(end - Checkpoint.Checkpoint);

    private void WriteHeader()
    {
        var head = new byte[RedoLogGeometry.StartOffset];
        Header.Write(head);
        Checkpoint.Write(head.AsSpan(RedoLogGeometry.FirstCheckpointOffset));
        _target.Write(head, head.Length, 0);
        _hasher.Append(head);
    }

    private void Run()
    {
        try
        {
            var status = ReadStatus();
            while (!_stop && !_context.Cancellation.IsCancellationRequested && !IsAtEnd())
            {
                var from = _position;
                CopyUpTo(ref status);
                if (_position == from && !IsAtEnd())
                {
                    _hurry.Wait(_hurry.IsSet ? TimeSpan.FromMilliseconds(1) : IdlePause);
                    if (_hurry.IsSet)
                    {
                        Thread.Sleep(1);
                    }

                    status = ReadStatus();
                }
            }
        }
        catch (Exception e)
        {
            _error = ExceptionDispatchInfo.Capture(e);
            _onFailure();
        }
    }

    private InnoDbStatus ReadStatus()
    {
        _statusAt = Stopwatch.GetTimestamp();
        return InnoDbStatus.Read(_session);
    }

    private bool IsAtEnd() => _position.Value >= Volatile.Read(ref _stopAt);

    // Status first, reading after: everything before the flushed LSN of then is final.
    private void CopyUpTo(ref InnoDbStatus status)
    {
        var fence = new Lsn(Math.Min(status.LsnFlushed.Value, Volatile.Read(ref _stopAt)));
        var asOf = _statusAt;
        while (_position < fence && !_stop && !_context.Cancellation.IsCancellationRequested)
        {
            if (_log.WasReplaced())
            {
                SwitchFile();
            }

            using var timer = _context.Profile.Time(Activity.CopyingRedo);
            var wanted = (int)Math.Min((ulong)_linear.Length, status.LsnFlushed - _position);
            _log.Read(_position, _linear.AsSpan(0, wanted), _scratch);
            status = ReadStatus();
            CheckNotOverrun(status);
            Take(_linear.AsSpan(0, wanted), fence);
            Report(status);
        }

        if (_position >= fence)
        {
            Volatile.Write(ref _copied, new CopiedLog(asOf, _position));
        }
    }

    private void Take(Span<byte> bytes, Lsn fence)
    {
        var encrypted = Header.Format.IsEncrypted();
        var length = 0;
        var problem = MiniTransactionStatus.Complete;
        while (_position + (ulong)length < fence && length < bytes.Length)
        {
            problem = MiniTransaction.TryFrame(bytes[length..], _log.Geometry, _position + (ulong)length, encrypted, out var frame);
            if (problem != MiniTransactionStatus.Complete)
            {
                break;
            }

            bytes[length + frame.TerminatorOffset] = TerminatorInBackup;
            length += frame.Length;
        }

        if (length == 0)
        {
            LookAgain(problem);
            return;
        }

        _failedReadings = 0;

        var taken = bytes[..length];
        _hasher.Append(taken);
        _target.Write(taken, length, SizeBytes(_position));
        _context.Scope.Progress.AddBytes(length);
        _position += (ulong)length;
    }

    // What is durable can always be read, but for the moment in which a resized log takes the place of the old one.
    private void LookAgain(MiniTransactionStatus problem)
    {
        if (++_failedReadings > FailedReadingsMax)
        {
            throw NotParsed(problem);
        }

        Thread.Sleep(FailedReadingPause);
    }

    // The old file stays readable and holds everything up to the first LSN of the new one.
    private void SwitchFile()
    {
        var next = RedoLogFile.Open(_context.Layout.RedoLogFile);
        if (_position < next.Header.First)
        {
            next.Dispose();
            return;
        }

        if (next.Header.Format.IsEncrypted() != Header.Format.IsEncrypted())
        {
            next.Dispose();
            throw new FailureException(FailureKind.Failed, "the redo log changed between encrypted and not encrypted during the backup");
        }

        _log.Dispose();
        _log = next;
    }

    private void CheckNotOverrun(InnoDbStatus status)
    {
        // The block that is being written may reach a little past the current LSN.
        if (status.LsnCurrent >= _position && status.LsnCurrent - _position + WriteBlockBytesMax < _log.Geometry.Capacity)
        {
            return;
        }

        throw new FailureException(
            FailureKind.Failed,
            $"the server overwrote redo log that was not copied yet: copied up to LSN {_position}, the server is at LSN {status.LsnCurrent}, "
            + $"the log holds {_log.Geometry.Capacity} bytes",
            "make the log larger (SET GLOBAL innodb_log_file_size=...), take the backup at a quieter time, or without --throttle");
    }

    private FailureException NotParsed(MiniTransactionStatus problem)
    {
        if (_log.WasReplaced())
        {
            using var next = RedoLogFile.Open(_context.Layout.RedoLogFile);
            if (_position < next.Header.First)
            {
                return new FailureException(
                    FailureKind.Failed,
                    $"the server replaced its redo log more than once before it was copied: copied up to LSN {_position}, "
                    + $"the log {_log.Path} begins at LSN {next.Header.First} now",
                    "take the backup again, and do not resize the redo log meanwhile");
            }
        }

        return new FailureException(
            FailureKind.Failed,
            $"the redo log {_log.Path} cannot be read at LSN {_position}: {problem}",
            "take the backup again; if it happens again, the log may be damaged");
    }

    private void Report(InnoDbStatus status)
    {
        var lag = status.LsnCurrent > _position ? status.LsnCurrent - _position : 0;
        _context.Scope.Progress.RedoLagBytes = (long)lag;
        _context.Scope.Progress.RedoMarginBytes = (long)(_log.Geometry.Capacity - Math.Min(lag, _log.Geometry.Capacity));
    }
}
