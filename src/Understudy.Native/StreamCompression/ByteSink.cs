namespace Understudy.Native.StreamCompression;

/// <summary>Takes bytes; they are only valid during the call.</summary>
/// <param name="bytes">The next bytes.</param>
public delegate void ByteSink(ReadOnlySpan<byte> bytes);
