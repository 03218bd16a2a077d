namespace Understudy.Formats.OptionFile;

/// <summary>What a line of an option file is.</summary>
public enum OptionFileEntryKind
{
    /// <summary>An option, with or without a value.</summary>
    Option,

    /// <summary>
    /// <c>!include FILE</c>: the file is to be read as if it stood here; its groups do not carry over.
    /// </summary>
    Include,

    /// <summary><c>!includedir DIRECTORY</c>: the same for every <c>*.cnf</c> in a directory.</summary>
    IncludeDirectory,
}
