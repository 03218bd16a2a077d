namespace Understudy.Formats.Manifest;

/// <summary>The server that was backed up.</summary>
public sealed record ManifestServer
{
    /// <summary>The version text, as <c>SELECT VERSION()</c> gives it.</summary>
    public required string Version { get; init; }

    /// <summary>The host name that the server reports.</summary>
    public required string HostName { get; init; }

    /// <summary>The TCP port, 0 when networking is off.</summary>
    public int Port { get; init; }

    /// <summary><c>@@server_id</c>.</summary>
    public long ServerId { get; init; }

    /// <summary><c>@@server_uid</c>, null on servers that have none (before 10.10).</summary>
    public string? ServerUid { get; init; }

    /// <summary>
    /// The name that this installation gave its Aria log; copies of it keep it. Null when it could not be read.
    /// </summary>
    public Guid? AriaUuid { get; init; }

    /// <summary>The data directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary><c>@@innodb_page_size</c> in bytes.</summary>
    public required int InnoDbPageSizeBytes { get; init; }

    /// <summary><c>@@innodb_data_file_path</c>: a restored server must be started with the same.</summary>
    public required string InnoDbDataFilePath { get; init; }

    /// <summary><c>@@innodb_undo_tablespaces</c>.</summary>
    public int InnoDbUndoTablespaces { get; init; }

    /// <summary><c>@@lower_case_table_names</c>: a restored server must be started with the same.</summary>
    public int LowerCaseTableNames { get; init; }

    /// <summary>The encryption plugin in use, null without one.</summary>
    public string? EncryptionPlugin { get; init; }
}
