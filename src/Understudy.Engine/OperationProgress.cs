namespace Understudy.Engine;

/// <summary>Numbers of a running operation, to be sampled at any time from any thread.</summary>
public sealed class OperationProgress
{
    private long _bytesDone;
    private long _bytesTotal;
    private long _bytesCloned;
    private long _filesDone;
    private string _phase = "";

    /// <summary>What is being done now, in one word or two.</summary>
    public string Phase
    {
        get => Volatile.Read(ref _phase);
        internal set => EnterPhase(value, value);
    }

    /// <summary>Where the time goes.</summary>
    public OperationProfile Profile { get; } = new();

    /// <summary>Bytes done so far.</summary>
    public long BytesDone => Interlocked.Read(ref _bytesDone);

    /// <summary>Bytes that are to be done, as far as known.</summary>
    public long BytesTotal => Math.Max(Interlocked.Read(ref _bytesTotal), BytesDone);

    /// <summary>Files done so far.</summary>
    public long FilesDone => Interlocked.Read(ref _filesDone);

    /// <summary>Bytes of redo log that the server has written and the backup has not copied yet; -1 where that has no meaning.</summary>
    public long RedoLagBytes { get; internal set; } = -1;

    /// <summary>Bytes that the server may still write before it overwrites redo log that was not copied; -1 unknown.</summary>
    public long RedoMarginBytes { get; internal set; } = -1;

    /// <summary>Bytes in clones that were not read yet when they were made.</summary>
    internal long BytesCloned => Interlocked.Read(ref _bytesCloned);

    internal void AddCloned(long bytes) => Interlocked.Add(ref _bytesCloned, bytes);

    /// <summary>Begins a phase that is shown by another name than it is counted.</summary>
    internal void EnterPhase(string name, string shown)
    {
        Profile.Enter(name);
        Volatile.Write(ref _phase, shown);
    }

    internal void AddBytes(long bytes) => Interlocked.Add(ref _bytesDone, bytes);

    internal void AddFile() => Interlocked.Increment(ref _filesDone);

    /// <summary>Changes what is to be done; less than 0 when it turns out to be less than thought.</summary>
    internal void AddTotal(long bytes) => Interlocked.Add(ref _bytesTotal, bytes);
}
