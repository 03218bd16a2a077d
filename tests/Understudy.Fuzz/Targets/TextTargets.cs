using System.Text;
using Understudy.Formats;
using Understudy.Formats.Aria;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Delta;
using Understudy.Formats.FileNames;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.Manifest;
using Understudy.Formats.OptionFile;
using Understudy.Fuzz.Inputs;

namespace Understudy.Fuzz.Targets;

/// <summary>Readers of texts: option files, files beside a backup, file names, key files, the manifest.</summary>
internal static class TextTargets
{
    private const int TextBytesMax = 2048;

    public static IEnumerable<FuzzTarget> Make()
    {
        yield return new FuzzTarget("option-file", TextBytesMax, OptionFiles, bytes => OptionFileReader.Parse(bytes));
        yield return new FuzzTarget("backup-info", TextBytesMax, InfoFiles, ReadInfo);
        yield return new FuzzTarget("file-name", 300, FileNames, ReadFileName);
        yield return new FuzzTarget("data-file-path", 500, DataFilePaths, ReadDataFilePath);
        yield return new FuzzTarget("key-file", TextBytesMax, KeyFiles, ReadKeyFile);
        yield return new FuzzTarget("delta-metadata", TextBytesMax, DeltaFiles, ReadDeltaMetadata);
        yield return new FuzzTarget("manifest", 8192, MadeManifest.Variants(), ReadManifest);
    }

    private static IReadOnlyList<byte[]> OptionFiles { get; } = ToBytes(
        "[mysqld]\ndatadir = /var/lib/mysql # here\nskip-name-resolve\nsql-mode='A,B # C'\n!includedir /etc/my.d\n",
        "# x\n; y\n[client]\npassword=\"a\\\"b\\\\\\n\\s\"\n!include /a/b.cnf\n[mariadb-11.8]\nloose-x=\n");

    private static IReadOnlyList<byte[]> InfoFiles { get; } = ToBytes(
        "backup_type = full-backuped\nfrom_lsn = 0\nto_lsn = 44420\nlast_lsn = 4181152\nrecover_binlog_info = 0\n",
        new BackupInfoFile { Uuid = "2f6c3ad1-e5a1-11f1-8294-02fc00000001", BinlogPosition = "filename 'a'" }.ToText(),
        "mysqld-bin.000001\t1234\t0-1-2\n",
        "c15c37f6-e59d-11f1-8294-02fc00000001:42 7\n");

    private static IReadOnlyList<byte[]> DeltaFiles { get; } = ToBytes(
        "page_size = 16384\nzip_size = 0 \nspace_id = 5\n", "page_size = 8192\nzip_size = 8192 \nspace_id = 4294967295\n");

    private static IReadOnlyList<byte[]> FileNames { get; } = ToBytes(
        "t1.ibd", "d@002d@0k", "t#P#p0#SP#p0sp1.MAI", "FTS_0000000000000123_0000000000000156_INDEX_1.ibd", "@4e2d@6587",
        "#sql-ib12.ibd", "con@@@.frm", "aria_log.00000012", "x#P#p1#TMP#.ibd", "#mysql50#a b", "a`b@@",
        "12345678901234567890");

    private static IReadOnlyList<byte[]> DataFilePaths { get; } = ToBytes(
        "ibdata1:12M:autoextend", "ibdata1:10M;/a/ibdata2:1G:autoextend:max:5G", "/dev/x:3Gnewraw;y:1048576raw");

    private static IReadOnlyList<byte[]> KeyFiles { get; } = ToBytes(
        "# keys\n1;a7addd9adea9978fda19f21e6be987880e68ac92632ca052e5bb42b1a506939a\n"
        + "2;49c16acc2dffe616710c9ba9a10b94944a737de1beccb52dc1560abfdd67388b\n",
        "Salted__12345678abcdefghijklmnopabcdefghijklmnop",
        "100;49c16acc2dffe616710c9ba9a10b9494 # short\n");

    private static byte[][] ToBytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static void ReadInfo(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (BackupCheckpoints.TryParse(text, out var checkpoints, out var whyNot)
            && (!BackupCheckpoints.TryParse(checkpoints.ToText(), out var again, out _) || again != checkpoints))
        {
            throw new InvalidOperationException("checkpoints that were written are read otherwise");
        }

        Touch.All(whyNot is not null, whyNot);
        Touch.All(true, BackupInfoFile.Parse(text).ToText());
        Touch.All(BinlogInfo.TryParse(text, out var binlog), binlog?.ToText());
        Touch.All(GaleraInfo.TryParse(text, out var galera), galera?.ToText());
    }

    private static void ReadFileName(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var name = TableFileName.Parse(text);
        Touch.All(true, name);
        Touch.All(true, (name.Table, name.Partition, name.Subpartition, name.IsTemporary, name.FullTextTableId));

        // A name may be written in two ways, a file name not.
        if (FilenameCharset.TryEncode(text, out var encoded)
            && (!FilenameCharset.TryEncode(FilenameCharset.Decode(encoded), out var again) || again != encoded))
        {
            throw new InvalidOperationException($"the file name {encoded} is decoded and encoded to another");
        }

        Touch.All(AriaLogFileName.TryParse(text, out var number), number);
        Touch.All(Lsn.TryParse(text, out var lsn), lsn);
    }

    private static void ReadDataFilePath(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        foreach (var home in new[] { null, string.Empty, "/home" })
        {
            Touch.All(DataFilePath.TryParse(text, home, out var path, out var whyNot), path?.Files.Count);
            Touch.All(whyNot is not null, whyNot);
        }
    }

    private static void ReadKeyFile(byte[] bytes)
    {
        try
        {
            _ = KeyFile.Read(bytes, default, EncryptionMode.Cbc);
        }
        catch (FailureException)
        {
            _ = KeyFile.Read(bytes, "secret"u8, EncryptionMode.Ctr);
        }
    }

    private static void ReadDeltaMetadata(byte[] bytes)
    {
        if (DeltaMetadata.TryParse(Encoding.UTF8.GetString(bytes), out var metadata, out _)
            && (!DeltaMetadata.TryParse(metadata.ToText(), out var again, out _) || again != metadata))
        {
            throw new InvalidOperationException($"the metadata of a delta are read and written to others: {metadata}");
        }
    }

    private static void ReadManifest(byte[] bytes)
    {
        try
        {
            _ = ManifestDocument.Read(bytes, "fuzz");
        }
        catch (FailureException)
        {
            // Once more with its checksum made right.
            if (bytes.Length > MadeManifest.TailBytes)
            {
                MadeManifest.Seal(bytes);
                _ = ManifestDocument.Read(bytes, "fuzz");
            }
        }
    }
}
