using Understudy.Engine.Prepare.Files;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>A page in a worker's buffer that is to be written.</summary>
/// <param name="Part">The file.</param>
/// <param name="FileOffset">Where in the file, in bytes.</param>
/// <param name="BufferOffset">Where in the buffer.</param>
/// <param name="PageBytes">The size of the page.</param>
/// <param name="StoredBytes">How many of its bytes matter; the rest can be a hole.</param>
internal readonly record struct PendingPage(
    TablespacePart Part, long FileOffset, int BufferOffset, int PageBytes, int StoredBytes);
