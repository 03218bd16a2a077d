using Microsoft.Win32.SafeHandles;

namespace Understudy.Native.LibC;

/// <summary>Keeps a handle open for the length of one system call.</summary>
internal readonly ref struct HandleUse
{
    private readonly SafeFileHandle _file;

    internal HandleUse(SafeFileHandle file)
    {
        _file = file;
        var added = false;
        file.DangerousAddRef(ref added);
        Descriptor = (int)file.DangerousGetHandle();
    }

    internal int Descriptor { get; }

    public void Dispose() => _file.DangerousRelease();
}
