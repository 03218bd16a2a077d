namespace Understudy.Formats.RedoLog.Records;

/// <summary>Counts records by type. Not thread-safe.</summary>
public sealed class RedoRecordCounts
{
    private const int TypeCount = 16;

    private readonly long[] _byType = new long[TypeCount];
    private readonly long[] _bySubtype = new long[TypeCount];

    /// <summary>Counts a record.</summary>
    public void Count(RedoRecordType type) => _byType[((int)type >> 4) & (TypeCount - 1)]++;

    /// <summary>Counts the subtype of a record of type <see cref="RedoRecordType.Extended"/>.</summary>
    public void CountExtended(byte subtype) => _bySubtype[Math.Min(subtype, (byte)(TypeCount - 1))]++;

    /// <summary>Names and numbers of the types that occurred, greatest number first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> ToList()
    {
        var list = new List<KeyValuePair<string, long>>();
        for (var i = 0; i < TypeCount; i++)
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
