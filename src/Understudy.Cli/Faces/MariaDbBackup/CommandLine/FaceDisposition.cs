namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>What becomes of an option.</summary>
internal enum FaceDisposition
{
    /// <summary>It does what it says.</summary>
    Works,

    /// <summary>It is taken and changes nothing; the note says why that is right.</summary>
    Accepted,
}
