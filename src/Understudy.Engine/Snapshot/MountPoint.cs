using System.Text.RegularExpressions;

namespace Understudy.Engine.Snapshot;

/// <summary>A mounted file system, as /proc/self/mountinfo tells it.</summary>
/// <param name="Root">The directory of the file system that is mounted.</param>
/// <param name="Path">Where it is mounted.</param>
/// <param name="FileSystem">Its type.</param>
/// <param name="Source">The device, or whatever the file system calls it.</param>
internal sealed partial record MountPoint(string Root, string Path, string FileSystem, string Source)
{
    /// <summary>Finds what holds a path.</summary>
    /// <param name="mountInfo">The content of /proc/self/mountinfo.</param>
    /// <param name="path">An absolute path without links.</param>
    /// <returns>Null when the table names no mount above it.</returns>
    internal static MountPoint? Find(string mountInfo, string path) => mountInfo
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(Parse)
        .OfType<MountPoint>()
        .Where(mount => mount.Path == "/" || path == mount.Path || path.StartsWith(mount.Path + "/", StringComparison.Ordinal))

        // Of two on one place the later covers the earlier.
        .Aggregate((MountPoint?)null, (best, mount) => best is null || mount.Path.Length >= best.Path.Length ? mount : best);

    /// <summary>Where in the file system a path below the mount point is; relative.</summary>
    internal string PathInFileSystem(string path) =>
        $"{Root.Trim('/')}/{path[Path.TrimEnd('/').Length..].Trim('/')}".Trim('/');

    // "id parent major:minor root path options [optional ...] - type source super-options"
    private static MountPoint? Parse(string line)
    {
        var fields = line.Split(' ');
        var dash = Array.IndexOf(fields, "-");
        return fields.Length < 6 || dash < 6 || dash + 2 >= fields.Length
            ? null
            : new MountPoint(Unescape(fields[3]), Unescape(fields[4]), fields[dash + 1], Unescape(fields[dash + 2]));
    }

    private static string Unescape(string text) =>
        Octal().Replace(text, match => ((char)Convert.ToInt32(match.Groups["code"].Value, 8)).ToString());

    [GeneratedRegex(@"\\(?<code>[0-7]{3})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Octal();
}
