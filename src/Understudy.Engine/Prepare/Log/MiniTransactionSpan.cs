using System.Runtime.InteropServices;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Where the records of a mini-transaction stand in the window.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct MiniTransactionSpan
{
    internal uint Start;
    internal uint RecordsEnd;
}
