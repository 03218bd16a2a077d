namespace Understudy.Formats.InnoDb;

/// <summary>In which form a page lay on disk.</summary>
/// <param name="IsEncrypted">Whether it was encrypted.</param>
/// <param name="Algorithm">How it was packed.</param>
/// <param name="IsNone">Whether it did not lie there at all, or only as zeros.</param>
public readonly record struct StoredPageForm(bool IsEncrypted, PageCompressionAlgorithm Algorithm, bool IsNone)
{
    /// <summary>The page is new.</summary>
    public static readonly StoredPageForm None = new(false, PageCompressionAlgorithm.None, IsNone: true);
}
