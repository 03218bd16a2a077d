namespace Understudy.Engine.Backup.Increment;

/// <summary>How a file of the server lies in the backup.</summary>
internal enum StoredForm
{
    /// <summary>As it is, under its own name.</summary>
    Whole,

    /// <summary>As the pages that changed, in a <c>.delta</c>, with a <c>.meta</c> beside it.</summary>
    Delta,

    /// <summary>
    /// As it is, with the ending <c>.new</c>: the first page of the tablespace is not written yet, so that nothing can be told of
    /// its pages, which are all in the redo log.
    /// </summary>
    New,
}
