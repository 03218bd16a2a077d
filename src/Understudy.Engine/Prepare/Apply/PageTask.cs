using Understudy.Engine.Prepare.Files;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>Pages of one tablespace that one worker brings forward.</summary>
/// <param name="Tablespace">The tablespace.</param>
/// <param name="First">The first page, as a position in the sorted batch.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="IsWhole">Whether these are all pages of the tablespace in the batch, page 0 among them if it is in it.</param>
internal readonly record struct PageTask(Tablespace Tablespace, int First, int End, bool IsWhole);
