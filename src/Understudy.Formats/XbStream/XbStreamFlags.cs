namespace Understudy.Formats.XbStream;

/// <summary>The flags of a chunk.</summary>
[Flags]
public enum XbStreamFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A reader that does not know the type may pass over the chunk.</summary>
    Ignorable = 1,

    /// <summary>The file takes the place of one that exists.</summary>
    Rewrite = 2,
}
