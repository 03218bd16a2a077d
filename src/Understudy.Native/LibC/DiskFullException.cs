namespace Understudy.Native.LibC;

/// <summary>A file system has no room left.</summary>
/// <param name="message">Names the file.</param>
public sealed class DiskFullException(string message) : IOException(message);
