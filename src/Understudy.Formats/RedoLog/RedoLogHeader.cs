using System.Buffers.Binary;
using System.Text;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.RedoLog;

/// <summary>
/// The header of <c>ib_logfile0</c>, its first 512 bytes. Big-endian. Source: log_t::header_write in
/// storage/innobase/log/log0log.cc.
/// </summary>
/// <param name="Format">The format.</param>
/// <param name="First">The LSN of the byte at <see cref="RedoLogGeometry.StartOffset"/>.</param>
/// <param name="Creator">The program that made the file, such as <c>MariaDB 11.8.6</c> or <c>Backup 11.8.6</c>.</param>
/// <param name="Encryption">What the key of an encrypted log is made from; all zero if not encrypted.</param>
public readonly record struct RedoLogHeader(
    RedoLogFormat Format, Lsn First, string Creator, RedoLogEncryption Encryption)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 512;

    /// <summary>What the creator of every log that we make begins with: at the first start on it the server then
    /// cleans up after intermediate tables that are not in a backup (<c>srv_start_after_restore</c>).</summary>
    public const string BackupCreatorPrefix = "Backup ";

    private const uint TagPhysical = 0x50687973; // "Phys"
    private const uint TagPhysicalEncrypted = 0xF09F979D;
    private const uint Tag105 = 0x50485953; // "PHYS"
    private const uint EncryptedBit = 0x80000000;

    private const int TagOffset = 0;
    private const int ReservedOffset = TagOffset + sizeof(uint);
    private const int FirstOffset = ReservedOffset + sizeof(uint);
    private const int CreatorOffset = FirstOffset + sizeof(ulong);
    private const int CreatorBytes = 32;
    private const int EncryptionOffset = CreatorOffset + CreatorBytes;
    private const int ChecksumOffset = Size - sizeof(uint);

    /// <summary>Reads a header.</summary>
    /// <param name="source">The start of the file.</param>
    /// <param name="header">What could be read; with any other status than <see cref="RedoLogHeaderStatus.Valid"/> only
    /// good for a message.</param>
    public static RedoLogHeaderStatus TryRead(ReadOnlySpan<byte> source, out RedoLogHeader header)
    {
        header = new RedoLogHeader(RedoLogFormat.Unknown, Lsn.None, string.Empty, default);
        if (source.Length < Size)
        {
            return RedoLogHeaderStatus.TooShort;
        }

        source = source[..Size];
        var tag = BinaryPrimitives.ReadUInt32BigEndian(source);
        if (tag == 0)
        {
            // That format has no checksum. A file that is being made is all zero.
            header = header with { Format = RedoLogFormat.BeforeMariaDb102 };
            return source.ContainsAnyExcept((byte)0) ? RedoLogHeaderStatus.OldFormat : RedoLogHeaderStatus.BadChecksum;
        }

        var encryption = RedoLogEncryption.Read(source[EncryptionOffset..]);
        header = new RedoLogHeader(
            FormatOf(tag, encryption.KeyId),
            new Lsn(BinaryPrimitives.ReadUInt64BigEndian(source[FirstOffset..])),
            ReadCreator(source.Slice(CreatorOffset, CreatorBytes)),
            encryption);
        if (BinaryPrimitives.ReadUInt32BigEndian(source[ChecksumOffset..]) != Crc32C.Compute(source[..ChecksumOffset]))
        {
            return RedoLogHeaderStatus.BadChecksum;
        }

        if (header.Format == RedoLogFormat.Unknown)
        {
            return RedoLogHeaderStatus.UnknownFormat;
        }

        if (!header.Format.IsSupported())
        {
            return RedoLogHeaderStatus.OldFormat;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(source[ReservedOffset..]) == 0
            && header.First.Value >= RedoLogGeometry.StartOffset
            && encryption.KeyId <= 1
            && (tag != TagPhysicalEncrypted || encryption.KeyId == 1)
                ? RedoLogHeaderStatus.Valid
                : RedoLogHeaderStatus.BadField;
    }

    /// <summary>Says in words what <see cref="TryRead"/> found.</summary>
    public string Describe(RedoLogHeaderStatus status) => status switch
    {
        RedoLogHeaderStatus.Valid => $"redo log written by {Creator}",
        RedoLogHeaderStatus.TooShort => $"the redo log header is cut short: {Size} bytes expected",
        RedoLogHeaderStatus.BadChecksum => "the redo log header has a wrong checksum",
        RedoLogHeaderStatus.OldFormat =>
            $"the redo log has the old format of {Format.WrittenBy()}; supported is MariaDB 10.8 or later",
        RedoLogHeaderStatus.UnknownFormat =>
            $"the redo log has an unknown format{(Creator.Length == 0 ? string.Empty : $", written by \"{Creator}\"")}",
        _ => $"the redo log header, written by \"{Creator}\", has a field that no server writes (first LSN {First})",
    };

    /// <summary>Writes the header of a log that we make.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="InvalidOperationException">The format is not supported, or the creator does not begin with
    /// <see cref="BackupCreatorPrefix"/>, is not ASCII or has more than 32 characters.</exception>
    public void Write(Span<byte> destination)
    {
        if (!Format.IsSupported()
            || !Creator.StartsWith(BackupCreatorPrefix, StringComparison.Ordinal)
            || !Ascii.IsValid(Creator)
            || Creator.Length > CreatorBytes)
        {
            throw new InvalidOperationException(
                $"a redo log header of format {Format} by \"{Creator}\" cannot be written");
        }

        destination = destination[..Size];
        destination.Clear();
        var tag = Format == RedoLogFormat.PhysicalEncrypted ? TagPhysicalEncrypted : TagPhysical;
        BinaryPrimitives.WriteUInt32BigEndian(destination, tag);
        BinaryPrimitives.WriteUInt64BigEndian(destination[FirstOffset..], First.Value);
        Encoding.ASCII.GetBytes(Creator, destination.Slice(CreatorOffset, CreatorBytes));
        Encryption.Write(destination[EncryptionOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(
            destination[ChecksumOffset..], Crc32C.Compute(destination[..ChecksumOffset]));
    }

    private static RedoLogFormat FormatOf(uint tag, uint keyId) => tag switch
    {
        TagPhysical => keyId == 0 ? RedoLogFormat.Physical : RedoLogFormat.PhysicalEncryptedOld,
        TagPhysicalEncrypted => RedoLogFormat.PhysicalEncrypted,
        _ => (tag & ~EncryptedBit) switch
        {
            1 => RedoLogFormat.MariaDb102,
            103 => RedoLogFormat.MariaDb103,
            104 => RedoLogFormat.MariaDb104,
            Tag105 => RedoLogFormat.MariaDb105,
            _ => RedoLogFormat.Unknown,
        },
    };

    private static string ReadCreator(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        var text = Encoding.ASCII.GetString(end < 0 ? field : field[..end]);

        // It is shown to people: nothing that a terminal would obey.
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? '?' : source[i];
            }
        });
    }
}
