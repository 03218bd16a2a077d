using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Sources;

/// <summary>Tells whether a file is still as it was when it was copied, without reading it.</summary>
internal static class Signature
{
    /// <summary>
    /// The kernel stamps files with a clock that ticks every few milliseconds. A file that changed less than this before its
    /// status was read could change again and carry the same time.
    /// </summary>
    internal static readonly TimeSpan ClockGranularity = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether nothing about the file has changed.</summary>
    internal static bool IsSame(in FileStatus copied, in FileStatus now) =>
        IsSameFile(copied, now)
        && copied.SizeBytes == now.SizeBytes
        && copied.ModifyTime == now.ModifyTime
        && copied.ChangeTime == now.ChangeTime;

    /// <summary>Whether it is the same file with the same content, maybe under another name.</summary>
    internal static bool IsRenamed(in FileStatus copied, in FileStatus now) =>
        IsSameFile(copied, now) && copied.SizeBytes == now.SizeBytes && copied.ModifyTime == now.ModifyTime;

    /// <summary>Whether it is the same file, whatever was written to it. Inode numbers are used again; times of birth are not.</summary>
    internal static bool IsSameFile(in FileStatus copied, in FileStatus now) =>
        copied.Inode == now.Inode && copied.Device == now.Device && copied.BirthTime == now.BirthTime;

    /// <summary>Waits until a later change of the file would give it another time, at most one tick of the clock.</summary>
    internal static void WaitOutClockTick(in FileStatus status, BackupContext context)
    {
        var age = TimeSpan.FromTicks((context.Time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) - (status.ChangeTime / 100));
        if (age < ClockGranularity)
        {
            using var timer = context.Profile.Time(Activity.WaitingForClockTick);
            Thread.Sleep(ClockGranularity - (age < TimeSpan.Zero ? TimeSpan.Zero : age));
        }
    }
}
