using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats.DdlLog;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// Keeps the server's list of the DDL that ran during the backup. Nothing depends on it, since files are compared as they are; it
/// tells a person what happened.
/// </summary>
internal static class DdlLogCopier
{
    // Not under its own name: a server would take it for its own.
    private const string NameInBackup = "understudy_ddl.log";

    internal static void Copy(BackupContext context, CopyWorker worker)
    {
        var path = Path.Combine(context.Layout.DataDirectory, DdlLogReader.FileName);
        if (FileStatus.TryRead(path, out var status))
        {
            var file = new SourceFile(NameInBackup, path, status, ManifestFileRole.Metadata, ExternalPath: null);
            PlainCopier.Copy(context, new SourceUnit(UnitKind.Definition, Engine: null, "", "", [file]), worker);
        }
    }
}
