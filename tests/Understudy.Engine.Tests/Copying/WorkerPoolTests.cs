using Understudy.Engine.Copying;

namespace Understudy.Engine.Tests.Copying;

public sealed class WorkerPoolTests
{
    [Fact]
    public void Run_DoesEveryJobOnce()
    {
        using var pool = new WorkerPool(3);
        var done = new int[100];
        pool.Run([.. Enumerable.Range(0, done.Length).Select(i => (Action<CopyWorker>)(_ => Interlocked.Increment(ref done[i])))], default);
        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Run_WhenAJobThrows_ThrowsThatAndStopsTheRest()
    {
        using var pool = new WorkerPool(1);
        var later = 0;
        var error = Assert.Throws<InvalidDataException>(() => pool.Run([_ => throw new InvalidDataException("first"), _ => later++], default));
        Assert.Equal("first", error.Message);
        Assert.Equal(0, later);
    }

    [Fact]
    public void Run_WhenCancelled_Throws()
    {
        using var pool = new WorkerPool(2);
        using var stop = new CancellationTokenSource();
        var done = 0;
        Action<CopyWorker> job = _ =>
        {
            Interlocked.Increment(ref done);
            stop.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => pool.Run([.. Enumerable.Repeat(job, 50)], stop.Token));
        Assert.InRange(done, 1, 2);
    }
}
