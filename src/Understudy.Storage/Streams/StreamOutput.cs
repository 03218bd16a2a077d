using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Storage.Streams;

/// <summary>
/// Bytes on their way into a pipe. A thread of its own writes them, so that whoever has something to write does not wait for a slow
/// reader as long as there is room, and can give up waiting when there is none.
/// </summary>
internal sealed class StreamOutput : IDisposable
{
    private const int CapacityBytes = 16 << 20;
    private const int WriteBytesMax = 1 << 20;
    private static readonly TimeSpan CancellationInterval = TimeSpan.FromMilliseconds(100);

    private readonly SafeFileHandle _output;
    private readonly string _name;
    private readonly byte[] _ring = new byte[CapacityBytes];
    private readonly object _lock = new();
    private ExceptionDispatchInfo? _error;
    private int _start;
    private int _used;
    private bool _isEnded;

    internal StreamOutput(SafeFileHandle output, string name)
    {
        _output = output;
        _name = name;
        new Thread(Write) { Name = "stream", IsBackground = true }.Start();
    }

    /// <summary>Ends waiting.</summary>
    internal CancellationToken Stop { get; set; }

    /// <summary>Puts bytes into the stream, all together.</summary>
    /// <param name="head">The first of them.</param>
    /// <param name="rest">The others; both together at most half the room.</param>
    /// <exception cref="FailureException">Something could not be written; not necessarily this.</exception>
    /// <exception cref="OperationCanceledException">There was no room until it was stopped.</exception>
    internal void Append(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest)
    {
        lock (_lock)
        {
            WaitFor(CapacityBytes - head.Length - rest.Length);
            Copy(head);
            Copy(rest);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until everything is written.</summary>
    internal void Flush()
    {
        lock (_lock)
        {
            WaitFor(usedMax: 0);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isEnded = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void WaitFor(int usedMax)
    {
        while (_error is null && _used > usedMax)
        {
            Stop.ThrowIfCancellationRequested();
            Monitor.Wait(_lock, CancellationInterval);
        }

        _error?.Throw();
    }

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        var at = (_start + _used) % CapacityBytes;
        var first = Math.Min(bytes.Length, CapacityBytes - at);
        bytes[..first].CopyTo(_ring.AsSpan(at));
        bytes[first..].CopyTo(_ring);
        _used += bytes.Length;
    }

    private void Write()
    {
        try
        {
            while (Next() is var (start, length) && length > 0)
            {
                PosixPipe.WriteFully(_output, _ring.AsSpan(start, length), _name);
                lock (_lock)
                {
                    _start = (_start + length) % CapacityBytes;
                    _used -= length;
                    Monitor.PulseAll(_lock);
                }
            }
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                _error = ExceptionDispatchInfo.Capture(e is IOException ? Explain(e) : e);
                Monitor.PulseAll(_lock);
            }
        }
    }

    private static FailureException Explain(Exception e) => new(
        FailureKind.Failed,
        $"the stream cannot be written: {e.Message}",
        "what reads the stream ended, or its disk is full: look at what it said; what it has is not a backup",
        e);

    private (int Start, int Length) Next()
    {
        lock (_lock)
        {
            while (_used == 0 && !_isEnded)
            {
                Monitor.Wait(_lock);
            }

            // What is left when nobody waits for it any more belongs to a backup that failed.
            return (_start, _isEnded ? 0 : Math.Min(Math.Min(_used, WriteBytesMax), CapacityBytes - _start));
        }
    }
}
