using System.Runtime.ExceptionServices;

namespace Understudy.Testing;

/// <summary>A thread of a test. An error in it fails the test that joins it, not the run of all tests.</summary>
public sealed class TestThread
{
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    private TestThread(Action work, string name) =>
        _thread = new Thread(() => Run(work)) { IsBackground = true, Name = name };

    /// <summary>Whether it still runs.</summary>
    public bool IsAlive => _thread.IsAlive;

    /// <summary>Starts one.</summary>
    public static TestThread Start(string name, Action work)
    {
        var thread = new TestThread(work, name);
        thread._thread.Start();
        return thread;
    }

    /// <summary>Waits for its end and throws what it threw.</summary>
    public void Join()
    {
        JoinQuietly();
        _failure?.Throw();
    }

    /// <summary>Waits for its end.</summary>
    public void JoinQuietly() => _thread.Join();

    private void Run(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
