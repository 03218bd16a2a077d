namespace Understudy.Formats.RedoLog;

/// <summary>
/// A file record of the redo log. Paths are as the server has them: <c>./db/table.ibd</c> in file name encoding, or
/// absolute for DATA DIRECTORY. Source: mtr_t::log_file_op in storage/innobase/fil/fil0fil.cc.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="Space">The tablespace; 0 for a checkpoint.</param>
/// <param name="Path">The file; empty for a checkpoint.</param>
/// <param name="NewPath">The new name of a renamed file, else null.</param>
/// <param name="CheckpointLsn">The checkpoint, else <see cref="Lsn.None"/>.</param>
public sealed record RedoFileOperation(
    RedoFileOperationKind Kind, SpaceId Space, string Path, string? NewPath, Lsn CheckpointLsn)
{
    /// <summary>The file's name when the record has taken effect.</summary>
    public string LastPath => NewPath ?? Path;
}
