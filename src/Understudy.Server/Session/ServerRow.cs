using System.Diagnostics.CodeAnalysis;

namespace Understudy.Server;

/// <summary>One row of a result: texts, or null for NULL. Column names are found in any letter case.</summary>
public sealed class ServerRow
{
    private readonly IReadOnlyDictionary<string, int> _positions;
    private readonly string?[] _values;

    internal ServerRow(IReadOnlyDictionary<string, int> positions, string?[] values)
    {
        _positions = positions;
        _values = values;
    }

    /// <summary>How many columns there are.</summary>
    public int Count => _values.Length;

    /// <summary>The value of a column, counted from 0.</summary>
    public string? this[int column] => _values[column];

    /// <summary>The value of a named column.</summary>
    /// <exception cref="KeyNotFoundException">The result has no such column.</exception>
    public string? this[string column] => _positions.TryGetValue(column, out var position)
        ? _values[position]
        : throw new KeyNotFoundException(
            $"the server's answer has no column \"{column}\", only: {string.Join(", ", _positions.Keys)}");

    /// <summary>
    /// The value of a named column that not every server version has; false when it is missing or NULL.
    /// </summary>
    public bool TryGet(string column, [NotNullWhen(true)] out string? value)
    {
        value = _positions.TryGetValue(column, out var position) ? _values[position] : null;
        return value is not null;
    }
}
