using Understudy.Engine.Backup.Increment;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>One InnoDB file of the server, opened to be copied, with what its first page says.</summary>
internal sealed class OpenTablespace : IPageSource, IDisposable
{
    private const int HeaderBytes = 64 << 10;
    private const int PageBytesMin = 1024; // of ROW_FORMAT=COMPRESSED
    private const int HeaderReadingsMax = 10;

    private readonly BackupContext _context;
    private readonly SourceFile _file;
    private readonly uint _firstPage;
    private readonly bool _mayBeImported;

    private OpenTablespace(BackupContext context, SourceFile file, uint firstPage, CacheNeutralFile source, bool mayBeImported)
    {
        _context = context;
        _file = file;
        _firstPage = firstPage;
        Source = source;
        _mayBeImported = mayBeImported;
    }

    internal CacheNeutralFile Source { get; }

    /// <summary>What the first page says; null when it is not written yet, or cannot be understood.</summary>
    internal TablespaceFormat? Format { get; private set; }

    /// <summary>Verifies the pages; null without a format.</summary>
    internal TablespaceCheck? Check { get; private set; }

    internal PageLsnSample Sample { get; private set; } = PageLsnSample.None;

    /// <summary>Opens a file.</summary>
    /// <returns>Null when it was dropped or renamed since it was listed.</returns>
    internal static OpenTablespace? TryOpen(BackupContext context, SourceFile file, uint firstPage, TablespaceFormat? systemFormat)
    {
        context.Damage.Forget(file.Path);
        CacheNeutralFile source;
        try
        {
            using var timer = context.Profile.Time(Activity.Opening);
            source = CacheNeutralFile.Open(file.FullPath, file.Status.SizeBytes);
        }
        catch (FileNotFoundException) when (file.Role == ManifestFileRole.Data)
        {
            return null;
        }

        var status = FileStatus.Of(source.Handle);
        var mayBeImported = file.Role == ManifestFileRole.Data && !context.OpenTablespaces.Contains(status);
        if (mayBeImported)
        {
            Signature.WaitOutClockTick(status, context);
        }

        return new OpenTablespace(context, file, firstPage, source, mayBeImported) { Format = systemFormat };
    }

    /// <summary>Begins to copy the file as it is; what is to be known of it is read before.</summary>
    internal FileTransfer Transfer(string targetPath, bool mayStayUnread) =>
        new(Source, targetPath, _context.Scope, opened => Look(opened), mayStayUnread: mayStayUnread);

    /// <summary>Reads what is to be known before the first page is copied.</summary>
    internal TablespaceCheck? Look(FileStatus status)
    {
        using var timer = _context.Profile.Time(Activity.Reading);
        Format ??= ReadFormat(status);
        if (_mayBeImported && Format is { } known)
        {
            Sample = PageLsnSample.Read(Source.Handle, _file.FullPath, status.SizeBytes, known.PhysicalPageSize);
        }

        Check = MakeCheck(_file.Path, newest: null);
        return Check;
    }

    /// <summary>Verifies a clone that was made of this file, long after it was closed.</summary>
    internal TablespaceCheck? CheckClone(CopiedFile clone, Lsn end) => MakeCheck(clone.Path, end);

    public int Read(Span<byte> buffer, int want, long offset)
    {
        using var timer = _context.Profile.Time(Activity.Reading);
        return Source.Read(buffer, want, offset);
    }

    public void Verify(Span<byte> pages, long offset) => Check!.Check(pages, offset, Source.Handle);

    public void Dispose() => Source.Dispose();

    private TablespaceCheck? MakeCheck(string path, Lsn? newest) => Format is not { } format
        ? null
        : new TablespaceCheck(format, _firstPage, _file.FullPath, page => _context.Damage.Add(path, _file.FullPath, format.Space, page), newest)
        {
            Keys = format.Encryption is null ? null : _context.ValidationKeys,
        };

    /// <summary>
    /// Whether a tablespace was just created: its first page is in the redo log only, and so is everything else of it, even if other
    /// pages are in the file already.
    /// </summary>
    internal static bool IsUnwritten(ReadOnlySpan<byte> pageZero) =>
        !pageZero[..Math.Min(pageZero.Length, PageBytesMin)].ContainsAnyExcept((byte)0);

    private TablespaceFormat? ReadFormat(in FileStatus status)
    {
        using var buffer = new AlignedBuffer(HeaderBytes);
        string? whyNot = null;
        for (var reading = 0; reading < HeaderReadingsMax; reading++)
        {
            var length = PosixFile.ReadFully(Source.Handle, buffer.Span, 0, _file.FullPath);
            var page0 = buffer.Span[..length];
            if (IsUnwritten(page0))
            {
                return null;
            }

            if (TablespaceFormat.TryFromPageZero(page0, _context.Variables.InnoDbPageSizeBytes, out var format, out whyNot))
            {
                return format;
            }

            Thread.Sleep(1 << reading);
        }

        _context.Events.Warning($"{_file.FullPath}: {whyNot}; its {status.SizeBytes} bytes cannot be verified");
        _context.Damage.Add(_file.Path, _file.FullPath, default, 0);
        return null;
    }
}
