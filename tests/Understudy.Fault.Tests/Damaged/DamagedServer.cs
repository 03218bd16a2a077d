using Understudy.Testing;

namespace Understudy.Fault.Tests.Damaged;

/// <summary>A server with one damaged page in an InnoDB file of each form. It runs, because it has not read these pages yet.</summary>
public sealed class DamagedServer : IDisposable
{
    private const int PageSize = 16384;
    private const int SmallPageSize = 8192;

    public DamagedServer()
    {
        Server = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = MariaDbRelease.V10_11,
            InstallArguments = ["--innodb-undo-tablespaces=2"],
            Arguments = [.. EncryptionArguments(), "--innodb-buffer-pool-load-at-startup=OFF"],
        });
        Server.Execute(
            "CREATE DATABASE f",
            "CREATE TABLE f.plain (n INT PRIMARY KEY, t VARCHAR(1000)) ENGINE=InnoDB",
            "CREATE TABLE f.misplaced LIKE f.plain",
            "CREATE TABLE f.zipped (n INT PRIMARY KEY, t VARCHAR(1000)) ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8",
            "CREATE TABLE f.packed (n INT PRIMARY KEY, t VARCHAR(1000)) ENGINE=InnoDB PAGE_COMPRESSED=1",
            "CREATE TABLE f.secret (n INT PRIMARY KEY, t VARCHAR(1000)) ENGINE=InnoDB ENCRYPTED=YES",
            "CREATE TABLE f.`odd name/a` LIKE f.plain",
            "CREATE TABLE f.sound LIKE f.plain");
        foreach (var table in (string[])["plain", "misplaced", "zipped", "packed", "secret", "odd name/a", "sound"])
        {
            Server.Execute($"INSERT INTO f.`{table}` SELECT seq, REPEAT(MD5(seq), 25) FROM f.seq_1_to_2000");
        }

        Server.Execute("SET GLOBAL innodb_fast_shutdown = 0");
        Server.Stop();
        Damage();
        Server.Start();
    }

    internal MariaDbServer Server { get; }

    internal TemporaryDirectory Place { get; } = new();

    /// <summary>The damaged files, relative to the data directory, and the number of the page.</summary>
    internal static IReadOnlyDictionary<string, uint> Pages { get; } = new Dictionary<string, uint>(StringComparer.Ordinal)
    {
        ["f/plain.ibd"] = 10,
        ["f/misplaced.ibd"] = 11,
        ["f/zipped.ibd"] = 12,
        ["f/packed.ibd"] = 13,
        ["f/secret.ibd"] = 14,
        ["f/odd@0020name@002fa.ibd"] = 15,
        ["ibdata1"] = 700,
        ["undo002"] = 600,
    };

    public void Dispose()
    {
        Server.Dispose();
        Place.Dispose();
    }

    private string[] EncryptionArguments()
    {
        File.WriteAllText(Place["keys"], "1;770a8a65da156d24ee2a093277530142\n");
        return ["--plugin-load-add=file_key_management", $"--loose-file-key-management-filename={Place["keys"]}"];
    }

    private void Damage()
    {
        foreach (var (name, page) in Pages)
        {
            var path = Path.Combine(Server.DataDirectory, name);
            if (name == "f/misplaced.ibd")
            {
                FileDamage.Misplace(path, page - 1, page, PageSize);
            }
            else
            {
                FileDamage.Flip(path, page, name == "f/zipped.ibd" ? SmallPageSize : PageSize);
            }
        }
    }
}
