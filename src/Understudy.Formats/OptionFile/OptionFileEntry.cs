namespace Understudy.Formats.OptionFile;

/// <summary>One option or directive of an option file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Group">The group that it stands in; empty for a directive before any group.</param>
/// <param name="Name">
/// The name of the option with every dash as an underscore, so that names can be compared; prefixes such as
/// <c>skip_</c> and <c>loose_</c> are kept. Empty for directives.
/// </param>
/// <param name="RawName">The name as it is written. Empty for directives.</param>
/// <param name="Value">
/// The value, without quotes and escapes; null when there is no <c>=</c>. Of a directive, the path as written.
/// </param>
/// <param name="LineNumber">The line, from 1.</param>
public sealed record OptionFileEntry(
    OptionFileEntryKind Kind,
    string Group,
    string Name,
    string RawName,
    string? Value,
    int LineNumber);
