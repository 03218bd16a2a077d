namespace Understudy.Formats.InnoDb.Compression;

/// <summary>Where codecs come from.</summary>
public interface IPageCompressionCodecs
{
    /// <summary>The codec of an algorithm.</summary>
    /// <exception cref="FailureException">Its library is not installed; the hint names the package.</exception>
    IPageCompressionCodec Get(PageCompressionAlgorithm algorithm);
}
