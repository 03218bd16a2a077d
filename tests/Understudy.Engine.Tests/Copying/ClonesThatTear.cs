using Microsoft.Win32.SafeHandles;
using Understudy.Native.LibC;
using Understudy.Storage;
using Understudy.Storage.Compression;

namespace Understudy.Engine.Tests.Copying;

/// <summary>A target of one file, whose clones differ from the source in one byte, or that makes none.</summary>
internal sealed class ClonesThatTear(string file, int? tornAt) : IBackupTarget
{
    internal const byte Torn = 0xee;

    private readonly int? _tornAt = tornAt;

    public string Name => file;

    public bool IsSequential => false;

    internal int Writes { get; private set; }

    public ITargetFile Create(string path, TargetFileOptions options) => new TearingFile(this);

    public void CreateDirectory(string path) => throw new NotSupportedException();

    public ITargetFile Reopen(string path) => throw new NotSupportedException();

    public int Read(string path, Span<byte> buffer, long offset) => throw new NotSupportedException();

    public bool TryLink(string sourcePath, string path) => throw new NotSupportedException();

    public void Rename(string from, string to) => throw new NotSupportedException();

    public void Delete(string path) => throw new NotSupportedException();

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void Sync() => throw new NotSupportedException();

    public void Publish(string path, Action<Stream> write) => throw new NotSupportedException();

    public void Complete() => throw new NotSupportedException();

    private sealed class TearingFile(ClonesThatTear owner) : ICloneableTargetFile
    {
        private readonly string _path = owner.Name;
        private readonly SafeFileHandle _handle = PosixFile.Create(owner.Name, direct: false, out _);

        public CompressedForm? Stored => null;

        public bool TryClone(SafeFileHandle source, out string? whyNot)
        {
            whyNot = owner._tornAt is null ? "no clones here" : null;
            if (owner._tornAt is not { } at)
            {
                return false;
            }

            var content = new byte[FileStatus.Of(source).SizeBytes];
            PosixFile.ReadFully(source, content, 0, "source");
            content[at] = Torn;
            PosixFile.WriteFully(_handle, content, 0, _path);
            return true;
        }

        public int Read(Span<byte> buffer, long offset) => PosixFile.ReadFully(_handle, buffer, offset, _path);

        public void Write(Span<byte> block, int length, long offset)
        {
            owner.Writes++;
            PosixFile.WriteFully(_handle, block[..length], offset, _path);
        }

        public void Finish(long length) => PosixFile.SetLength(_handle, length, _path);

        public void Dispose() => _handle.Dispose();
    }
}
