using System.Globalization;
using System.Text;

namespace Understudy.Native.LibC;

/// <summary>The arguments of this process as others see them in <c>/proc/PID/cmdline</c> and <c>ps</c>.</summary>
public static unsafe class ProcessArguments
{
    // proc(5), /proc/PID/stat, counted from 1: the addresses between which the arguments stand.
    private const int ArgumentStartField = 48;
    private const int ArgumentEndField = 49;
    private const int FieldBehindName = 3;
    private const int RegionBytesMax = 8 << 20;

    /// <summary>
    /// Overwrites values in the list of arguments: where an argument is the value, or ends with <c>=</c> and the value,
    /// or is <c>-p</c> and the value, an <c>x</c> remains of it. What the program itself was given stays. Between its
    /// start and this call the value can be seen: an option file or the environment is better.
    /// </summary>
    /// <returns>How many arguments were changed; 0 as well when the system does not tell where they stand.</returns>
    public static int Mask(params ReadOnlySpan<string> values)
    {
        if (!TryFindRegion(out var start, out var length))
        {
            return 0;
        }

        var region = new Span<byte>((void*)start, length);
        var changed = 0;
        while (!region.IsEmpty)
        {
            var end = region.IndexOf((byte)0);
            var argument = end < 0 ? region : region[..end];
            foreach (var value in values)
            {
                if (value.Length > 0 && TryMask(argument, Encoding.UTF8.GetBytes(value)))
                {
                    changed++;
                    break;
                }
            }

            region = end < 0 ? default : region[(end + 1)..];
        }

        return changed;
    }

    private static bool TryMask(Span<byte> argument, ReadOnlySpan<byte> value)
    {
        if (!argument.EndsWith(value))
        {
            return false;
        }

        var before = argument[..^value.Length];
        if (!before.IsEmpty && before[^1] != '=' && !before.SequenceEqual("-p"u8))
        {
            return false;
        }

        var place = argument[before.Length..];
        place.Clear();
        place[0] = (byte)'x';
        return true;
    }

    private static bool TryFindRegion(out nuint start, out int length)
    {
        start = 0;
        length = 0;
        string stat;
        try
        {
            stat = File.ReadAllText("/proc/self/stat");
        }
        catch (IOException)
        {
            return false;
        }

        // The name in parentheses may hold anything, so fields are counted from its end.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length <= ArgumentEndField - FieldBehindName
            || !TryParse(fields[ArgumentStartField - FieldBehindName], out var from)
            || !TryParse(fields[ArgumentEndField - FieldBehindName], out var to)
            || from == 0 || to <= from || to - from > RegionBytesMax)
        {
            return false;
        }

        start = (nuint)from;
        length = (int)(to - from);
        return true;
    }

    private static bool TryParse(string field, out ulong address) =>
        ulong.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out address);
}
