using System.Runtime.InteropServices;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Records of one mini-transaction that stand together and change one page.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct RecordRun
{
    /// <summary>Where the first record begins in the window.</summary>
    internal uint Offset;

    /// <summary>The mini-transaction.</summary>
    internal uint MiniTransaction;

    /// <summary>The next run of the same page, or <see cref="RecordBatch.NoRun"/>.</summary>
    internal uint Next;
}
