using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Start;

/// <summary>Finds out, before the server is asked for anything, whether its files can be cloned to the target.</summary>
internal static class CloneProbe
{
    private const string ProbeName = ".understudy-clone-probe";

    /// <summary>Clones the first file of the system tablespace, and forgets it again.</summary>
    /// <param name="wanted">What the user asked for.</param>
    /// <param name="layout">Where the server's files are.</param>
    /// <param name="targetDirectory">The target, which exists.</param>
    /// <param name="events">Told when files are copied although cloning was asked for.</param>
    /// <returns>The method that is possible.</returns>
    /// <exception cref="FailureException">Nothing but clones was asked for, and there can be none.</exception>
    internal static CopyMethod Choose(CopyMethod wanted, ServerLayout layout, string targetDirectory, IBackupEvents events)
    {
        if (wanted == CopyMethod.Copy)
        {
            return wanted;
        }

        var sourcePath = layout.SystemTablespace[0];
        var probe = Path.Combine(targetDirectory, ProbeName);
        string? whyNot;
        using (var source = PosixFile.OpenRead(sourcePath))
        using (var target = PosixFile.Create(probe, direct: false, out _))
        {
            try
            {
                FileClone.TryClone(source, target, probe, out whyNot);
            }
            finally
            {
                File.Delete(probe);
            }
        }

        if (whyNot is null)
        {
            return wanted;
        }

        if (wanted == CopyMethod.Reflink)
        {
            throw FileTransfer.CannotClone(sourcePath, targetDirectory, whyNot);
        }

        events.Milestone($"files are copied: {sourcePath} cannot be cloned to {targetDirectory}: {whyNot}");
        return CopyMethod.Copy;
    }
}
