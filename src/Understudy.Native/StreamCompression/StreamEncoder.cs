namespace Understudy.Native.StreamCompression;

/// <summary>Compresses one stream after another, each into one frame. For one thread at a time.</summary>
public abstract class StreamEncoder : IDisposable
{
    /// <summary>Says of which file the next stream is, for formats that note it.</summary>
    /// <param name="name">Its name, without a directory.</param>
    public virtual void Begin(string name)
    {
        // Most formats do not note it.
    }

    /// <summary>Takes the next bytes of a stream.</summary>
    /// <exception cref="StreamCompressionException">The library failed.</exception>
    public abstract void Write(ReadOnlySpan<byte> source, ByteSink sink);

    /// <summary>Ends the stream; what is written next begins another one.</summary>
    /// <exception cref="StreamCompressionException">The library failed.</exception>
    public abstract void End(ByteSink sink);

    /// <summary>Forgets a stream that was begun.</summary>
    public abstract void Reset();

    /// <inheritdoc/>
    public abstract void Dispose();
}
