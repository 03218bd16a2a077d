namespace Understudy.Formats.OptionFile;

/// <summary>What an option file says.</summary>
/// <param name="Entries">Options and directives, in the order of the file; later ones win.</param>
/// <param name="Error">The first line that is wrong, or null. The entries are those before it.</param>
public sealed record OptionFileContent(IReadOnlyList<OptionFileEntry> Entries, OptionFileError? Error)
{
    /// <summary>The options of a group; names of groups are the same in any case.</summary>
    public IEnumerable<OptionFileEntry> OptionsOf(string group)
        => Entries.Where(entry => entry.Kind == OptionFileEntryKind.Option
            && string.Equals(entry.Group, group, StringComparison.OrdinalIgnoreCase));
}
