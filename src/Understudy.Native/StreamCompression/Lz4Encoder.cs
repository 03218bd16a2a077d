namespace Understudy.Native.StreamCompression;

internal sealed unsafe class Lz4Encoder : StreamEncoder
{
    private const int StepBytes = 1 << 20;
    private const int FrameHeaderBytesMax = 19;

    private readonly Lz4EncoderHandle _context = new();
    private readonly byte[] _output;
    private Lz4Preferences _preferences;
    private bool _isBegun;

    internal Lz4Encoder(int level)
    {
        nint context;
        _ = StreamCompressionImports.CheckLz4(StreamCompressionImports.LZ4F_createCompressionContext(&context, StreamCompressionImports.LZ4F_VERSION));
        _context.Set(context);
        _preferences = new Lz4Preferences
        {
            BlockSizeId = StreamCompressionImports.LZ4F_max4MB,
            ContentChecksumFlag = 1,
            CompressionLevel = level,
        };
        fixed (Lz4Preferences* preferences = &_preferences)
        {
            _output = new byte[FrameHeaderBytesMax + (int)StreamCompressionImports.LZ4F_compressBound(StepBytes, preferences)];
        }
    }

    public override void Write(ReadOnlySpan<byte> source, ByteSink sink)
    {
        Begin(sink);
        while (!source.IsEmpty)
        {
            var step = source[..Math.Min(source.Length, StepBytes)];
            fixed (byte* from = step, to = _output)
            {
                var written = StreamCompressionImports.CheckLz4(
                    StreamCompressionImports.LZ4F_compressUpdate(_context, to, (nuint)_output.Length, from, (nuint)step.Length, null));
                sink(_output.AsSpan(0, (int)written));
            }

            source = source[step.Length..];
        }
    }

    public override void End(ByteSink sink)
    {
        Begin(sink);
        fixed (byte* to = _output)
        {
            var written = StreamCompressionImports.CheckLz4(StreamCompressionImports.LZ4F_compressEnd(_context, to, (nuint)_output.Length, null));
            sink(_output.AsSpan(0, (int)written));
        }

        _isBegun = false;
    }

    // A frame that is begun forgets the one before.
    public override void Reset() => _isBegun = false;

    public override void Dispose() => _context.Dispose();

    private void Begin(ByteSink sink)
    {
        if (_isBegun)
        {
            return;
        }

        fixed (byte* to = _output)
        fixed (Lz4Preferences* preferences = &_preferences)
        {
            var written = StreamCompressionImports.CheckLz4(
                StreamCompressionImports.LZ4F_compressBegin(_context, to, (nuint)_output.Length, preferences));
            sink(_output.AsSpan(0, (int)written));
        }

        _isBegun = true;
    }
}
