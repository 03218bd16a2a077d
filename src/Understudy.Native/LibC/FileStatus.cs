using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Understudy.Native.LibC;

/// <summary>What the kernel knows of a file (<c>statx(2)</c>). Times are nanoseconds since 1970, UTC.</summary>
/// <param name="Device">The file system's device number.</param>
/// <param name="Inode">The inode number; numbers of deleted files are used again within milliseconds.</param>
/// <param name="SizeBytes">The length in bytes.</param>
/// <param name="AllocatedBytes">The bytes that it takes on disk; less than the length when it has holes.</param>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="User">The owner's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="BirthTime">When the inode was created; 0 where the file system does not tell.</param>
/// <param name="ChangeTime">When the inode last changed, names included.</param>
/// <param name="ModifyTime">When the content last changed.</param>
public readonly record struct FileStatus(
    ulong Device, ulong Inode, long SizeBytes, long AllocatedBytes, uint Mode, uint User, uint Group, long BirthTime, long ChangeTime, long ModifyTime)
{
    private const int BufferBytes = 256;
    private const uint TypeMask = 0xf000;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & TypeMask) == 0xa000;

    /// <summary>Whether parts of it take no room on disk.</summary>
    public bool HasHoles => AllocatedBytes + 4096 <= SizeBytes;

    /// <summary>Reads the status of a path.</summary>
    /// <returns>False when there is no such file.</returns>
    /// <exception cref="IOException">It cannot be read for another reason.</exception>
    public static unsafe bool TryRead(string path, out FileStatus status, bool followLinks = true)
    {
        var buffer = stackalloc byte[BufferBytes];
        var flags = followLinks ? 0 : LibC.AT_SYMLINK_NOFOLLOW;
        if (LibC.statx(LibC.AT_FDCWD, path, flags, LibC.STATX_BASIC_STATS | LibC.STATX_BTIME, buffer) == 0)
        {
            status = Decode(new ReadOnlySpan<byte>(buffer, BufferBytes));
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        status = default;
        return error is LibC.ENOENT or LibC.ENOTDIR ? false : throw PosixError.Exception(error, "read the status of", path);
    }

    /// <summary>Reads the status of an open file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static unsafe FileStatus Of(SafeFileHandle file)
    {
        var buffer = stackalloc byte[BufferBytes];
        using var use = new HandleUse(file);
        return LibC.statx(use.Descriptor, "", LibC.AT_EMPTY_PATH, LibC.STATX_BASIC_STATS | LibC.STATX_BTIME, buffer) == 0
            ? Decode(new ReadOnlySpan<byte>(buffer, BufferBytes))
            : throw PosixError.Exception(Marshal.GetLastPInvokeError(), "read the status of", "an open file");
    }

    // The layout of struct statx is the same on every architecture: linux/stat.h.
    private static FileStatus Decode(ReadOnlySpan<byte> s) => new(
        Device: ((ulong)UInt32(s, 136) << 32) | UInt32(s, 140),
        Inode: (ulong)Int64(s, 32),
        SizeBytes: Int64(s, 40),
        AllocatedBytes: Int64(s, 48) * 512,
        Mode: BinaryPrimitives.ReadUInt16LittleEndian(s[28..]),
        User: UInt32(s, 20),
        Group: UInt32(s, 24),
        BirthTime: (UInt32(s, 0) & LibC.STATX_BTIME) == 0 ? 0 : Time(s, 80),
        ChangeTime: Time(s, 96),
        ModifyTime: Time(s, 112));

    private static uint UInt32(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt32LittleEndian(s[at..]);

    private static long Int64(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadInt64LittleEndian(s[at..]);

    private static long Time(ReadOnlySpan<byte> s, int at) => (Int64(s, at) * 1_000_000_000) + UInt32(s, at + 8);
}
