namespace Understudy.Server;

/// <summary>The plugins of a server, and what a backup asks of them.</summary>
/// <param name="All">All of them.</param>
public sealed record ServerPlugins(IReadOnlyList<ServerPlugin> All)
{
    private const string StorageEngine = "STORAGE ENGINE";

    /// <summary>The names of the engines that are active.</summary>
    public IEnumerable<string> ActiveEngines =>
        All.Where(p => p.IsActive && p.Type == StorageEngine).Select(p => p.Name);

    /// <summary>The plugin that keeps the keys; null when there is none.</summary>
    public ServerPlugin? Encryption => All.FirstOrDefault(p => p.IsActive && p.Type == "ENCRYPTION");

    /// <summary>The plugins that bring a compression library; pages made with one need it for reading.</summary>
    public IEnumerable<ServerPlugin> CompressionProviders =>
        All.Where(p => p.IsActive && p.Name.StartsWith("provider_", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether MyRocks is active.</summary>
    public bool HasRocksDb => HasEngine("ROCKSDB");

    /// <summary>Reads them.</summary>
    /// <exception cref="ServerException">The server refuses.</exception>
    public static ServerPlugins Read(ServerSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var rows = session.Query(
            "SELECT PLUGIN_NAME AS name, PLUGIN_TYPE AS type, PLUGIN_STATUS AS status, PLUGIN_LIBRARY AS library, "
            + "PLUGIN_VERSION AS version FROM information_schema.PLUGINS ORDER BY name");
        return new ServerPlugins(
        [
            .. rows.Select(row => new ServerPlugin(
                row["name"] ?? "", row["type"] ?? "", row["status"] ?? "", row["library"], row["version"] ?? "")),
        ]);
    }

    /// <summary>Whether an engine is active.</summary>
    public bool HasEngine(string name) => ActiveEngines.Contains(name, StringComparer.OrdinalIgnoreCase);
}
