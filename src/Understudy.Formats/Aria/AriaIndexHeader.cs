using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Understudy.Formats.Aria;

/// <summary>
/// The header of an Aria index file (<c>.MAI</c>), as far as a copy needs it; the files of partitions have the same.
/// Big endian but for the LSNs. Source: storage/maria/ma_open.c, checked against <c>aria_chk -dvv</c>.
/// <para>
/// A header that was read while the server wrote it is not told from a good one (it has no checksum): read again until
/// two readings are the same.
/// </para>
/// </summary>
public readonly partial record struct AriaIndexHeader
{
    /// <summary>
    /// Bytes that hold the whole of what is decoded here for almost every table. For one with very many keys
    /// <see cref="TryGetBytesNeeded"/> tells how many are needed.
    /// </summary>
    public const int UsualBytes = 8192;

    /// <summary>Bytes that <see cref="TryGetBytesNeeded"/> wants.</summary>
    public const int PrefixBytes = State.SizeMin;

    private const ushort OptionPageChecksum = 0x0800;
    private const ushort ExtraOptionEncrypted = 1;
    private const int BlockSizeMin = 1024;
    private const int BlockSizeMax = 32768;

    /// <summary>What tells whether a copy is still good.</summary>
    public required AriaIdentity Identity { get; init; }

    /// <summary>Bytes of a page of both files of the table.</summary>
    public required int BlockSize { get; init; }

    /// <summary>Where the first index page lies, in bytes; all before is header and has no checksum.</summary>
    public required long KeyStart { get; init; }

    /// <summary>How the rows lie in the data file.</summary>
    public required AriaDataFileType DataFileType { get; init; }

    /// <summary>Whether the table was made with <c>TRANSACTIONAL=1</c>: its changes are logged.</summary>
    public required bool IsBornTransactional { get; init; }

    /// <summary>Whether the pages carry checksums (<c>PAGE_CHECKSUM=1</c>).</summary>
    public required bool HasPageChecksums { get; init; }

    /// <summary>Whether the pages are encrypted.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>
    /// How often the table is open for writing, or was when the server last died. Not zero is normal.
    /// </summary>
    public required int OpenCount { get; init; }

    /// <summary>The number of keys.</summary>
    public required int KeyCount { get; init; }

    /// <summary>The rows, as last written; stale while the table is open.</summary>
    public required long RecordCount { get; init; }

    /// <summary>The length of the data file in bytes, as last written; stale while the table is open.</summary>
    public required long DataFileLength { get; init; }

    /// <summary>The algorithm that pages of a table in object storage are compressed with; 0: none.</summary>
    public required byte Compression { get; init; }

    /// <summary>
    /// Whether the server lets the table be copied while it is written to: the log and the page checksums make a copy
    /// whole. All other tables must be copied while writes to them are blocked.
    /// </summary>
    public bool IsOnline => IsBornTransactional && HasPageChecksums;

    /// <summary>
    /// Whether pages can be verified by their checksums. Those of encrypted tables cannot: the checksum is over what
    /// they were before encryption.
    /// </summary>
    public bool CanVerifyPages => HasPageChecksums && !IsEncrypted;

    private static ReadOnlySpan<byte> Magic => [0xFE, 0xFE, 0x09, 0x03];

    /// <summary>How many bytes from the start of the file <see cref="TryRead"/> needs.</summary>
    /// <param name="start">The first <see cref="PrefixBytes"/> bytes of the file, or more.</param>
    /// <param name="bytes">How many; less than 130 KiB.</param>
    /// <returns>False when this is not the start of an index file.</returns>
    public static bool TryGetBytesNeeded(ReadOnlySpan<byte> start, out int bytes)
    {
        bytes = 0;
        if (start.Length < PrefixBytes || !start.StartsWith(Magic))
        {
            return false;
        }

        var basePosition = BinaryPrimitives.ReadUInt16BigEndian(start[State.BasePosition..]);
        var rootsEnd = State.KeyRoots + (start[State.KeyCount] * 8);
        bytes = Math.Max(basePosition + Base.SizeMin, rootsEnd + AfterRoots.Size);
        return true;
    }

    /// <summary>Reads the header. Never throws.</summary>
    /// <param name="start">
    /// The first bytes of the file; <see cref="UsualBytes"/> (or the whole file) will nearly always do.
    /// </param>
    /// <param name="header">What it says.</param>
    /// <param name="whyNot">When false: what is wrong with it.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> start,
        out AriaIndexHeader header,
        [NotNullWhen(false)] out string? whyNot)
    {
        header = default;
        if (start.Length < PrefixBytes)
        {
            whyNot = $"only {start.Length} bytes, an index header has more than {PrefixBytes}";
            return false;
        }

        if (!TryGetBytesNeeded(start, out var needed))
        {
            whyNot = $"starts with {Convert.ToHexString(start[..Magic.Length])}, expected {Convert.ToHexString(Magic)}";
            return false;
        }

        if (start.Length < needed)
        {
            whyNot = $"only {start.Length} bytes were given, this header needs {needed}";
            return false;
        }

        header = Decode(start);
        whyNot = header.WhyImpossible();
        return whyNot is null;
    }

    private static AriaIndexHeader Decode(ReadOnlySpan<byte> start)
    {
        var keyCount = start[State.KeyCount];
        var afterRoots = start[(State.KeyRoots + (keyCount * 8))..];
        var baseBlock = start[BinaryPrimitives.ReadUInt16BigEndian(start[State.BasePosition..])..];
        _ = AriaLsn.TryRead(start[State.CreateRenameLsn..], out var createRenameLsn);
        _ = AriaLsn.TryRead(start[State.SkipRedoLsn..], out var skipRedoLsn);
        var options = BinaryPrimitives.ReadUInt16BigEndian(start[State.Options..]);
        var extraOptions = BinaryPrimitives.ReadUInt16BigEndian(baseBlock[Base.ExtraOptions..]);
        return new AriaIndexHeader
        {
            Identity = new AriaIdentity(
                new Guid(baseBlock.Slice(Base.Uuid, 16), bigEndian: true),
                createRenameLsn,
                skipRedoLsn,
                BinaryPrimitives.ReadUInt64BigEndian(afterRoots[AfterRoots.KeyMap..])),
            BlockSize = BinaryPrimitives.ReadUInt16BigEndian(baseBlock[Base.BlockSize..]),
            KeyStart = BinaryPrimitives.ReadInt64BigEndian(baseBlock[Base.KeyStart..]),
            DataFileType = (AriaDataFileType)start[State.DataFileType],
            IsBornTransactional = baseBlock[Base.BornTransactional] != 0,
            HasPageChecksums = (options & OptionPageChecksum) != 0,
            IsEncrypted = (extraOptions & ExtraOptionEncrypted) != 0,
            OpenCount = BinaryPrimitives.ReadUInt16BigEndian(start[State.OpenCount..]),
            KeyCount = keyCount,
            RecordCount = BinaryPrimitives.ReadInt64BigEndian(start[State.Records..]),
            DataFileLength = BinaryPrimitives.ReadInt64BigEndian(start[State.DataFileLength..]),
            Compression = baseBlock[Base.Compression],
        };
    }

    private string? WhyImpossible()
    {
        if (BlockSize is < BlockSizeMin or > BlockSizeMax || !int.IsPow2(BlockSize))
        {
            return $"block size is {BlockSize}, expected a power of two from {BlockSizeMin} to {BlockSizeMax}";
        }

        if (KeyStart <= 0 || KeyStart > int.MaxValue || KeyStart % BlockSize != 0)
        {
            return $"the index pages are said to start at byte {KeyStart}, expected a multiple of {BlockSize}";
        }

        return null;
    }
}
