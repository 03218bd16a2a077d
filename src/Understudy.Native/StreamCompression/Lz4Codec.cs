namespace Understudy.Native.StreamCompression;

internal sealed class Lz4Codec() : StreamCodec("lz4", StreamCompressionImports.Lz4, "liblz4-1", levelMax: 12, levelDefault: 1)
{
    public override StreamEncoder CreateEncoder(int level) => new Lz4Encoder(level);

    public override StreamDecoder CreateDecoder() => new Lz4Decoder();
}
