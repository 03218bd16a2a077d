namespace Understudy.Formats.BackupInfo;

/// <summary>What preparing must load to read encrypted files.</summary>
/// <param name="PluginDirectory"><c>plugin_dir</c>.</param>
/// <param name="PluginLoad">
/// The plugins as <c>name=library</c>, the library without its extension, with <c>;</c> between.
/// </param>
/// <param name="Variables">Every variable of the encryption plugin, with its value, in the server's order.</param>
/// <param name="EncryptLog"><c>innodb_encrypt_log</c>, as 0 or 1.</param>
/// <param name="EncryptTables"><c>innodb_encrypt_tables</c>, as the server prints it: ON, OFF or FORCE.</param>
public sealed record BackupMyCnfEncryption(
    string PluginDirectory,
    string PluginLoad,
    IReadOnlyList<KeyValuePair<string, string>> Variables,
    bool EncryptLog,
    string EncryptTables);
