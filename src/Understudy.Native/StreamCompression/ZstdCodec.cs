namespace Understudy.Native.StreamCompression;

// Levels above 19 take windows that readers refuse by default.
internal sealed class ZstdCodec() : StreamCodec("zstd", StreamCompressionImports.Zstd, "libzstd1", levelMax: 19, levelDefault: 3)
{
    public override StreamEncoder CreateEncoder(int level) => new ZstdEncoder(level);

    public override StreamDecoder CreateDecoder() => new ZstdDecoder();
}
