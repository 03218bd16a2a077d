namespace Understudy.Engine.Backup;

/// <summary>When files that were cloned are read, to verify their pages and to hash them. Files that are copied are verified then.</summary>
public enum VerificationTime
{
    /// <summary>Before the backup is published.</summary>
    Now,

    /// <summary>By a later verification. Until then the manifest says that they are unverified.</summary>
    Later,
}
