namespace Understudy.Formats.InnoDb;

/// <summary>What <see cref="PageVerifier"/> found.</summary>
public enum PageStatus
{
    /// <summary>The checksum is right and the page is the one that was asked for.</summary>
    Valid,

    /// <summary>All zero: allocated, never written. Good.</summary>
    Empty,

    /// <summary>The checksum or another redundant field is wrong: torn while being read, or damaged.</summary>
    Corrupt,

    /// <summary>A whole page, but of another position: written to the wrong place.</summary>
    WrongPageNumber,
}
