namespace Understudy.Fault.Tests.Damaged;

/// <summary>Damages pages of files on purpose.</summary>
internal static class FileDamage
{
    /// <summary>Changes a few bytes in the middle of a page.</summary>
    internal static void Flip(string path, uint page, int pageSize, int at = 200)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[8];
        var offset = ((long)page * pageSize) + at;
        Assert.True(offset + bytes.Length <= file.Length, $"{path} has {file.Length} bytes and so no page {page}");
        file.Position = offset;
        file.ReadExactly(bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x5a;
        }

        file.Position = offset;
        file.Write(bytes);
    }

    /// <summary>Puts a page where another one belongs, as a disk does that writes to the wrong place.</summary>
    internal static void Misplace(string path, uint from, uint to, int pageSize)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[pageSize];
        file.Position = (long)from * pageSize;
        file.ReadExactly(bytes);
        file.Position = (long)to * pageSize;
        file.Write(bytes);
    }
}
