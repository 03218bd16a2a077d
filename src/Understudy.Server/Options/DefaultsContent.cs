namespace Understudy.Server;

/// <summary>What the option files said.</summary>
/// <param name="Settings">The options of the wanted groups in the order of reading; later ones win.</param>
/// <param name="Files">The files that were read.</param>
/// <param name="Warnings">What was skipped, and why.</param>
public sealed record DefaultsContent(
    IReadOnlyList<OptionSetting> Settings, IReadOnlyList<string> Files, IReadOnlyList<string> Warnings);
