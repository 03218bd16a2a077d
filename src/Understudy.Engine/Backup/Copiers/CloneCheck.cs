using Understudy.Engine.Copying;
using Understudy.Formats;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Makes what verifies a clone that is read when the server has gone on.</summary>
/// <param name="file">The clone, under the name that it has by then.</param>
/// <param name="end">Where the copied redo log ends: what the server wrote later is of no use.</param>
/// <returns>Null when its files have no checksums.</returns>
internal delegate IBlockCheck? CloneCheck(CopiedFile file, Lsn end);
