namespace Understudy.Fuzz;

/// <summary>One reader to be fed.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="BytesMax">The longest input, in bytes.</param>
/// <param name="Seeds">Inputs that it understands.</param>
/// <param name="Read">
/// Feeds it. May end in a <see cref="Understudy.Formats.FailureException"/> where that is how the reader says no;
/// every other exception is a find.
/// </param>
public sealed record FuzzTarget(string Name, int BytesMax, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read);
