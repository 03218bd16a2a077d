using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Compression;

namespace Understudy.Fuzz.Targets;

/// <summary>zlib, which is always there; the others are libraries that are not of these formats.</summary>
internal sealed class FuzzCodecs : IPageCompressionCodecs
{
    private readonly ZlibPageCodec _zlib = new();

    public IPageCompressionCodec Get(PageCompressionAlgorithm algorithm)
        => algorithm == PageCompressionAlgorithm.Zlib
            ? _zlib
            : throw new FailureException(FailureKind.Failed, $"no library for {algorithm}");
}
