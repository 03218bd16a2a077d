using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Formats.Aria;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Passes;

/// <summary>Decides whether what was copied is still what the server has: by states, never by events.</summary>
/// <param name="context">The backup.</param>
internal sealed class Freshness(BackupContext context)
{
    /// <summary>Whether a copied file is good for a file of the server, maybe under another name.</summary>
    /// <param name="copied">The file in the backup.</param>
    /// <param name="unit">The unit that the file belongs to now.</param>
    /// <param name="file">The file as it is now.</param>
    internal bool IsGoodFor(CopiedFile copied, SourceUnit unit, SourceFile file)
    {
        if (copied.Status is not { } status || copied.Role != file.Role)
        {
            return false;
        }

        var isSamePath = copied.SourcePath == file.FullPath;
        return copied.Identity switch
        {
            TablespaceIdentity identity => IsSameTablespace(identity, status, file),
            AriaIdentity identity => isSamePath && IsSameAriaTable(identity, unit),
            _ => copied.IsStill && !IsSilentlyWritten(unit)
                && (isSamePath ? Signature.IsSame(status, file.Status) : unit.Kind == UnitKind.PlainTable && Signature.IsRenamed(status, file.Status)),
        };
    }

    private bool IsSameTablespace(TablespaceIdentity identity, in FileStatus status, SourceFile file)
    {
        if (!Signature.IsSameFile(status, file.Status))
        {
            return false;
        }

        if (file.Role != ManifestFileRole.Data || Signature.IsSame(status, file.Status))
        {
            return true;
        }

        return identity.Space is { } space
            && IsStillTablespace(file.FullPath, space, identity.Sample, isLogged: context.OpenTablespaces.Contains(status) || Signature.IsRenamed(status, file.Status));
    }

    private static bool IsSameAriaTable(AriaIdentity identity, SourceUnit unit)
    {
        var index = unit.Files[0];
        if (unit.Files.Count != 2)
        {
            return false;
        }

        try
        {
            using var file = PosixFile.OpenRead(index.FullPath);
            return AriaTableCopier.TryReadHeader(file, index.FullPath) is { } header && header.Identity == identity && header.IsOnline;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    // Memory-mapped writes to MyISAM data files reach the file without changing its times.
    private bool IsSilentlyWritten(SourceUnit unit) => unit.Engine == EngineNames.MyIsam && context.Variables.MyIsamUseMmap;

    // An import writes the id of its table and pages that no log has.
    private static bool IsStillTablespace(string path, SpaceId space, PageLsnSample sample, bool isLogged)
    {
        try
        {
            using var file = PosixFile.OpenRead(path);
            Span<byte> header = stackalloc byte[FilPageHeader.Size];
            return PosixFile.ReadFully(file, header, 0, path) == header.Length
                && FilPageHeader.TryRead(header, out var page)
                && page.Space == space
                && (isLogged || sample.ProvesNoImport(file, path));
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
