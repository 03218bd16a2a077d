namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>The modes in which an option has a meaning. In others it is accepted and does nothing.</summary>
[Flags]
internal enum FaceModes
{
    None = 0,
    Backup = 1,
    Prepare = 2,
    CopyBack = 4,
    Decompress = 8,
    All = Backup | Prepare | CopyBack | Decompress,
}
