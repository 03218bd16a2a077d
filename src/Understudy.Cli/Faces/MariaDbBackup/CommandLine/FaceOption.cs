namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>One option of <c>mariadb-backup</c>. Sources: the help texts of 10.11 and 11.8, and runs of both.</summary>
/// <param name="Name">The name with dashes.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Scope">Where in option files it is known.</param>
/// <param name="Modes">Where it has a meaning.</param>
/// <param name="Note">What it does here; for an option that does nothing, why that is right.</param>
internal sealed record FaceOption(string Name, FaceOptionKind Kind, FaceScope Scope, FaceModes Modes, string Note)
{
    /// <summary>What becomes of it.</summary>
    internal FaceDisposition Disposition { get; init; } = FaceDisposition.Works;

    /// <summary>Its letter, such as <c>u</c> of <c>-u</c>.</summary>
    internal char? Letter { get; init; }

    /// <summary>What it is when it is not given, as option files would spell it; null for nothing.</summary>
    internal string? Default { get; init; }

    /// <summary>The least number; less is raised to it, with a warning.</summary>
    internal ulong Min { get; init; }

    /// <summary>The greatest number; more is lowered to it, with a warning.</summary>
    internal ulong Max { get; init; } = ulong.MaxValue;

    /// <summary>The words that it can be.</summary>
    internal IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The only series that knows it, such as <c>11.8</c>; null when all do.</summary>
    internal string? OnlyIn { get; init; }

    /// <summary>Whether it is another name of an option that comes behind it in the table.</summary>
    internal string? AliasOf { get; init; }

    internal bool IsNumber => Kind is FaceOptionKind.Number or FaceOptionKind.OptionalNumber;

    internal bool IsChoice => Kind is FaceOptionKind.Choice or FaceOptionKind.OptionalChoice;

    /// <summary>Whether the argument behind it is its value when there is no <c>=</c>.</summary>
    internal bool TakesNextArgument => Kind is FaceOptionKind.Text or FaceOptionKind.Number or FaceOptionKind.Choice;
}
