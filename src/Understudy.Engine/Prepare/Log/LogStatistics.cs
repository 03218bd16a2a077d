using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Counts records by type.</summary>
internal sealed class LogStatistics
{
    private readonly long[] _byType = new long[16];
    private readonly long[] _bySubtype = new long[16];

    internal long MiniTransactions { get; set; }

    internal void Count(RedoRecordType type) => _byType[(int)type >> 4]++;

    internal void CountExtended(byte subtype) => _bySubtype[Math.Min(subtype, (byte)15)]++;

    /// <summary>Names and numbers of the types that occurred, greatest number first.</summary>
    internal IReadOnlyList<KeyValuePair<string, long>> ToList()
    {
        var list = new List<KeyValuePair<string, long>>();
        for (var i = 0; i < 16; i++)
        {
            var type = (RedoRecordType)(i << 4);
            if (type != RedoRecordType.Extended && _byType[i] > 0)
            {
                list.Add(new KeyValuePair<string, long>(RedoRecordNames.Of(type), _byType[i]));
            }

            if (_bySubtype[i] > 0)
            {
                list.Add(new KeyValuePair<string, long>(RedoRecordNames.Of((ExtendedRecordType)i), _bySubtype[i]));
            }
        }

        list.Sort((a, b) => b.Value.CompareTo(a.Value));
        return list;
    }
}
