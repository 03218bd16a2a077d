using Understudy.Server;

namespace Understudy.Testing;

/// <summary>Names in SQL text.</summary>
internal static class SqlName
{
    internal static string Quote(string name) => ServerSession.QuoteName(name);

    internal static string Quote(string database, string name) => $"{Quote(database)}.{Quote(name)}";
}
