using Understudy.Engine.Backup.Sources;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// The open files of a unit. Where there are several, they are opened under BACKUP LOCK, so that all are of one generation of the
/// table; what happens to their names afterwards does not matter.
/// </summary>
internal sealed class OpenUnit : IDisposable
{
    private readonly CacheNeutralFile?[] _files;

    private OpenUnit(int count) => _files = new CacheNeutralFile?[count];

    /// <summary>Opens a unit.</summary>
    /// <returns>Null when a file has vanished: the next listing shows what became of the table.</returns>
    internal static OpenUnit? TryOpen(BackupContext context, SourceUnit unit)
    {
        var open = new OpenUnit(unit.Files.Count);
        try
        {
            using (unit.Files.Count > 1 ? context.Locks.Hold(unit.Database, unit.Table) : null)
            {
                using var timer = context.Profile.Time(Activity.Opening);
                for (var i = 0; i < unit.Files.Count; i++)
                {
                    var file = unit.Files[i];
                    open._files[i] = CacheNeutralFile.Open(file.FullPath, file.Status.SizeBytes);
                }
            }

            return open;
        }
        catch (FileNotFoundException)
        {
            open.Dispose();
            return null;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    /// <summary>Looks at an open file without taking it.</summary>
    internal CacheNeutralFile Peek(int index) => _files[index] ?? throw new InvalidOperationException("the file was taken already");

    /// <summary>Hands a file over to the caller, who closes it.</summary>
    internal CacheNeutralFile Take(int index)
    {
        var file = Peek(index);
        _files[index] = null;
        return file;
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file?.Dispose();
        }
    }
}
