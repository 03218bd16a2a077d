using System.Globalization;

namespace Understudy.Server;

/// <summary>A server's version. Versions compare by their three numbers.</summary>
/// <param name="Major">The first number, 10 in 10.11.6.</param>
/// <param name="Minor">The second number, 11 in 10.11.6.</param>
/// <param name="Patch">The third number, 6 in 10.11.6.</param>
/// <param name="Text">The whole text, such as <c>10.11.6-MariaDB-log</c>.</param>
public sealed record ServerVersion(int Major, int Minor, int Patch, string Text) : IComparable<ServerVersion>
{
    /// <summary>Whether the server is a MariaDB.</summary>
    public bool IsMariaDb => Text.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses the text of the greeting or of <c>VERSION()</c>; false when it has no three numbers.</summary>
    public static bool TryParse(string text, out ServerVersion version)
    {
        // MariaDB 10 and later greet old replicas with this in front of the true version.
        const string ReplicationPrefix = "5.5.5-";
        ArgumentNullException.ThrowIfNull(text);
        version = new ServerVersion(0, 0, 0, text);
        var rest = text.AsSpan();
        if (rest.StartsWith(ReplicationPrefix, StringComparison.Ordinal))
        {
            rest = rest[ReplicationPrefix.Length..];
        }

        Span<int> numbers = stackalloc int[3];
        for (var i = 0; i < numbers.Length; i++)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length : digits;
            if (!int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }

            rest = rest[digits..];
            if (i < 2)
            {
                if (rest.IsEmpty || rest[0] != '.')
                {
                    return false;
                }

                rest = rest[1..];
            }
        }

        version = new ServerVersion(numbers[0], numbers[1], numbers[2], text);
        return true;
    }

    /// <summary>Whether this version is the given one or a later one.</summary>
    public bool IsAtLeast(int major, int minor, int patch = 0) =>
        (Major, Minor, Patch).CompareTo((major, minor, patch)) >= 0;

    /// <inheritdoc/>
    public int CompareTo(ServerVersion? other) =>
        other is null ? 1 : (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether <paramref name="left"/> is older than <paramref name="right"/>.</summary>
    public static bool operator <(ServerVersion left, ServerVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is newer than <paramref name="right"/>.</summary>
    public static bool operator >(ServerVersion left, ServerVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is not newer than <paramref name="right"/>.</summary>
    public static bool operator <=(ServerVersion left, ServerVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is not older than <paramref name="right"/>.</summary>
    public static bool operator >=(ServerVersion left, ServerVersion right) => left.CompareTo(right) >= 0;
}
