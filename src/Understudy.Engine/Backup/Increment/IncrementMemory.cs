namespace Understudy.Engine.Backup.Increment;

/// <summary>The memory in which all copying threads of an increment together hold changed pages.</summary>
/// <param name="clusterBytes">For clusters that are being written.</param>
/// <param name="gatheredBytes">For what threads gather whose range has not its turn yet.</param>
internal sealed class IncrementMemory(long clusterBytes, long gatheredBytes) : IDisposable
{
    // A whole cluster of pages of 16 KiB.
    private const long ClusterBytes = 64L << 20;

    // Of a range of 64 MiB in which one page in eight has changed.
    private const long GatheredBytesAThread = 8L << 20;

    internal PageMemory Clusters { get; } = new(clusterBytes);

    internal PageMemory Gathered { get; } = new(gatheredBytes);

    /// <summary>As much as so many threads need. Apart, so that those who gather leave room for the one who writes.</summary>
    internal static IncrementMemory For(int threads) => new(ClusterBytes, (threads - 1) * GatheredBytesAThread);

    public void Dispose()
    {
        Clusters.Dispose();
        Gathered.Dispose();
    }
}
