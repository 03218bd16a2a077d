using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Understudy.Formats;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Prepare.Log;

/// <summary>
/// Reads the log on a thread of its own, a few pieces ahead of who takes them: finds the mini-transactions, verifies their
/// checksums, decrypts them, and finds which of their records are of which page.
/// </summary>
internal sealed class LogFeed : IDisposable
{
    private const int PieceCount = 4;
    private const int ReadBytes = 512 << 10;

    private readonly RedoLogSource _source;
    private readonly RedoLogCipher? _cipher;
    private readonly Lsn _from;
    private readonly bool _findsRuns;
    private readonly OperationProfile _profile;
    private readonly Lock _lock = new();
    private readonly Queue<LogPiece> _free = new();
    private readonly Queue<LogPiece> _ready = new();
    private readonly SemaphoreSlim _freed = new(PieceCount);
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Thread _thread;
    private volatile bool _isStopped;
    private LogPiece? _taken;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Begins to read.</summary>
    /// <param name="source">The log.</param>
    /// <param name="cipher">Of an encrypted log; nobody else may use it meanwhile.</param>
    /// <param name="from">Where a mini-transaction begins.</param>
    /// <param name="findsRuns">Whether the runs are found as well.</param>
    /// <param name="profile">Told how long reading took, and how long it was waited for.</param>
    internal LogFeed(RedoLogSource source, RedoLogCipher? cipher, Lsn from, bool findsRuns, OperationProfile? profile = null)
    {
        _profile = profile ?? new OperationProfile();
        _findsRuns = findsRuns;
        _source = source;
        _cipher = cipher;
        _from = from;
        _thread = new Thread(Run) { Name = "log reader", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How many records of each type there were, once there is no more; only if runs are found.</summary>
    internal RedoRecordCounts Counts { get; } = new();

    /// <summary>Where the log ends, once there is no more.</summary>
    internal Lsn End { get; private set; }

    /// <summary>What stands there.</summary>
    internal MiniTransactionStatus EndStatus { get; private set; }

    /// <summary>Takes the next piece. The one taken before must not be used any more.</summary>
    /// <returns>False at the end of the log.</returns>
    /// <exception cref="FailureException">What comes next is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal bool TryTake([NotNullWhen(true)] out LogPiece? piece)
    {
        if (_taken is not null)
        {
            lock (_lock)
            {
                _free.Enqueue(_taken);
            }

            _taken = null;
            _freed.Release();
        }

        using (_profile.Time(Activity.WaitingForParser))
        {
            _filled.Wait();
        }

        lock (_lock)
        {
            _ready.TryDequeue(out _taken);
        }

        if (_taken is null)
        {
            _filled.Release();
            _failure?.Throw();
        }

        piece = _taken;
        return piece is not null;
    }

    public void Dispose()
    {
        _isStopped = true;
        _freed.Release();
        _thread.Join();
        _freed.Dispose();
        _filled.Dispose();
    }

    private void Run()
    {
        try
        {
            Read();
        }
        catch (Exception e)
        {
            // Thrown where the piece is taken that it is about, behind all that were good.
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        _filled.Release();
    }

    private void Read()
    {
        LogPiece? before = null;
        var status = MiniTransactionStatus.NeedMoreData;
        while (TryGetFree(out var piece))
        {
            using var timer = _profile.Time(Activity.ParsingRedo);
            piece.Restart(before?.End ?? _from, before is null ? default : before.Unused);
            var hasMore = piece.Read(_source, ReadBytes);
            status = Frame(piece);
            Decrypt(piece);
            FindRuns(piece);

            End = piece.End;
            EndStatus = status;
            lock (_lock)
            {
                _ready.Enqueue(piece);
            }

            _filled.Release();
            if (status != MiniTransactionStatus.NeedMoreData || !hasMore)
            {
                return;
            }

            before = piece;
        }
    }

    // No more pieces are made than can be waited for, and of a short log not even those.
    private bool TryGetFree([NotNullWhen(true)] out LogPiece? piece)
    {
        _freed.Wait();
        lock (_lock)
        {
            piece = null;
            return !_isStopped
                && (_free.TryDequeue(out piece) || (piece = new LogPiece(MiniTransaction.LengthMax + ReadBytes)) is not null);
        }
    }

    private MiniTransactionStatus Frame(LogPiece piece)
    {
        while (true)
        {
            var rest = piece.Unused;
            var status = MiniTransaction.TryFrame(
                rest[..Math.Min(rest.Length, MiniTransaction.LengthMax)],
                _source.Geometry,
                piece.End,
                _source.IsEncrypted,
                out var frame);
            if (status != MiniTransactionStatus.Complete)
            {
                return status;
            }

            piece.Add(frame);
        }
    }

    private void Decrypt(LogPiece piece)
    {
        for (var i = 0; _cipher is not null && i < piece.Count; i++)
        {
            if (!_cipher.TryDecrypt(piece.Records(i), piece.Nonce(i)))
            {
                throw _source.Damaged(piece.Start(i), "its records cannot be walked through");
            }
        }
    }

    private void FindRuns(LogPiece piece)
    {
        for (var i = 0; _findsRuns && i < piece.Count; i++)
        {
            piece.FindRuns(_source, i, Counts);
        }
    }
}
