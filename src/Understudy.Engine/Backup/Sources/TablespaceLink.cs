using System.Text;

namespace Understudy.Engine.Backup.Sources;

/// <summary>The <c>.isl</c> file that stands for an <c>.ibd</c> file kept elsewhere by <c>DATA DIRECTORY</c>.</summary>
internal static class TablespaceLink
{
    private const int LengthMax = 4096;

    /// <summary>Whether a file is such a link, by its name.</summary>
    internal static bool IsLink(string name) => name.EndsWith(".isl", StringComparison.Ordinal);

    /// <summary>Finds where the file of a tablespace really is.</summary>
    /// <param name="place">The <c>.ibd</c> in its database directory.</param>
    /// <returns>The place that the link names, or <paramref name="place"/> itself without a link.</returns>
    internal static string Follow(string place)
    {
        var link = Path.ChangeExtension(place, ".isl");
        if (!File.Exists(link))
        {
            return place;
        }

        var target = Read(link);
        return target.Length > 0 && File.Exists(target) ? target : place;
    }

    /// <summary>Reads a link file.</summary>
    /// <returns>The path in it, empty when the file is empty or has vanished.</returns>
    internal static string Read(string link)
    {
        try
        {
            using var stream = new FileStream(link, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[LengthMax];
            var length = stream.ReadAtLeast(bytes, LengthMax, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0', '\n', '\r', ' ', '\t');
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }
}
