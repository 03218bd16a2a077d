namespace Understudy.Native.LibC;

/// <summary>The file system refused access to a file.</summary>
/// <param name="message">Names the file.</param>
public sealed class FileAccessException(string message) : IOException(message);
