using FsCheck;
using FsCheck.Fluent;

namespace Understudy.Formats.Tests;

/// <summary>What every reader must stand: any bytes, and good bytes with some of them changed or cut off.</summary>
public static class ReaderProperties
{
    public static void NeverThrows(Action<byte[]> read)
        => Prop.ForAll<byte[]>(bytes =>
        {
            read(bytes);
            return true;
        }).QuickCheckThrowOnFailure();

    /// <summary>Every length of the good bytes, and every byte changed to a few others.</summary>
    public static void NeverThrowsNear(byte[] good, Action<byte[]> read)
    {
        for (var length = 0; length <= Math.Min(good.Length, 700); length++)
        {
            read(good[..length]);
        }

        for (var i = 0; i < Math.Min(good.Length, 700); i++)
        {
            foreach (var other in new byte[] { 0, 1, 0x7F, 0x80, 0xFE, 0xFF })
            {
                var changed = (byte[])good.Clone();
                changed[i] = other;
                read(changed);
            }
        }
    }
}
