using System.Text;
using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Server;
using Understudy.Storage;

namespace Understudy.Engine.Snapshot;

/// <summary>
/// The files that a server needs to recover from a crash, and that no other backup has: those of statements that were running, the
/// recovery log of DDL, and the binary log, which decides about transactions that were prepared only.
/// </summary>
/// <param name="layout">Where the server's files are, or those of a snapshot of it.</param>
/// <param name="variables">The server's variables.</param>
internal sealed class RecoveryFiles(ServerLayout layout, ServerVariables variables)
{
    private const string DdlRecoveryLog = "ddl_recovery.log";
    private const string DdlRecoveryLogCopy = "ddl_recovery-backup.log";
    private const string CoordinatorLog = "tc.log";
    private const int IndexBytesMax = 16 << 20;

    /// <summary>Refuses a server that keeps such files elsewhere than in its data directory.</summary>
    /// <exception cref="FailureException">It does.</exception>
    internal void RequireHere()
    {
        if (variables.LogBin)
        {
            foreach (var path in new[] { variables.LogBinBaseName, variables.LogBinIndex }.OfType<string>())
            {
                if (Path.GetDirectoryName(path) != variables.DataDirectory)
                {
                    throw Elsewhere($"the binary log is not in the data directory, but at {path}");
                }
            }

            if (IndexLines().FirstOrDefault(line => Path.GetDirectoryName(line) is not "." && Path.GetDirectoryName(line) != variables.DataDirectory) is { } odd)
            {
                throw Elsewhere($"the index of the binary log names {odd}, which is not in the data directory");
            }
        }
        else if (layout.RocksDbDirectory is not null && !File.Exists(In(CoordinatorLog)))
        {
            throw Elsewhere($"there is no {In(CoordinatorLog)}, which decides about transactions of two engines when there is no binary log");
        }

        if (!File.Exists(In(DdlRecoveryLog)))
        {
            throw Elsewhere($"there is no {In(DdlRecoveryLog)}, by which a server ends the DDL statements that were running");
        }
    }

    /// <summary>
    /// Lists them, and all other files beside those of tables: what a statement had made when it was cut off, the server's recovery
    /// knows and nobody else does.
    /// </summary>
    /// <param name="databases">The database directories.</param>
    /// <param name="known">What is listed already.</param>
    internal IEnumerable<SourceFile> List(IEnumerable<string> databases, IEnumerable<SourceFile> known)
    {
        var listed = known.Select(file => file.FullPath).ToHashSet(StringComparer.Ordinal);
        return databases.SelectMany(database => Directory.EnumerateFiles(Path.Combine(layout.DataDirectory, database)))
            .Concat(Directory.EnumerateFiles(layout.DataDirectory).Where(IsForRecovery))
            .Where(path => !listed.Contains(path))
            .Select(path => (Path: path, Role: ManifestFileRole.Data))
            .Concat(RocksDbFiles().Select(path => (Path: path, Role: ManifestFileRole.RocksDb)))
            .Select(file => FileStatus.TryRead(file.Path, out var status, followLinks: false) && status.IsRegular
                ? new SourceFile(Path.GetRelativePath(layout.DataDirectory, file.Path), file.Path, status, file.Role, ExternalPath: null)
                : null)
            .OfType<SourceFile>();
    }

    /// <summary>
    /// Makes the index of the binary log name its files relative to itself. By absolute names, a server that is started on a restored
    /// copy would recover by the binary log of the server that still runs, and write to it.
    /// </summary>
    internal void MakeIndexRelative()
    {
        if (!variables.LogBin)
        {
            return;
        }

        var lines = IndexLines();
        if (lines.Any(Path.IsPathRooted))
        {
            var text = string.Concat(lines.Select(line => $"./{Path.GetFileName(line)}\n"));
            FileStatus.TryRead(IndexPath, out var status);
            DurableFile.Publish(IndexPath, Encoding.UTF8.GetBytes(text));
            PosixFile.ChangeMode(IndexPath, status.Mode & 0xfff);
            if (PosixFile.IsSuperuser)
            {
                PosixFile.ChangeOwner(IndexPath, status.User, status.Group);
            }
        }
    }

    private string IndexPath => In(Path.GetFileName(variables.LogBinIndex)!);

    private string In(string name) => Path.Combine(layout.DataDirectory, name);

    private IEnumerable<string> RocksDbFiles() =>
        layout.RocksDbDirectory is { } rocks ? Directory.EnumerateFiles(rocks, "*", SearchOption.AllDirectories) : [];

    private bool IsForRecovery(string path)
    {
        var name = Path.GetFileName(path);
        return name is DdlRecoveryLog or DdlRecoveryLogCopy or CoordinatorLog
            || (variables.LogBin && (path == IndexPath || name.StartsWith(Path.GetFileName(variables.LogBinBaseName) + ".", StringComparison.Ordinal)));
    }

    private string[] IndexLines()
    {
        using var file = PosixFile.OpenRead(IndexPath);
        var bytes = new byte[IndexBytesMax];
        var length = PosixFile.ReadFully(file, bytes, 0, IndexPath);
        return length < bytes.Length
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new FailureException(FailureKind.Failed, $"{IndexPath} is longer than {IndexBytesMax} bytes", "PURGE BINARY LOGS");
    }

    private static FailureException Elsewhere(string what) => new(
        FailureKind.Failed,
        $"{what}: a server would not recover from a snapshot of the data directory alone",
        "leave out --flush-only: a snapshot under BLOCK_COMMIT needs no such files");
}
