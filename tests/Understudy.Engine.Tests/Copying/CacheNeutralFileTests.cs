using Microsoft.Win32.SafeHandles;
using Understudy.Native.LibC;

namespace Understudy.Engine.Tests.Copying;

/// <summary>A file reads the same from the page cache, around it, and half and half.</summary>
public sealed class CacheNeutralFileTests : IDisposable
{
    private const int PieceBytes = 256 << 10;
    private readonly string _path = Path.Combine(Path.GetTempPath(), "us-" + Path.GetRandomFileName());
    private readonly byte[] _content = new byte[(4 << 20) + 12_345];

    public CacheNeutralFileTests()
    {
        new Random(5).NextBytes(_content);
        File.WriteAllBytes(_path, _content);
    }

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void WhatIsInTheCacheIsReadFromThere()
    {
        _ = File.ReadAllBytes(_path);
        Assert.Equal(_content, ReadAll());
    }

    [Fact]
    public void ReadingDoesNotPutIntoTheCacheWhatWasNotThere()
    {
        using var cached = OutOfCache();
        var wasThere = PosixFile.IsInCache(cached, 0, PieceBytes); // in the file system of a memory, always
        Assert.Equal(_content, ReadAll());
        Assert.Equal(wasThere, PosixFile.IsInCache(cached, 0, PieceBytes));
    }

    [Fact]
    public void HalfOfEachIsTheWhole()
    {
        using var cached = OutOfCache();
        var piece = new byte[PieceBytes];
        for (var offset = 0L; offset < _content.Length; offset += 2 * PieceBytes)
        {
            PosixFile.ReadFully(cached, piece, offset, _path);
        }

        Assert.Equal(_content, ReadAll());
    }

    [Fact]
    public void TheEndIsFoundWhereTheFileHasBecomeShorter()
    {
        using var file = CacheNeutralFile.Open(_path, _content.Length);
        File.WriteAllBytes(_path, _content[..5000]);
        using var buffer = new AlignedBuffer(PieceBytes);
        Assert.Equal(5000, file.Read(buffer.Span, PieceBytes, 0));
        Assert.Equal(_content[..5000], buffer.Span[..5000].ToArray());
        Assert.Equal(0, file.Read(buffer.Span, PieceBytes, PieceBytes));
    }

    private byte[] ReadAll()
    {
        using var file = CacheNeutralFile.Open(_path, _content.Length);
        using var buffer = new AlignedBuffer(PieceBytes);
        var result = new byte[_content.Length];
        for (var offset = 0; offset < result.Length; offset += PieceBytes)
        {
            var want = Math.Min(PieceBytes, result.Length - offset);
            Assert.Equal(want, file.Read(buffer.Span, want, offset));
            buffer.Span[..want].CopyTo(result.AsSpan(offset));
        }

        return result;
    }

    // The kernel drops only what is written to the disk; reading ahead is off, so that nothing comes back by itself.
    private SafeFileHandle OutOfCache()
    {
        var file = PosixFile.OpenReadWrite(_path, direct: false, out _);
        PosixFile.Sync(file, _path);
        PosixFile.DropCache(file, 0, 0);
        return file;
    }
}
