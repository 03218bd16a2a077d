using Understudy.Fault.Tests.Support;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Damaged;

/// <summary>Damaged pages of transactional Aria tables are found, named, and fail the backup unless that is allowed.</summary>
public sealed class DamagedAriaPageTests : IDisposable
{
    private const int BlockSize = 8192;

    private readonly TemporaryDirectory _place = new();
    private readonly MariaDbServer _server = MariaDbServer.Start(MariaDbRelease.V10_11);

    public DamagedAriaPageTests()
    {
        _server.Execute(
            "CREATE DATABASE f",
            "CREATE TABLE f.rows_hurt (n INT PRIMARY KEY, t VARCHAR(100), KEY(t)) ENGINE=Aria",
            "CREATE TABLE f.keys_hurt LIKE f.rows_hurt",
            "INSERT INTO f.rows_hurt SELECT seq, REPEAT(MD5(seq), 3) FROM f.seq_1_to_3000",
            "INSERT INTO f.keys_hurt SELECT * FROM f.rows_hurt");
        _server.Stop();
        FileDamage.Flip(Path.Combine(_server.DataDirectory, "f/rows_hurt.MAD"), 5, BlockSize);
        FileDamage.Flip(Path.Combine(_server.DataDirectory, "f/keys_hurt.MAI"), 6, BlockSize);
        _server.Start();
    }

    [Fact]
    public void Backup_DamagedAriaPages_FailsAndNamesEachFileAndPage()
    {
        var result = Backups.Take(_server, _place["refused"]);

        Backups.AssertFailed(result, 20, "f/rows_hurt.MAD: page 5", "f/keys_hurt.MAI: page 6", "HINT: ", "--allow-damaged-pages");
        Backups.AssertIsNone(_place["refused"]);
        FreeServer.Assert(_server);
    }

    [Fact]
    public void Backup_DamagedAriaPagesAllowed_ListsThemAndEndsWithWarnings()
    {
        var result = Backups.Take(_server, _place["allowed"], "--allow-damaged-pages");

        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Equal(
            ["f/keys_hurt.MAI 6", "f/rows_hurt.MAD 5"],
            Backups.ReadManifest(_place["allowed"]).DamagedPages.Select(d => $"{d.Path} {string.Join(',', d.Pages)}"));
    }

    public void Dispose()
    {
        _server.Dispose();
        _place.Dispose();
    }
}
