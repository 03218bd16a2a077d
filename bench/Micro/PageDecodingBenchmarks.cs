using System.Text;
using BenchmarkDotNet.Attributes;
using Understudy.Engine.Prepare.Apply;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Bench.Micro;

/// <summary>Pages from their form on disk into the plain one, as a prepare does it; with the copy that keeps the sample.</summary>
public class PageDecodingBenchmarks : IDisposable
{
    private static readonly EncryptionKeys Keys =
        KeyFile.Read(Encoding.ASCII.GetBytes($"1;{new string('a', 64)}\n"), [], EncryptionMode.Cbc);

    private static readonly EncryptionMetadata Encryption = new(Scheme: 1, Iv: new CipherBlock(0, 42), MinKeyVersion: 1, KeyId: 1, EncryptionOption.Default);

    private readonly PageTransform _encrypted = new(SamplePage.Format(encryption: Encryption), Keys, LibraryCodecs.Instance);
    private readonly PageTransform _zlib = new(SamplePage.Format(PageCompressionAlgorithm.Zlib), Keys, LibraryCodecs.Instance);
    private readonly PageTransform _lz4 = new(SamplePage.Format(PageCompressionAlgorithm.Lz4), Keys, LibraryCodecs.Instance);
    private readonly byte[] _work = new byte[SamplePage.Size];
    private byte[] _encryptedPage = [];
    private byte[] _zlibPage = [];
    private byte[] _lz4Page = [];

    /// <summary>Makes the pages.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _encryptedPage = Encode(_encrypted);
        _zlibPage = Encode(_zlib);
        _lz4Page = Encode(_lz4);
    }

    /// <summary>AES-256 in CBC mode.</summary>
    [Benchmark(Description = "page decrypt")]
    [Bytes(SamplePage.Size)]
    public bool Decrypt() => Decode(_encrypted, _encryptedPage).IsEncrypted;

    /// <summary>zlib.</summary>
    [Benchmark(Description = "page decompress, zlib")]
    [Bytes(SamplePage.Size)]
    public bool DecompressZlib() => Decode(_zlib, _zlibPage).IsNone;

    /// <summary>lz4, by the system's library.</summary>
    [Benchmark(Description = "page decompress, lz4")]
    [Bytes(SamplePage.Size)]
    public bool DecompressLz4() => Decode(_lz4, _lz4Page).IsNone;

    /// <summary>Frees keys.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _encrypted.Dispose();
        _zlib.Dispose();
        _lz4.Dispose();
        GC.SuppressFinalize(this);
    }

    private static byte[] Encode(PageTransform transform)
    {
        var page = SamplePage.Make();
        var plain = page.ToArray();
        transform.Encode(page, new PageNumber(SamplePage.Number), StoredPageForm.None);
        return !page.AsSpan().SequenceEqual(plain) ? page : throw new InvalidOperationException("the page is still plain");
    }

    private StoredPageForm Decode(PageTransform transform, byte[] page)
    {
        page.CopyTo(_work, 0);
        return transform.Decode(_work, new PageNumber(SamplePage.Number));
    }
}
