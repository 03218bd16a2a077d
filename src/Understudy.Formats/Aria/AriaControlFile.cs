using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.Aria;

/// <summary>
/// <c>aria_log_control</c>: where Aria's recovery starts and which log file is the last. Little endian, 52 bytes in all
/// versions known; the two size fields in it rule. Source: storage/maria/ma_control_file.c, and files of real servers.
/// </summary>
/// <param name="Uuid">The name of this Aria installation; tables carry it too (bytes in textual order).</param>
/// <param name="BlockSize">Bytes of a page of Aria's files, normally 8192.</param>
/// <param name="Checkpoint">
/// The last checkpoint record in the log; recovery starts from it. None: no checkpoint yet.
/// </param>
/// <param name="LastLogNumber">The last log file that recovery reads; 0 when there is no log yet.</param>
/// <param name="MaxTransactionId">The highest transaction id that was given out by the last clean shutdown.</param>
/// <param name="RecoveryFailures">How many recoveries failed in a row.</param>
public sealed partial record AriaControlFile(
    Guid Uuid,
    int BlockSize,
    AriaLsn Checkpoint,
    uint LastLogNumber,
    ulong MaxTransactionId,
    byte RecoveryFailures)
{
    /// <summary>The name of the file, in <c>aria_log_dir_path</c>.</summary>
    public const string FileName = "aria_log_control";

    /// <summary>The most bytes that the file may have; the server reads no more (<c>CF_MAX_SIZE</c>).</summary>
    public const int SizeMax = 512;

    /// <summary>The only version known.</summary>
    private const byte SupportedVersion = 1;

    private static ReadOnlySpan<byte> Magic => [0xFE, 0xFE, 0x0C];

    /// <summary>Reads the file and verifies both its checksums. Never throws.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="control">What it says.</param>
    /// <param name="whyNot">When false: what is wrong with it, expected and found.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> file,
        [NotNullWhen(true)] out AriaControlFile? control,
        [NotNullWhen(false)] out string? whyNot)
    {
        control = null;
        whyNot = Check(file, out var fixedSize, out var changeableSize);
        if (whyNot is not null)
        {
            return false;
        }

        var changeable = file.Slice(fixedSize, changeableSize);
        _ = AriaLsn.TryRead(changeable[Changeable.Checkpoint..], out var checkpoint);
        control = new AriaControlFile(
            new Guid(file.Slice(Fixed.Uuid, 16), bigEndian: true),
            BinaryPrimitives.ReadUInt16LittleEndian(file[Fixed.BlockSize..]),
            checkpoint,
            BinaryPrimitives.ReadUInt32LittleEndian(changeable[Changeable.LastLogNumber..]),
            ReadMaxTransactionId(changeable),
            changeable.Length > Changeable.RecoveryFailures ? changeable[Changeable.RecoveryFailures] : (byte)0);
        return true;
    }

    /// <summary>
    /// A copy of the file that names another log file as the last, with its checksum made anew and every other byte
    /// kept. A server that starts on it replays the log up to and with that file.
    /// </summary>
    /// <param name="file">The whole file, valid.</param>
    /// <param name="number">The number of the last log file, as in its name.</param>
    /// <exception cref="FailureException">The file is not valid, or the number is not one of a log file.</exception>
    public static byte[] WithLastLogNumber(ReadOnlySpan<byte> file, uint number)
    {
        if (Check(file, out var fixedSize, out var changeableSize) is { } whyNot)
        {
            throw new FailureException(FailureKind.Damaged, $"{FileName}: {whyNot}");
        }

        if (number is 0 or > AriaLsn.FileMax)
        {
            throw new FailureException(
                FailureKind.Internal,
                $"{FileName}: {number} is not the number of an Aria log file (1 to {AriaLsn.FileMax})");
        }

        var patched = file.ToArray();
        var changeable = patched.AsSpan(fixedSize, changeableSize);
        BinaryPrimitives.WriteUInt32LittleEndian(changeable[Changeable.LastLogNumber..], number);
        BinaryPrimitives.WriteUInt32LittleEndian(
            changeable[Changeable.Checksum..],
            Crc32.Compute(changeable[Changeable.Checkpoint..]));
        return patched;
    }

    private static string? Check(ReadOnlySpan<byte> file, out int fixedSize, out int changeableSize)
    {
        fixedSize = changeableSize = 0;
        if (file.Length is < Fixed.Size + Changeable.SizeMin or > SizeMax)
        {
            return $"{file.Length} bytes long, expected {Fixed.Size + Changeable.SizeMin} to {SizeMax}";
        }

        if (!file.StartsWith(Magic))
        {
            return $"starts with {Convert.ToHexString(file[..Magic.Length])}, expected {Convert.ToHexString(Magic)}";
        }

        if (file[Fixed.Version] != SupportedVersion)
        {
            return $"has version {file[Fixed.Version]}, only {SupportedVersion} is known";
        }

        fixedSize = BinaryPrimitives.ReadUInt16LittleEndian(file[Fixed.FixedSize..]);
        changeableSize = BinaryPrimitives.ReadUInt16LittleEndian(file[Fixed.ChangeableSize..]);
        if (fixedSize < Fixed.Size || changeableSize < Changeable.SizeMin || fixedSize + changeableSize > file.Length)
        {
            return $"its parts are said to have {fixedSize} and {changeableSize} bytes, of {file.Length}";
        }

        // The checksum of the fixed part is its last field, wherever that part ends.
        var fixedChecksumAt = fixedSize - (Fixed.Size - Fixed.Checksum);
        return CheckSum("fixed", file[..fixedChecksumAt], file[fixedChecksumAt..])
            ?? CheckSum(
                "changeable",
                file.Slice(fixedSize, changeableSize)[Changeable.Checkpoint..],
                file[(fixedSize + Changeable.Checksum)..]);
    }

    private static string? CheckSum(string part, ReadOnlySpan<byte> data, ReadOnlySpan<byte> stored)
    {
        var found = BinaryPrimitives.ReadUInt32LittleEndian(stored);
        var computed = Crc32.Compute(data);
        return found == computed ? null : $"checksum of the {part} part is {found:x8}, computed {computed:x8}";
    }

    private static ulong ReadMaxTransactionId(ReadOnlySpan<byte> changeable)
    {
        if (changeable.Length < Changeable.RecoveryFailures)
        {
            return 0;
        }

        var field = changeable[Changeable.MaxTransactionId..];
        return BinaryPrimitives.ReadUInt32LittleEndian(field)
            | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(field[4..]) << 32);
    }
}
