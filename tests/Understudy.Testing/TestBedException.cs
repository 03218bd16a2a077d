namespace Understudy.Testing;

/// <summary>The test bed itself failed (a server did not start, a tool is missing): the message says all there is to know.</summary>
public sealed class TestBedException(string message, Exception? inner = null) : Exception(message, inner);
