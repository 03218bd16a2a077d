using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Aria;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Server;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// Copies Aria's control file and logs. From START to END the server keeps all log files. The control file is copied before the
/// first page of any table, since its checkpoint says from where on the log is needed; its last log number is set at the end to the
/// last log that was copied, or recovery would stop too early.
/// </summary>
/// <param name="context">The backup.</param>
internal sealed class AriaLogCopier(BackupContext context) : IDisposable
{
    private const int ControlReadingsMax = 20;
    private const int LogPageBytes = AriaLogHeader.PageSize;

    private readonly SortedDictionary<uint, AriaLogCopy> _copies = [];
    private IReadOnlySet<uint> _free = new HashSet<uint>();
    private byte[] _control = [];

    private string Directory => context.Layout.AriaLogDirectory;

    /// <summary>Reads the control file. To be called first of all in START.</summary>
    /// <param name="session">Asked which logs are not needed any more, which stays so from then on.</param>
    internal void ReadControlFile(ServerSession session)
    {
        _free = AriaLogs.ReadFree(session);
        var path = context.Layout.AriaControlFile;
        var buffer = new byte[AriaControlFile.SizeMax];
        string? whyNot = null;
        for (var reading = 0; reading < ControlReadingsMax; reading++)
        {
            using var file = PosixFile.OpenRead(path);
            var length = PosixFile.ReadFully(file, buffer, 0, path);
            if (AriaControlFile.TryRead(buffer.AsSpan(0, length), out _, out whyNot))
            {
                _control = buffer[..length];
                return;
            }

            Thread.Sleep(1 << Math.Min(reading, 6));
        }

        throw new FailureException(FailureKind.Damaged, $"the Aria control file {path} is not usable: {whyNot}");
    }

    /// <summary>Copies what was appended to the logs since the last call.</summary>
    /// <param name="isFinal">Whether nothing is written to them now, so that their last page can be taken too.</param>
    /// <param name="worker">The copying thread's own.</param>
    internal void CopyLogs(bool isFinal, CopyWorker worker)
    {
        foreach (var number in LogNumbers())
        {
            CopyLog(number, isFinal, worker);
        }
    }

    /// <summary>Checks, when START was left for a while and the server was free to remove logs, that none is gone that is not copied whole.</summary>
    /// <exception cref="FailureException">One is gone.</exception>
    internal void CheckKept()
    {
        var kept = LogNumbers().ToHashSet();
        var gone = _copies.Keys.FirstOrDefault(number => !kept.Contains(number));
        if (gone != 0)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the server removed the Aria log {AriaLogFileName.Format(gone)} while the stages were released, before it was copied whole",
                "take the backup again, with a longer --max-lock-time or at a quieter time");
        }
    }

    /// <summary>Ends the copy: checks that the logs are whole and writes the control file that fits them.</summary>
    internal void Finish(CopyWorker worker)
    {
        if (!AriaControlFile.TryRead(_control, out var control, out var whyNot))
        {
            throw new FailureException(FailureKind.Internal, $"the Aria control file that was read before is not usable: {whyNot}");
        }

        CheckChain(control);
        foreach (var (number, copy) in _copies)
        {
            Register(AriaLogFileName.Format(number), copy.CopiedBytes, copy.FinishHash(worker));
        }

        var last = _copies.Count == 0 ? control.LastLogNumber : _copies.Keys.Last();
        var patched = AriaControlFile.WithLastLogNumber(_control, last);
        using (var file = context.Scope.Target.Create(AriaControlFile.FileName, default))
        {
            file.Write(patched, patched.Length, 0);
            file.Finish(patched.Length);
        }

        worker.HasherOf(context.Scope.HashKind).Append(patched);
        Register(AriaControlFile.FileName, patched.Length, worker.HasherOf(context.Scope.HashKind).Finish());
    }

    public void Dispose()
    {
        foreach (var copy in _copies.Values)
        {
            copy.Dispose();
        }
    }

    // Numbers of the server's logs follow each other: what is behind a gap after the last one that it knows is no log of its.
    private List<uint> LogNumbers()
    {
        var numbers = System.IO.Directory
            .EnumerateFiles(Directory, "aria_log.*")
            .Select(path => AriaLogFileName.TryParse(Path.GetFileName(path), out var number) ? number : 0)
            .Where(number => number != 0)
            .Order()
            .ToList();
        if (!AriaControlFile.TryRead(_control, out var control, out _))
        {
            return numbers;
        }

        var last = control.LastLogNumber;
        while (numbers.Contains(last + 1))
        {
            last++;
        }

        numbers.RemoveAll(number => number > last || _free.Contains(number));
        return numbers;
    }

    private void CopyLog(uint number, bool isFinal, CopyWorker worker)
    {
        var name = AriaLogFileName.Format(number);
        var path = Path.Combine(Directory, name);
        SafeFileHandle? source = PosixFile.OpenRead(path);
        try
        {
            var isNew = !_copies.TryGetValue(number, out var copy) || copy.IsFinished;
            if (isNew)
            {
                // One that was finished has the last page as it was then: the stages were released and are entered once more.
                copy?.Dispose();
                _copies[number] = copy = new AriaLogCopy(path, context.Scope.HashKind);
            }

            using var target = isNew ? context.Scope.Target.Create(name, default) : context.Scope.Target.Reopen(name);

            // The last page is written again in place while it fills.
            var end = FileStatus.Of(source).SizeBytes;
            copy!.Append(source, target, isFinal ? end : Math.Max(0, (end / LogPageBytes) - 1) * LogPageBytes, context.Scope.Progress, worker);
            if (isFinal)
            {
                copy.RenewHead(source, target);
                target.Finish(copy.CopiedBytes);
                copy.IsFinished = true;
                source = copy.Keep(source);
            }
        }
        finally
        {
            source?.Dispose();
        }
    }

    private void CheckChain(AriaControlFile control)
    {
        var first = control.Checkpoint.File == 0 ? control.LastLogNumber : control.Checkpoint.File;
        for (var number = first; number <= _copies.Keys.LastOrDefault(control.LastLogNumber); number++)
        {
            if (number != 0 && !_copies.ContainsKey(number))
            {
                throw new FailureException(
                    FailureKind.Failed,
                    $"the Aria log {AriaLogFileName.Format(number)} is missing in {Directory}; the logs are needed from number {first} on",
                    "take the backup again; if it happens again, check that nothing removes Aria logs while a backup runs");
            }
        }
    }

    private void Register(string name, long size, string[] hashes)
    {
        var source = Path.Combine(Directory, name);
        context.Catalog.Set(new CopiedFile
        {
            Path = name,
            SourcePath = source,
            SizeBytes = size,
            Hashes = hashes,
            Role = ManifestFileRole.AriaLog,
            Engine = EngineNames.Aria,
            ExternalPath = context.Layout.ExternalPathOf(source, name),
            Status = FileStatus.TryRead(source, out var status) ? status : null,
        });
    }
}
