namespace Understudy.Native.StreamCompression;

internal sealed unsafe class ZstdEncoder : StreamEncoder
{
    private const int OutputBytes = 256 << 10;

    private readonly ZstdEncoderHandle _context = new();
    private readonly byte[] _output = new byte[OutputBytes];

    internal ZstdEncoder(int level)
    {
        _context.Set(StreamCompressionImports.ZSTD_createCCtx());
        if (_context.IsInvalid)
        {
            throw new StreamCompressionException("zstd: no memory");
        }

        _ = StreamCompressionImports.CheckZstd(StreamCompressionImports.ZSTD_CCtx_setParameter(_context, StreamCompressionImports.ZSTD_c_compressionLevel, level));
        _ = StreamCompressionImports.CheckZstd(StreamCompressionImports.ZSTD_CCtx_setParameter(_context, StreamCompressionImports.ZSTD_c_checksumFlag, 1));
    }

    public override void Write(ReadOnlySpan<byte> source, ByteSink sink)
    {
        fixed (byte* start = source)
        {
            var input = new ZstdBuffer { Start = start, Size = (nuint)source.Length };
            while (input.Position < input.Size)
            {
                Step(ref input, StreamCompressionImports.ZSTD_e_continue, sink);
            }
        }
    }

    public override void End(ByteSink sink)
    {
        var input = default(ZstdBuffer);
        while (Step(ref input, StreamCompressionImports.ZSTD_e_end, sink) != 0)
        {
            // There is more than fitted.
        }
    }

    public override void Reset() =>
        StreamCompressionImports.CheckZstd(StreamCompressionImports.ZSTD_CCtx_reset(_context, StreamCompressionImports.ZSTD_reset_session_only));

    public override void Dispose() => _context.Dispose();

    private nuint Step(ref ZstdBuffer input, int end, ByteSink sink)
    {
        fixed (byte* to = _output)
        fixed (ZstdBuffer* from = &input)
        {
            var output = new ZstdBuffer { Start = to, Size = OutputBytes };
            var left = StreamCompressionImports.CheckZstd(StreamCompressionImports.ZSTD_compressStream2(_context, &output, from, end));
            sink(_output.AsSpan(0, (int)output.Position));
            return left;
        }
    }
}
