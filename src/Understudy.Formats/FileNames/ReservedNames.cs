namespace Understudy.Formats.FileNames;

/// <summary>
/// Names of devices on Windows. The server appends <c>@@@</c> to the file name of a table of such a name, on every
/// system. Source: check_if_legal_tablename in mysys/my_access.c.
/// </summary>
internal static class ReservedNames
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Names =
        new HashSet<string>(
            [
                "con", "prn", "aux", "nul",
                "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
                "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
            ],
            StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> name) => Names.Contains(name);
}
