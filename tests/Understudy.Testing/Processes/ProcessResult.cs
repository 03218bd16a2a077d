namespace Understudy.Testing;

/// <summary>What a program did.</summary>
/// <param name="CommandLine">How it was called, for messages.</param>
/// <param name="ExitCode">Its exit code; 128 + n when signal n ended it.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="ErrorOutput">All of its standard error.</param>
/// <param name="Elapsed">From start to end.</param>
public sealed record ProcessResult(string CommandLine, int ExitCode, string Output, string ErrorOutput, TimeSpan Elapsed)
{
    /// <summary>This result when the exit code is 0.</summary>
    /// <exception cref="TestBedException">It is not; the message has the end of what the program said.</exception>
    public ProcessResult Succeeded() => ExitCode == 0 ? this : throw new TestBedException(ToString());

    /// <summary>The call, the exit code and the end of the output, for people.</summary>
    public override string ToString() =>
        $"{CommandLine}\nexit code {ExitCode}\n{Tail(Output, 4_000)}\n{Tail(ErrorOutput, 12_000)}".TrimEnd();

    private static string Tail(string text, int charactersMax) =>
        text.Length <= charactersMax ? text : $"... {text[^charactersMax..]}";
}
