using Understudy.Engine.Backup.Sources;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Server;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// What a new node of a cluster takes over besides the data: the newest file of the binary log, which is begun anew so that it is small,
/// and the list of buffered pages.
/// </summary>
internal sealed class GaleraFiles
{
    private readonly BackupContext _context;
    private readonly bool _copiesBinaryLog;

    private GaleraFiles(BackupContext context, bool copiesBinaryLog)
    {
        _context = context;
        _copiesBinaryLog = copiesBinaryLog;
    }

    /// <summary>Begins a new file of the binary log. To be called while commits are blocked, before positions are read.</summary>
    /// <returns>What copies; null when that is not wanted.</returns>
    internal static GaleraFiles? Begin(BackupContext context, ServerSession session)
    {
        if (context.Options.DropIn is not { GaleraInfo: true })
        {
            return null;
        }

        // Without a cluster the stock tool leaves the binary log alone too.
        var isNode = context.Variables.TryGet("wsrep_on", out var wsrep) && wsrep == "ON";
        var hasEvents = isNode && context.Variables.LogBin && !string.IsNullOrEmpty(session.QueryScalar("SELECT @@GLOBAL.gtid_binlog_state"));
        if (hasEvents)
        {
            session.Execute("FLUSH BINARY LOGS");
        }

        return new GaleraFiles(context, hasEvents);
    }

    /// <summary>Copies, while commits are still blocked: the file has only its first events.</summary>
    internal void Copy(BackupPoint point)
    {
        if (_copiesBinaryLog && point.BinaryLog is { } log && _context.Variables.TryGet("log_bin_basename", out var basename))
        {
            Copy(Path.Combine(Path.GetDirectoryName(basename) ?? "/", log.File), log.File);
        }

        if (_context.Variables.TryGet("innodb_buffer_pool_filename", out var name))
        {
            Copy(Path.Combine(_context.Layout.DataDirectory, name), Path.GetFileName(name));
        }
    }

    private void Copy(string path, string name)
    {
        if (FileStatus.TryRead(path, out var status))
        {
            var file = new SourceFile(name, path, status, ManifestFileRole.Metadata, ExternalPath: null);
            var unit = new SourceUnit(UnitKind.Definition, Engine: null, "", "", [file]);
            _context.Pool.Run([worker => PlainCopier.Copy(_context, unit, worker)], _context.Cancellation);
        }
    }
}
