namespace Understudy.Fuzz;

/// <summary>An input that a reader did not stand.</summary>
/// <param name="Target">The reader.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Iteration">The number of the input.</param>
/// <param name="What">What happened.</param>
/// <param name="Input">The input.</param>
public sealed record FuzzFailure(string Target, int Seed, long Iteration, string What, byte[] Input)
{
    private const int ShownBytes = 256;

    /// <inheritdoc/>
    public override string ToString()
    {
        var shown = Convert.ToHexString(Input.AsSpan(0, Math.Min(Input.Length, ShownBytes)));
        return $"FAILURE {Target} seed {Seed} iteration {Iteration}: {What}\n  {Input.Length} bytes: {shown}";
    }
}
