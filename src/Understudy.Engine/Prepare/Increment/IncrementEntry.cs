using Understudy.Formats.Delta;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>A tablespace file in an increment.</summary>
/// <param name="Name">The file that it is of, such as <c>db/table.ibd</c>.</param>
/// <param name="SourcePath">Where its pages are: a <c>.delta</c>, or the whole file.</param>
/// <param name="Metadata">What is said of the pages of a <c>.delta</c>; null of a whole file.</param>
internal sealed record IncrementEntry(string Name, string SourcePath, DeltaMetadata? Metadata);
