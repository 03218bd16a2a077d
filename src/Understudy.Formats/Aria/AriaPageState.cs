namespace Understudy.Formats.Aria;

/// <summary>What a look at one page of an Aria file told.</summary>
public enum AriaPageState
{
    /// <summary>The page's checksum is that of its content.</summary>
    Valid,

    /// <summary>The page is all zero: the file was extended, the page was not written yet. As good as valid.</summary>
    Empty,

    /// <summary>Nothing can be said: the page has no checksum, or the table is encrypted.</summary>
    Unchecked,

    /// <summary>
    /// The checksum is not that of the content. In a running server also: read while it was being written.
    /// </summary>
    Corrupt,
}
