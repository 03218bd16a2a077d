using Understudy.Formats;

namespace Understudy.Engine.Prepare.Log;

/// <summary>What the log says of a tablespace.</summary>
internal sealed class SpaceState(uint id, int index, Lsn appliesFrom)
{
    internal uint Id { get; } = id;

    /// <summary>Records of mini-transactions that begin before this are in the files already, and are passed over.</summary>
    internal Lsn AppliesFrom { get; } = appliesFrom;

    /// <summary>A small number, for keys of pages.</summary>
    internal int Index { get; } = index;

    /// <summary>The last name, as the server has it.</summary>
    internal string? Name { get; set; }

    /// <summary>Whether the log holds the creation of the file.</summary>
    internal bool IsCreated { get; set; }

    /// <summary>Whether the last file operation deleted it.</summary>
    internal bool IsDeleted { get; set; }

    /// <summary>Whether the log initialises page 0, so that no file content is needed.</summary>
    internal bool HasPageZero { get; set; }

    /// <summary>The last FSP_SIZE in the log.</summary>
    internal uint? SizePages { get; set; }

    /// <summary>The last FSP_SPACE_FLAGS in the log.</summary>
    internal uint? Flags { get; set; }

    /// <summary>Records that end up to here do not count: the file was cut or deleted. An LSN.</summary>
    internal ulong DroppedUpTo { get; set; }

    /// <summary>The first page that <see cref="DroppedUpTo"/> is about.</summary>
    internal uint DroppedFrom { get; set; }

    /// <summary>The length to which TRIM_PAGES cut the tablespace, in pages; null when it did not.</summary>
    internal uint? TrimmedTo { get; set; }

    /// <summary>Whether there are page records.</summary>
    internal bool HasRecords { get; set; }

    /// <summary>The LSN of the first page record.</summary>
    internal Lsn FirstRecord { get; set; }

    /// <summary>Whether a record no longer counts.</summary>
    internal bool IsDropped(uint page, ulong endLsn) => endLsn <= DroppedUpTo && page >= DroppedFrom;
}
