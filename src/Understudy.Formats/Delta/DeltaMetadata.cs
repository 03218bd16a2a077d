using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Delta;

/// <summary>
/// The <c>.meta</c> file beside each <c>.delta</c>: of which tablespace its pages are, and how long they are. Three lines of
/// text, as mariadb-backup writes and reads them.
/// </summary>
/// <param name="PageSizeBytes">The length of a page in the file, in bytes: of a compressed table the physical one.</param>
/// <param name="ZipSizeBytes">The same for ROW_FORMAT=COMPRESSED, else 0.</param>
/// <param name="Space">The tablespace; null when the file does not say.</param>
public sealed record DeltaMetadata(int PageSizeBytes, int ZipSizeBytes, SpaceId? Space)
{
    /// <summary>The ending of the name of such a file, behind the name of the tablespace file.</summary>
    public const string Extension = ".meta";

    /// <summary>The longest file that is looked at, in bytes; a real one has under a hundred.</summary>
    public const int BytesMax = 4096;

    private const int ZipPageBytesMin = 1024;
    private const string PageSizeKey = "page_size";
    private const string ZipSizeKey = "zip_size";
    private const string SpaceKey = "space_id";

    /// <summary>Reads the file by its keys, in any order. Never throws.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="metadata">What it says.</param>
    /// <param name="whyNot">When false: what is wrong with it.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out DeltaMetadata? metadata, [NotNullWhen(false)] out string? whyNot)
    {
        metadata = null;
        int? pageSize = null;
        var zipSize = 0u;
        SpaceId? space = null;
        foreach (var (key, value) in InfoLines.Split(text))
        {
            if (key is not (PageSizeKey or ZipSizeKey or SpaceKey))
            {
                continue;
            }

            if (!uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                whyNot = $"{key} is '{value}', expected a number";
                return false;
            }

            switch (key)
            {
                case PageSizeKey when number is >= ZipPageBytesMin and <= InnoDbPageSize.MaxBytes && uint.IsPow2(number):
                    pageSize = (int)number;
                    break;
                case PageSizeKey:
                    whyNot = $"{PageSizeKey} is {number}, which no page has";
                    return false;
                case ZipSizeKey:
                    zipSize = number;
                    break;
                default:
                    space = new SpaceId(number);
                    break;
            }
        }

        whyNot = pageSize is null ? $"there is no line '{PageSizeKey} = …'"
            : zipSize != 0 && zipSize != pageSize ? $"{ZipSizeKey} is {zipSize}, expected 0 or {pageSize}"
            : null;
        if (whyNot is not null)
        {
            return false;
        }

        metadata = new DeltaMetadata(pageSize!.Value, (int)zipSize, space);
        return true;
    }

    /// <summary>The file, byte for byte as mariadb-backup writes it (ASCII): with a blank behind the second number.</summary>
    public string ToText()
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{PageSizeKey} = {PageSizeBytes}\n{ZipSizeKey} = {ZipSizeBytes} \n");
        return Space is { } space ? text + string.Create(CultureInfo.InvariantCulture, $"{SpaceKey} = {space.Value}\n") : text;
    }
}
