using System.Runtime.InteropServices;

namespace Understudy.Engine.Prepare.Log;

/// <summary>A page of a batch: where its records are kept.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct PageEntry
{
    /// <summary>Index of its tablespace in the upper half, number in the lower.</summary>
    internal ulong Key;

    /// <summary>The first chunk.</summary>
    internal uint FirstChunk;

    /// <summary>The last chunk.</summary>
    internal uint LastChunk;

    /// <summary>How many runs there are.</summary>
    internal uint Runs;

    /// <summary>Where the mini-transaction of the last run begins, from the base of the batch.</summary>
    internal uint LastStart;

    /// <summary>The length of that mini-transaction.</summary>
    internal uint LastLength;

    /// <summary>How many bytes of the last chunk are in use.</summary>
    internal ushort Used;

    /// <summary>The first byte of the first run: its type, and the length of a record.</summary>
    internal byte First;
}
