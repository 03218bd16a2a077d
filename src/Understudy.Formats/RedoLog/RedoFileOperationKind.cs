namespace Understudy.Formats.RedoLog;

/// <summary>What happened to a data file. Source: mfile_type_t in storage/innobase/include/mtr0types.h.</summary>
public enum RedoFileOperationKind : byte
{
    /// <summary>The file is about to be created.</summary>
    Create = 0x80,

    /// <summary>The file is about to be deleted.</summary>
    Delete = 0x90,

    /// <summary>The file is about to be renamed.</summary>
    Rename = 0xA0,

    /// <summary>The file was changed since the last checkpoint: tells its name.</summary>
    Modify = 0xB0,

    /// <summary>A checkpoint was made; not about a file.</summary>
    Checkpoint = 0xF0,
}
