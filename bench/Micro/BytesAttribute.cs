namespace Understudy.Bench.Micro;

/// <summary>How many bytes a benchmark goes through.</summary>
/// <param name="count">In one call.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BytesAttribute(long count) : Attribute
{
    /// <summary>In one call.</summary>
    public long Count { get; } = count;
}
