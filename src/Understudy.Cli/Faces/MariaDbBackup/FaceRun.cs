using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Cli.Faces.MariaDbBackup.Output;

namespace Understudy.Cli.Faces.MariaDbBackup;

/// <summary>What one mode needs to run.</summary>
/// <param name="Invocation">How the program was called.</param>
/// <param name="Values">What it was told.</param>
/// <param name="Log">Where messages go.</param>
/// <param name="Cancellation">Set when a signal asks for an end.</param>
internal sealed record FaceRun(FaceInvocation Invocation, FaceValues Values, FaceLog Log, CancellationToken Cancellation);
