namespace Understudy.Engine.Snapshot;

/// <summary>A program to run, with its arguments and what it gets in its environment besides.</summary>
/// <param name="Program">The program, found on the path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Further variables.</param>
internal sealed record SnapshotCommand(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly Dictionary<string, string> Nothing = [];

    internal static SnapshotCommand Of(string program, params string[] arguments) => new(program, arguments, Nothing);

    public override string ToString() => $"{Program} {string.Join(' ', Arguments)}";
}
