using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Restore;

/// <summary>Gives restored files to the owner that they had, where this program may do so.</summary>
internal static class Ownership
{
    internal static void Give(string path, ManifestFile like)
    {
        if (PosixFile.IsSuperuser && like is { User: >= 0, Group: >= 0 })
        {
            PosixFile.ChangeOwner(path, (uint)like.User, (uint)like.Group);
        }
    }
}
