using Understudy.Engine.Prepare.Log;
using Understudy.Formats.InnoDb;

namespace Understudy.Engine.Prepare.Files;

/// <summary>A tablespace of the directory that is prepared, with its files.</summary>
internal sealed class Tablespace(uint id, string name, IReadOnlyList<TablespacePart> parts)
{
    internal uint Id { get; } = id;

    /// <summary>Its (first) file, relative to the directory.</summary>
    internal string Name { get; } = name;

    /// <summary>The files, in the order of their pages; more than one only of the system tablespace.</summary>
    internal IReadOnlyList<TablespacePart> Parts { get; } = parts;

    /// <summary>What the log says of it.</summary>
    internal SpaceState? State { get; set; }

    /// <summary>From page 0; null as long as that is only in the log.</summary>
    internal TablespaceFormat? Format { get; set; }

    /// <summary>The size of a page in the files, in bytes; 0 when not known.</summary>
    internal int PageBytes { get; set; }

    /// <summary>FSP_SIZE of page 0 as it lies in the file; 0 when that cannot be told.</summary>
    internal uint SizeInFile { get; set; }

    /// <summary>The size in pages at the end of the log.</summary>
    internal uint SizePages => State?.SizePages ?? SizeInFile;

    /// <summary>
    /// Pages that need no original kept if they are overwritten: it is kept already, or the log makes them anew.
    /// </summary>
    internal PageSet Recoverable { get; } = new();

    /// <summary>The file that holds a page.</summary>
    internal TablespacePart PartOf(uint page)
    {
        var i = Parts.Count - 1;
        while (i > 0 && Parts[i].FirstPage > page)
        {
            i--;
        }

        return Parts[i];
    }
}
