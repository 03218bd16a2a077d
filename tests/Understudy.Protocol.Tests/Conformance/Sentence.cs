namespace Understudy.Protocol.Tests.Conformance;

/// <summary>A sentence of the server's documentation, and a script that shows what servers make of it.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Document">The page, and the part of it.</param>
/// <param name="Quote">What it says, shortened.</param>
/// <param name="Script">
/// A step a line: <c>connection: statement => expectation</c>. Connection <c>a</c> only looks and kills; <c>r</c> has
/// RELOAD, <c>l</c> LOCK TABLES, <c>n</c> nothing beyond tables; the others are administrators. <c>{1}</c> is the number
/// of connection 1. <c>ddl.log: words => has</c> or <c>lacks</c> looks into that file. Without a statement it is about the one that still runs. Expected is <c>ok</c>, <c>waits</c> (for
/// the backup lock), <c>table</c> (waits for a table), <c>busy</c> (runs and sleeps), an error number, or <c>=value</c>.
/// </param>
public sealed record Sentence(string Name, string Document, string Quote, string Script)
{
    /// <summary>Where servers differ from the sentence.</summary>
    public string? Deviation { get; init; }
}
