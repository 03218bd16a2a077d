namespace Understudy.Formats.XbStream;

/// <summary>What reading a chunk's header came to.</summary>
public enum XbStreamStatus
{
    /// <summary>It is whole and makes sense.</summary>
    Complete,

    /// <summary>It goes on behind the bytes given.</summary>
    TooShort,

    /// <summary>It does not begin as a chunk does.</summary>
    BadMagic,

    /// <summary>A path is empty, too long, has a NUL or is not UTF-8.</summary>
    BadPath,

    /// <summary>A type that this program does not know, and that must not be passed over.</summary>
    UnknownType,

    /// <summary>An offset or a length that no file has.</summary>
    BadOffset,
}
