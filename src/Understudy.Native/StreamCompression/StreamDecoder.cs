namespace Understudy.Native.StreamCompression;

/// <summary>Decompresses a stream of one or more frames. For one thread at a time.</summary>
public abstract class StreamDecoder : IDisposable
{
    /// <summary>Whether all that was begun is complete: what was written so far ends with a frame.</summary>
    public abstract bool IsAtEnd { get; }

    /// <summary>Takes the next compressed bytes.</summary>
    /// <exception cref="StreamCompressionException">They are damaged, or of another format.</exception>
    public abstract void Write(ReadOnlySpan<byte> source, ByteSink sink);

    /// <inheritdoc/>
    public abstract void Dispose();
}
