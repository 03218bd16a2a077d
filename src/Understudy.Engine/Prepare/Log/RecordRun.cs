using System.Runtime.InteropServices;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Records of one mini-transaction that stand together and change one page. Positions are those in the window.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct RecordRun
{
    /// <summary>Where the first record begins.</summary>
    internal uint Offset;

    /// <summary>Where the mini-transaction begins.</summary>
    internal uint MiniTransactionStart;

    /// <summary>Where its records end.</summary>
    internal uint RecordsEnd;

    /// <summary>The page, by the order in which pages came up.</summary>
    internal uint Page;
}
