namespace Understudy.Formats.RedoLog;

/// <summary>What <see cref="RedoLogHeader.TryRead"/> found.</summary>
public enum RedoLogHeaderStatus
{
    /// <summary>A header of a supported format.</summary>
    Valid,

    /// <summary>Fewer than <see cref="RedoLogHeader.Size"/> bytes.</summary>
    TooShort,

    /// <summary>The checksum is wrong: torn while being read, not yet written, or damaged.</summary>
    BadChecksum,

    /// <summary>A format of an older server; <see cref="RedoLogHeader.Format"/> says which.</summary>
    OldFormat,

    /// <summary>A format that no known server writes; <see cref="RedoLogHeader.Creator"/> may help.</summary>
    UnknownFormat,

    /// <summary>Checksum and format are good, but a field has a value that no server writes.</summary>
    BadField,
}
