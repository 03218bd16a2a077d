namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>What values an option takes.</summary>
internal enum FaceOptionKind
{
    /// <summary>On or off; a value is optional.</summary>
    Switch,

    /// <summary>Given or not; a value is an error.</summary>
    Bare,

    /// <summary>A text, in the next argument if not behind <c>=</c>.</summary>
    Text,

    /// <summary>A text, only behind <c>=</c>, or none.</summary>
    OptionalText,

    /// <summary>A number, with a binary suffix if wanted.</summary>
    Number,

    /// <summary>A number, only behind <c>=</c>, or none.</summary>
    OptionalNumber,

    /// <summary>One of a list of words, in any case, or its number.</summary>
    Choice,

    /// <summary>The same, only behind <c>=</c>, or none.</summary>
    OptionalChoice,
}
