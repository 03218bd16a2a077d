namespace Understudy.Storage;

/// <summary>How a target file is going to be written.</summary>
/// <param name="Direct">In big aligned blocks; the page cache may be bypassed.</param>
/// <param name="Sparse">Runs of zeros may become holes.</param>
/// <param name="SyncAtEnd">Make it durable when it is finished, not only at the final sync.</param>
/// <param name="IsCompressible">It is written once from front to back, and may be kept compressed.</param>
public readonly record struct TargetFileOptions(bool Direct, bool Sparse, bool SyncAtEnd, bool IsCompressible = false);
