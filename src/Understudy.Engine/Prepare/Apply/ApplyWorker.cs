using System.Buffers.Binary;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.InnoDb;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>Brings pages forward: reads them in the order of the file, applies their records, writes them. One thread.</summary>
internal sealed class ApplyWorker : IDisposable
{
    /// <summary>The least buffer that works, in bytes.</summary>
    internal const int BufferBytesMin = 2 << 20;

    private const int ReadBytesMax = 1 << 20;
    private const int GapBytesMax = 64 << 10;
    private const int PagesPerTask = 1024;
    private const int ScratchBytes = 16 << 10;

    private readonly WriteWindow _window;
    private byte[] _scratch = new byte[ScratchBytes];
    private ApplyContext _context = null!;
    private PageTransform? _transform;
    private Tablespace? _transformOwner;
    private long _pagesRead;
    private long _pagesChanged;

    internal ApplyWorker(int bufferBytes, PageJournal? journal)
    {
        _window = new WriteWindow(bufferBytes, journal);
    }

    internal long PagesRead => _pagesRead;

    internal long PagesChanged => _pagesChanged;

    /// <summary>Works on a batch until nothing is left to do.</summary>
    internal void Run(ApplyContext context, PageTaskQueue queue)
    {
        _context = context;
        while (queue.TryTake(out var task))
        {
            try
            {
                Process(task.Value, queue);
            }
            finally
            {
                queue.Finish();
            }
        }

        Write();
    }

    public void Dispose()
    {
        _transform?.Dispose();
        _window.Dispose();
    }

    private void Process(PageTask task, PageTaskQueue queue)
    {
        var first = task.First;
        var tablespace = task.Tablespace;
        if (task.IsWhole)
        {
            // What page 0 says once it is brought forward decides how all others are decoded and encoded.
            if (PageOf(first) == 0)
            {
                ProcessRange(tablespace, first, first + 1);
                first++;
            }

            if (tablespace.Format is null && first < task.End)
            {
                throw new FailureException(
                    FailureKind.Damaged, $"{tablespace.Name}: the log does not make a usable page 0");
            }

            for (; task.End - first > PagesPerTask; first += PagesPerTask)
            {
                queue.Add(new PageTask(tablespace, first, first + PagesPerTask, IsWhole: false));
            }
        }

        ProcessRange(tablespace, first, task.End);
    }

    private void ProcessRange(Tablespace tablespace, int first, int end)
    {
        var pageBytes = tablespace.PageBytes;
        while (first < end)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            var part = tablespace.PartOf(PageOf(first));
            var next = first + 1;
            while (next < end && Belongs(tablespace, part, first, next))
            {
                next++;
            }

            ProcessSegment(tablespace, part, first, next, pageBytes);
            _context.Progress.AddBytes((next - first) * (long)pageBytes);
            first = next;
        }
    }

    private bool Belongs(Tablespace tablespace, TablespacePart part, int first, int next)
    {
        var pageBytes = tablespace.PageBytes;
        var page = PageOf(next);
        return (page - PageOf(next - 1)) * (long)pageBytes <= GapBytesMax
            && (page - PageOf(first) + 1) * (long)pageBytes <= ReadBytesMax
            && tablespace.PartOf(page) == part;
    }

    private void ProcessSegment(Tablespace tablespace, TablespacePart part, int first, int end, int pageBytes)
    {
        var firstPage = PageOf(first);
        var offset = (long)(firstPage - part.FirstPage) * pageBytes;
        var length = (int)(PageOf(end - 1) - firstPage + 1) * pageBytes;
        CheckPosition(tablespace, first, end);
        if (!_window.HasRoom(length, part))
        {
            Write();
        }

        var start = _window.Take(length, part);
        ReadNeeded(tablespace, part, first, end, offset, start);
        using var timer = _context.Progress.Profile.Time(Activity.Applying);
        for (var i = first; i < end; i++)
        {
            var at = (int)(PageOf(i) - firstPage) * pageBytes;
            ProcessPage(tablespace, part, i, offset + at, start + at);
        }
    }

    private void Write()
    {
        using var timer = _context.Progress.Profile.Time(Activity.Writing);
        _window.Commit();
    }

    private void ReadNeeded(Tablespace tablespace, TablespacePart part, int first, int end, long offset, int start)
    {
        var from = first;
        while (from < end && !NeedsOriginal(tablespace, from))
        {
            from++;
        }

        var to = end;
        while (to > from && !NeedsOriginal(tablespace, to - 1))
        {
            to--;
        }

        if (from == to)
        {
            return;
        }

        var skipped = (int)(PageOf(from) - PageOf(first)) * tablespace.PageBytes;
        var length = (int)(PageOf(to - 1) - PageOf(from) + 1) * tablespace.PageBytes;
        using var timer = _context.Progress.Profile.Time(Activity.Reading);
        _window.Read(part, offset + skipped, _window.Bytes(start + skipped, length));
        _pagesRead += to - from;
    }

    private void ProcessPage(Tablespace tablespace, TablespacePart part, int index, long fileOffset, int bufferOffset)
    {
        var page = _window.Bytes(bufferOffset, tablespace.PageBytes);
        var number = new PageNumber(PageOf(index));
        var form = StoredPageForm.None;
        if (NeedsOriginal(tablespace, index))
        {
            if (!_context.HasRecordsFor(tablespace, index, PageLsn(page)))
            {
                return;
            }

            KeepOriginal(tablespace, part, fileOffset, page, number);
            form = Decode(tablespace, page, number);
        }
        else
        {
            tablespace.Recoverable.Add(number.Value);
            page.Clear();
        }

        var lsn = _context.Apply(tablespace, index, page, number, ref _scratch);
        if (lsn == 0)
        {
            return;
        }

        BinaryPrimitives.WriteUInt64BigEndian(page[ApplyContext.PageLsnOffset..], lsn);
        if (number.Value == 0)
        {
            TakeFormat(tablespace, page);
        }

        var stored = TransformOf(tablespace).Encode(page, number, form);
        _window.Add(new PendingPage(part, fileOffset, bufferOffset, tablespace.PageBytes, stored));
        _pagesChanged++;
    }

    private void KeepOriginal(
        Tablespace tablespace, TablespacePart part, long fileOffset, ReadOnlySpan<byte> page, PageNumber number)
    {
        if (_window.Journal is { } journal && tablespace.Recoverable.Add(number.Value))
        {
            journal.Add(part.Path, fileOffset, page);
        }
    }

    private StoredPageForm Decode(Tablespace tablespace, Span<byte> page, PageNumber number)
    {
        if (tablespace.Format is not { } format)
        {
            throw new FailureException(
                FailureKind.Damaged, $"{tablespace.Name}: page {number} is needed, but page 0 cannot be understood");
        }

        var status = PageVerifier.Verify(page, format, number.Value);
        if (status == PageStatus.Empty)
        {
            return StoredPageForm.None;
        }

        if (status != PageStatus.Valid)
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"{tablespace.Name}: page {number} is damaged ({status}) and the log holds no new content for all of it",
                "use another backup");
        }

        if (PageLsn(page) > _context.End.Value)
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"{tablespace.Name}: page {number} has LSN {PageLsn(page)}, which is behind the end of the log at {_context.End}",
                "the redo log does not belong to this backup, or is too short");
        }

        return TransformOf(tablespace).Decode(page, number);
    }

    private void TakeFormat(Tablespace tablespace, ReadOnlySpan<byte> page)
    {
        if (!TablespaceFormat.TryFromPageZero(page, _context.ServerPageBytes, out var format, out var whyNot))
        {
            throw new FailureException(
                FailureKind.Damaged, $"{tablespace.Name}: after the log was applied, {whyNot}");
        }

        if (tablespace.Format != format)
        {
            tablespace.Format = format;
            _transformOwner = null;
        }
    }

    private PageTransform TransformOf(Tablespace tablespace)
    {
        if (_transformOwner != tablespace || _transform is null || _transform.Format != tablespace.Format)
        {
            _transform?.Dispose();
            _transform = new PageTransform(tablespace.Format!.Value, _context.Keys, LibraryCodecs.Instance);
            _transformOwner = tablespace;
        }

        return _transform;
    }

    // Pages that were cut off after the records for them were written do not count.
    private void CheckPosition(Tablespace tablespace, int first, int end)
    {
        var last = end - 1;
        while (last > first && _context.IsObsolete(tablespace, last))
        {
            last--;
        }

        var lastPage = PageOf(last);
        if (lastPage >= tablespace.SizePages && !_context.IsObsolete(tablespace, last))
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"the log changes page {lastPage} of {tablespace.Name}, which has {tablespace.SizePages} pages");
        }
    }

    private bool NeedsOriginal(Tablespace tablespace, int index) =>
        _context.NeedsOriginal(tablespace, index, ref _scratch);

    private uint PageOf(int index) => (uint)_context.Batch.Key(index);

    private static ulong PageLsn(ReadOnlySpan<byte> page) =>
        BinaryPrimitives.ReadUInt64BigEndian(page[ApplyContext.PageLsnOffset..]);
}
