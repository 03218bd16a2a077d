using System.Runtime.InteropServices;

namespace Understudy.Engine.Prepare.Log;

/// <summary>A page of a batch.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct PageEntry
{
    /// <summary>Index of its tablespace in the upper half, number in the lower.</summary>
    internal ulong Key;

    /// <summary>How many runs it has; once the batch is sealed, where its next run goes.</summary>
    internal uint Count;

    /// <summary>The first run that counts.</summary>
    internal uint FirstRun;
}
