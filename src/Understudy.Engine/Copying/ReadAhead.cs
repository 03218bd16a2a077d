using System.Runtime.ExceptionServices;

namespace Understudy.Engine.Copying;

/// <summary>A thread that reads one block while its owner works on the one before. The owner asks and waits in turn.</summary>
internal sealed class ReadAhead : IDisposable
{
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _answered = new(0);
    private readonly Thread _thread;
    private Func<int>? _read;
    private int _got;
    private ExceptionDispatchInfo? _error;

    internal ReadAhead()
    {
        _thread = new Thread(Work) { Name = "read ahead", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Begins a read.</summary>
    internal void Start(Func<int> read)
    {
        _read = read;
        _asked.Release();
    }

    /// <summary>Waits for the read that was begun.</summary>
    /// <returns>What it returned; an error is passed on.</returns>
    internal int Wait()
    {
        _answered.Wait();
        _error?.Throw();
        return _got;
    }

    /// <summary>Waits for the read that was begun, whatever comes of it.</summary>
    internal void Abandon() => _answered.Wait();

    public void Dispose()
    {
        _read = null;
        _asked.Release();
        _thread.Join();
        _asked.Dispose();
        _answered.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _asked.Wait();
            if (_read is null)
            {
                return;
            }

            _error = null;
            try
            {
                _got = _read();
            }
            catch (Exception e)
            {
                _error = ExceptionDispatchInfo.Capture(e);
            }

            _answered.Release();
        }
    }
}
