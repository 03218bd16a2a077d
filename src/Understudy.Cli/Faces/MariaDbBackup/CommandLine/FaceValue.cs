namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>What an option is set to.</summary>
/// <param name="Text">The value as text; null when it was given without one.</param>
/// <param name="Number">The value of a number, else 0.</param>
/// <param name="IsOn">Whether a switch is on.</param>
/// <param name="Source">Where it was given, for messages.</param>
internal sealed record FaceValue(string? Text, ulong Number, bool IsOn, string Source);
