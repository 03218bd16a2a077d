namespace Understudy.Protocol;

/// <summary>One rule of the protocol.</summary>
/// <param name="Name">A short name that never changes.</param>
/// <param name="Source">Whether the documentation says it or only servers show it.</param>
/// <param name="Document">The page of the documentation and the part of it, such as <c>BACKUP STAGE, Notes</c>.</param>
/// <param name="Sentence">What that page says about it, shortened; null when it says nothing.</param>
/// <param name="Meaning">The rule as this model has it.</param>
public sealed record Rule(string Name, Source Source, string Document, string? Sentence, string Meaning)
{
    /// <summary>The rule for people.</summary>
    public override string ToString() => Sentence is null
        ? $"{Meaning} (measured; {Document} does not say)"
        : $"{Meaning} ({Document}: \"{Sentence}\"{(Source == Source.Measured ? "; measured otherwise" : "")})";
}
