namespace Understudy.Engine.Copying;

/// <summary>How files get from the server to the target.</summary>
public enum CopyMethod
{
    /// <summary>Their bytes are read and written: the backup has blocks of its own.</summary>
    Copy,

    /// <summary>They are cloned and share their blocks with the server's files until those are written; where that cannot be done, it is an error.</summary>
    Reflink,

    /// <summary>They are cloned where that can be done, and copied elsewhere.</summary>
    Auto,
}
