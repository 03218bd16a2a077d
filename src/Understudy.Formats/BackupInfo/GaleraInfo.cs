using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Understudy.Formats.BackupInfo;

/// <summary>The <c>…_galera_info</c> and <c>donor_galera_info</c> files: where the node stood in its cluster.</summary>
/// <param name="ClusterUuid"><c>wsrep_local_state_uuid</c>.</param>
/// <param name="SequenceNumber"><c>wsrep_last_committed</c>; -1 when not known.</param>
/// <param name="GtidDomain"><c>wsrep_gtid_domain_id</c>; null when the file does not say.</param>
public sealed record GaleraInfo(Guid ClusterUuid, long SequenceNumber, uint? GtidDomain)
{
    /// <summary>Reads such a file, with or without its newline. Never throws.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out GaleraInfo? info)
    {
        ArgumentNullException.ThrowIfNull(text);
        info = null;
        var line = text.AsSpan().TrimEnd("\r\n ");
        var colon = line.IndexOf(':');
        if (colon < 0 || !Guid.TryParseExact(line[..colon], "D", out var uuid))
        {
            return false;
        }

        var rest = line[(colon + 1)..];
        var blank = rest.IndexOf(' ');
        var number = blank < 0 ? rest : rest[..blank];
        if (!long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sequenceNumber))
        {
            return false;
        }

        uint? domain = null;
        if (blank >= 0)
        {
            if (!uint.TryParse(rest[(blank + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
            {
                return false;
            }

            domain = parsed;
        }

        info = new GaleraInfo(uuid, sequenceNumber, domain);
        return true;
    }

    /// <summary>The file, byte for byte as mariadb-backup writes it when it backs up.</summary>
    public string ToText() => GtidDomain is { } domain
        ? $"{ClusterUuid:D}:{SequenceNumber} {domain}\n"
        : $"{ClusterUuid:D}:{SequenceNumber}\n";
}
