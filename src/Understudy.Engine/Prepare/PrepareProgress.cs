namespace Understudy.Engine.Prepare;

/// <summary>Numbers of a running <see cref="PrepareOperation"/>, to be sampled at any time from any thread.</summary>
public sealed class PrepareProgress
{
    private string _phase = "";
    private long _done;
    private long _total;
    private long _pagesRead;
    private long _pagesChanged;

    /// <summary>What is being done now.</summary>
    public string Phase => Volatile.Read(ref _phase);

    /// <summary>How much of the phase is done; bytes of log while it is read, pages while they are changed.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>How much the phase has to do; 0 when not known.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Pages read so far.</summary>
    public long PagesRead => Interlocked.Read(ref _pagesRead);

    /// <summary>Pages changed so far.</summary>
    public long PagesChanged => Interlocked.Read(ref _pagesChanged);

    internal void Begin(string phase, long total)
    {
        Volatile.Write(ref _phase, phase);
        Interlocked.Exchange(ref _done, 0);
        Interlocked.Exchange(ref _total, total);
    }

    internal void Advance(long amount) => Interlocked.Add(ref _done, amount);

    internal void CountPages(long read, long changed)
    {
        Interlocked.Add(ref _pagesRead, read);
        Interlocked.Add(ref _pagesChanged, changed);
    }
}
