using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// The open files of a unit. Where there are several, they are opened under BACKUP LOCK, so that all are of one generation of the
/// table; what happens to their names afterwards does not matter.
/// </summary>
internal sealed class OpenUnit : IDisposable
{
    private readonly SafeFileHandle?[] _handles;
    private readonly bool[] _isDirect;

    private OpenUnit(int count)
    {
        _handles = new SafeFileHandle?[count];
        _isDirect = new bool[count];
    }

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
                    var direct = file.Status.SizeBytes >= FileTransfer.DirectBytesMin;
                    open._handles[i] = PosixFile.OpenRead(file.FullPath, direct, out open._isDirect[i]);
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
    internal SafeFileHandle Peek(int index) => _handles[index] ?? throw new InvalidOperationException("the file was taken already");

    /// <summary>Hands a file over to the caller, who closes it.</summary>
    internal SafeFileHandle Take(int index, out bool isDirect)
    {
        var handle = Peek(index);
        _handles[index] = null;
        isDirect = _isDirect[index];
        return handle;
    }

    public void Dispose()
    {
        foreach (var handle in _handles)
        {
            handle?.Dispose();
        }
    }
}
