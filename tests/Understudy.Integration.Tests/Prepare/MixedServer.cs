using System.Globalization;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary>Servers for a <see cref="MixedLoad"/>.</summary>
internal static class MixedServer
{
    private const string Key = "1;770A8A65DA156D24EE2A093277530142\n2;00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\n";

    /// <summary>Starts one.</summary>
    /// <param name="number">Its version.</param>
    /// <param name="pageKilobytes">Its page size.</param>
    /// <param name="features">Words: <c>everything</c> is encrypted, <c>legacy</c> pages.</param>
    /// <param name="keyFile">The key file to make; null for a server that does not encrypt.</param>
    /// <param name="mode">How it encrypts.</param>
    internal static MariaDbServer Start(string number, int pageKilobytes, string features, string? keyFile, EncryptionMode mode)
    {
        if (keyFile is not null)
        {
            File.WriteAllText(keyFile, Key);
        }

        return MariaDbServer.Start(Options(number, pageKilobytes, features, keyFile, mode));
    }

    /// <summary>How one is started.</summary>
    internal static MariaDbServerOptions Options(
        string number, int pageKilobytes, string features, string? keyFile, EncryptionMode mode)
    {
        List<string> options =
        [
            "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=96M", "--innodb-flush-log-at-trx-commit=0",
            "--log-bin=binlog", "--server-id=1", "--innodb-max-undo-log-size=10M", "--innodb-undo-log-truncate=ON",
            .. ((string[])["lz4", "lzma", "lzo", "bzip2", "snappy"]).Select(p => "--plugin-load-add=provider_" + p),
        ];
        if (keyFile is not null)
        {
            options.Add("--plugin-load-add=file_key_management");
            options.Add("--file-key-management-filename=" + keyFile);
            options.Add("--file-key-management-encryption-algorithm=aes_" + (mode == EncryptionMode.Ctr ? "ctr" : "cbc"));
            options.Add("--innodb-encrypt-log=ON");
        }

        if (features.Contains("everything", StringComparison.Ordinal))
        {
            options.Add("--innodb-encrypt-tables=ON");
            options.Add("--innodb-encryption-threads=2");
        }

        if (features.Contains("legacy", StringComparison.Ordinal))
        {
            options.Add("--innodb-checksum-algorithm=crc32");
        }

        List<string> install = ["--innodb-page-size=" + pageKilobytes.ToString(CultureInfo.InvariantCulture) + "k"];
        if (number == "10.11")
        {
            install.Add("--innodb-undo-tablespaces=2");
        }

        return new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(number),
            Arguments = [.. options, .. install],
            InstallArguments = install,
        };
    }

    /// <summary>The sizes of compressed pages that the page size allows.</summary>
    internal static int[] KeyBlockSizes(int pageKilobytes) => pageKilobytes switch { 4 => [1, 2, 4], 16 => [1, 2, 4, 8, 16], _ => [] };
}
