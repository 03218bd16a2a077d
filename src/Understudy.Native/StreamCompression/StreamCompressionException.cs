namespace Understudy.Native.StreamCompression;

/// <summary>Compressed bytes are damaged or of another format; the message has the library's words.</summary>
public sealed class StreamCompressionException(string message) : IOException(message);
