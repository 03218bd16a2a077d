using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Formats.Checksums;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Native.StreamCompression;
using Understudy.Storage;
using Understudy.Storage.Compression;

namespace Understudy.Engine.Copying;

/// <summary>Writes a compressed file of a backup as it was before, and proves by its hashes that it is that.</summary>
internal sealed class FileDecompression
{
    private const int ReadBytes = 1 << 20;

    private readonly string _path;
    private readonly ManifestFile _file;
    private readonly ITargetFile _target;
    private readonly ReadScope _scope;
    private readonly CopyWorker _worker;
    private int _used;
    private long _written;

    private FileDecompression(string path, ManifestFile file, ITargetFile target, ReadScope scope, CopyWorker worker)
    {
        _path = path;
        _file = file;
        _target = target;
        _scope = scope;
        _worker = worker;
    }

    /// <summary>Decompresses a file.</summary>
    /// <param name="path">The compressed file.</param>
    /// <param name="file">What the manifest says of it.</param>
    /// <param name="target">Where it goes, to be written without the restrictions of direct I/O; it is finished.</param>
    /// <param name="scope">What all copying shares.</param>
    /// <param name="worker">The thread's own.</param>
    /// <exception cref="FailureException">It is damaged.</exception>
    internal static void Run(string path, ManifestFile file, ITargetFile target, ReadScope scope, CopyWorker worker) =>
        new FileDecompression(path, file, target, scope, worker).Run();

    /// <summary>Compares hashes with those of the manifest.</summary>
    /// <exception cref="FailureException">They differ.</exception>
    internal static void Verify(string path, ManifestFile file, long size, IReadOnlyList<string> hashes)
    {
        for (var i = 0; i < file.Hashes.Count; i++)
        {
            if (i >= hashes.Count || hashes[i] != file.Hashes[i])
            {
                throw Damaged(path, i, size, hashes.ElementAtOrDefault(i), file);
            }
        }
    }

    /// <summary>Says that a range has another hash than the manifest says.</summary>
    internal static FailureException Damaged(string path, int range, long size, string? found, ManifestFile file) => Failure(
        $"{path} is damaged: the {ContentHash.NameOf(file.HashKind)} of its range {range} of {size} bytes is {found ?? "missing"}, expected {file.Hashes[range]}");

    private void Run()
    {
        var codec = StreamCodec.Find(_file.Compression!) ?? throw new InvalidOperationException($"nothing knows {_file.Compression}");
        CompressionChoice.Require(codec);
        using var decoder = codec.CreateDecoder();
        using var source = PosixFile.OpenRead(_path);
        var buffer = new byte[ReadBytes];
        try
        {
            for (var offset = 0L; Read(source, buffer, offset) is > 0 and var got; offset += got)
            {
                _scope.Cancellation.ThrowIfCancellationRequested();
                _scope.AwaitTurn(got);
                decoder.Write(buffer.AsSpan(0, got), Take);
            }
        }
        catch (StreamCompressionException e)
        {
            throw Damaged(_path, e.Message, e);
        }

        Flush();
        if (!decoder.IsAtEnd || _written != _file.Size)
        {
            throw Damaged(_path, $"it holds {_written} bytes{(decoder.IsAtEnd ? "" : " and is cut short")}, expected {_file.Size}");
        }

        Verify(_path, _file, _written, _worker.HasherOf(_file.HashKind).Finish());
        _target.Finish(_written);
    }

    private int Read(SafeFileHandle source, byte[] buffer, long offset)
    {
        using var timer = _scope.Progress.Profile.Time(Activity.Reading);
        return PosixFile.ReadFully(source, buffer, offset, _path);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (_written + _used + bytes.Length > _file.Size)
        {
            throw Damaged(_path, $"it holds more than {_file.Size} bytes");
        }

        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, CopyWorker.BlockBytes - _used)];
            part.CopyTo(_worker.Buffer[_used..]);
            _used += part.Length;
            bytes = bytes[part.Length..];
            if (_used == CopyWorker.BlockBytes)
            {
                Flush();
            }
        }
    }

    private void Flush()
    {
        using (_scope.Progress.Profile.Time(Activity.Hashing))
        {
            _worker.HasherOf(_file.HashKind).Append(_worker.Buffer[.._used]);
        }

        using (_scope.Progress.Profile.Time(Activity.Writing))
        {
            _target.Write(_worker.Buffer, _used, _written);
        }

        _scope.Progress.AddBytes(_used);
        _written += _used;
        _used = 0;
    }

    private static FailureException Damaged(string path, string why, Exception? inner = null) => Failure($"{path} is damaged: {why}", inner);

    private static FailureException Failure(string message, Exception? inner = null) =>
        new(FailureKind.Damaged, message, "this backup cannot be restored: use another one", inner);
}
