namespace Understudy.Formats.OptionFile;

/// <summary>
/// A line that is not of the form of option files; the server's programs do not start on such a file.
/// </summary>
/// <param name="LineNumber">The line, from 1.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record OptionFileError(int LineNumber, string Message);
