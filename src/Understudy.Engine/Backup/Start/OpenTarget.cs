using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;
using Understudy.Storage;
using Understudy.Storage.Compression;
using Understudy.Storage.Streams;

namespace Understudy.Engine.Backup.Start;

/// <summary>What a backup is written to, with what stands before it.</summary>
internal sealed class OpenTarget : IDisposable
{
    private readonly StreamTarget? _stream;
    private readonly CompressingTarget? _compressing;

    internal OpenTarget(IBackupTarget place, IFileCompression? compression, HashKind hashKind, CopyMethod method)
    {
        Method = method;
        _stream = place as StreamTarget;
        _compressing = compression is null ? null : new CompressingTarget(place, compression, hashKind);
        Target = _compressing ?? place;
    }

    /// <summary>Where the backup writes.</summary>
    internal IBackupTarget Target { get; }

    /// <summary>How files get there.</summary>
    internal CopyMethod Method { get; }

    /// <summary>Lets a token end the waiting for whatever takes the bytes.</summary>
    internal void StopBy(CancellationToken token) => _stream?.Stop = token;

    public void Dispose()
    {
        _compressing?.Dispose();
        _stream?.Dispose();
    }
}
