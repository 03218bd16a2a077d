using System.Globalization;

namespace Understudy.Formats.FileNames;

/// <summary>
/// The name of a file of a table, taken apart: <c>table#P#partition#SP#subpartition.ibd</c>. All parts but the
/// extension are in the <c>filename</c> character set, so a raw <c>#</c> is always a separator or the mark of a
/// temporary table. Source: sql/sql_partition.cc (create_partition_name), sql/sql_table.cc.
/// </summary>
/// <param name="EncodedTable">The table, as in the file name.</param>
/// <param name="EncodedPartition">The partition, or null.</param>
/// <param name="EncodedSubpartition">The subpartition, or null.</param>
/// <param name="Extension">The extension without its dot; empty if there is none.</param>
/// <param name="IsTransientPartition">Whether it ends in <c>#TMP#</c> or <c>#REN#</c>: a partition in the middle of
/// an ALTER.</param>
public sealed record TableFileName(
    string EncodedTable,
    string? EncodedPartition,
    string? EncodedSubpartition,
    string Extension,
    bool IsTransientPartition)
{
    private const string TemporaryPrefix = "#sql";
    private const string PartitionMark = "#P#";
    private const string SubpartitionMark = "#SP#";
    private const string FullTextPrefix = "FTS_";
    private const int FullTextIdDigits = 16;

    private static readonly string[] TransientSuffixes = ["#TMP#", "#REN#"];

    private static readonly string[] FullTextCommonTables =
        ["BEING_DELETED", "BEING_DELETED_CACHE", "CONFIG", "DELETED", "DELETED_CACHE"];

    /// <summary>The table, as SQL has it.</summary>
    public string Table => FilenameCharset.Decode(EncodedTable);

    /// <summary>The partition as SQL has it, or null.</summary>
    public string? Partition => EncodedPartition is null ? null : FilenameCharset.Decode(EncodedPartition);

    /// <summary>The subpartition as SQL has it, or null.</summary>
    public string? Subpartition => EncodedSubpartition is null ? null : FilenameCharset.Decode(EncodedSubpartition);

    /// <summary>Whether the table is an intermediate one of an ALTER, TRUNCATE or OPTIMIZE. The server drops such a
    /// table when it finds one at its start.</summary>
    public bool IsTemporary => EncodedTable.StartsWith(TemporaryPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the table belongs to a full-text index. It has no <c>.frm</c> and must be copied.</summary>
    public bool IsFullTextAuxiliary => FullTextTableId is not null;

    /// <summary>InnoDB's number of the table that the full-text index is on, or null if this is not such a
    /// table.</summary>
    public ulong? FullTextTableId
    {
        get
        {
            var name = EncodedTable.AsSpan();
            if (!name.StartsWith(FullTextPrefix, StringComparison.OrdinalIgnoreCase)
                || !TryTakeId(name[FullTextPrefix.Length..], out var tableId, out var rest))
            {
                return null;
            }

            foreach (var common in FullTextCommonTables)
            {
                if (rest.Equals(common, StringComparison.OrdinalIgnoreCase))
                {
                    return tableId;
                }
            }

            return TryTakeId(rest, out _, out rest)
                && rest.Length == "INDEX_1".Length
                && rest.StartsWith("INDEX_", StringComparison.OrdinalIgnoreCase)
                && rest[^1] is >= '1' and <= '6'
                    ? tableId
                    : null;
        }
    }

    /// <summary>Takes a file name apart.</summary>
    /// <param name="fileName">The name of the file, without directories.</param>
    public static TableFileName Parse(ReadOnlySpan<char> fileName)
    {
        var dot = fileName.LastIndexOf('.');
        var extension = dot < 0 ? default : fileName[(dot + 1)..];
        var name = dot < 0 ? fileName : fileName[..dot];

        var partitionAt = name.IndexOf(PartitionMark, StringComparison.OrdinalIgnoreCase);
        if (partitionAt <= 0)
        {
            return new TableFileName(name.ToString(), null, null, extension.ToString(), false);
        }

        var table = name[..partitionAt];
        var partition = name[(partitionAt + PartitionMark.Length)..];
        var isTransient = false;
        foreach (var suffix in TransientSuffixes)
        {
            if (partition.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                partition = partition[..^suffix.Length];
                isTransient = true;
                break;
            }
        }

        string? subpartition = null;
        var subpartitionAt = partition.IndexOf(SubpartitionMark, StringComparison.OrdinalIgnoreCase);
        if (subpartitionAt >= 0)
        {
            subpartition = partition[(subpartitionAt + SubpartitionMark.Length)..].ToString();
            partition = partition[..subpartitionAt];
        }

        return new TableFileName(
            table.ToString(), partition.ToString(), subpartition, extension.ToString(), isTransient);
    }

    // Sixteen hexadecimal digits and an underscore.
    private static bool TryTakeId(ReadOnlySpan<char> text, out ulong id, out ReadOnlySpan<char> rest)
    {
        rest = default;
        id = 0;
        if (text.Length <= FullTextIdDigits
            || text[FullTextIdDigits] != '_'
            || !ulong.TryParse(
                text[..FullTextIdDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id))
        {
            return false;
        }

        rest = text[(FullTextIdDigits + 1)..];
        return true;
    }
}
