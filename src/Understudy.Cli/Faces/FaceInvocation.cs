namespace Understudy.Cli.Faces;

/// <summary>How a face was called.</summary>
/// <param name="ProgramName">The name that messages bear: the last part of what the program was called by.</param>
/// <param name="Arguments">What follows the name, untouched.</param>
internal sealed record FaceInvocation(string ProgramName, IReadOnlyList<string> Arguments);
