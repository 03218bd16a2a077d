using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Tests.Copying;

/// <summary>A clone is read instead of its source; what was torn in it is mended from the source.</summary>
public sealed class FileTransferCloneTests : IDisposable
{
    private const int TornAt = 5000;

    private readonly string _place = Directory.CreateTempSubdirectory("understudy-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public void CopyRange_OfATornClone_MendsItAndHashesWhatItIsThen()
    {
        var content = MakeSource(Path.Combine(_place, "source"));
        var target = new ClonesThatTear(Path.Combine(_place, "target"), TornAt);

        var (size, hashes) = Transfer(Path.Combine(_place, "source"), target, CopyMethod.Reflink);

        Assert.Equal(content.Length, size);
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_place, "target")));
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(content))], hashes);
        Assert.Equal(1, target.Writes);
    }

    [Fact]
    public void Transfer_WhereNothingClones_CopiesOrFails()
    {
        var content = MakeSource(Path.Combine(_place, "source"));

        Transfer(Path.Combine(_place, "source"), new ClonesThatTear(Path.Combine(_place, "target"), tornAt: null), CopyMethod.Auto);

        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_place, "target")));
        File.Delete(Path.Combine(_place, "target"));
        var failure = Assert.Throws<FailureException>(
            () => Transfer(Path.Combine(_place, "source"), new ClonesThatTear(Path.Combine(_place, "target"), tornAt: null), CopyMethod.Reflink));
        Assert.Contains(Path.Combine(_place, "source"), failure.Message, StringComparison.Ordinal);
    }

    private static (long SizeBytes, string[] Hashes) Transfer(string path, ClonesThatTear target, CopyMethod method)
    {
        using var worker = new CopyWorker();
        var scope = new CopyScope(target, new Throttle(0), new OperationProgress(), SyncBigFiles: false, CancellationToken.None) { Method = method, HashKind = Formats.Manifest.HashKind.Sha256 };
        using var transfer = new FileTransfer(CacheNeutralFile.Open(path, sizeBytes: 0), "target", scope, _ => new ReadsTornAgain());
        Assert.True(transfer.CopyRange(0, worker));
        return transfer.Finish();
    }

    private static byte[] MakeSource(string path)
    {
        var content = new byte[20_000];
        new Random(3).NextBytes(content);
        content.AsSpan(TornAt).Replace(ClonesThatTear.Torn, (byte)1);
        File.WriteAllBytes(path, content);
        return content;
    }

    private sealed class ReadsTornAgain : IBlockCheck
    {
        public bool Check(Span<byte> block, long offset, SafeFileHandle source)
        {
            var at = TornAt - (int)offset;
            if (block[at] != ClonesThatTear.Torn)
            {
                return false;
            }

            PosixFile.ReadFully(source, block.Slice(at, 1), TornAt, "source");
            return true;
        }
    }
}
