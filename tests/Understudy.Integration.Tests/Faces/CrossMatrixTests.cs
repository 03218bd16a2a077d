using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Faces;

/// <summary>Full backups: made, prepared and put back by either program, in every combination.</summary>
public sealed class CrossMatrixTests
{
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void FullBackup_ByEitherProgramAtEveryStep_EqualsTheSource(string version)
    {
        using var bed = new FaceBed(version);
        var expected = ServerState.Capture(bed.Server);
        foreach (var backup in bed.Both)
        {
            bed.BackUp(backup, bed.Place[$"of-{backup.Name}"]);
        }

        // Tables with a directory of their own go back there, which must be free.
        bed.Server.Stop();
        Directory.Move(bed.Place["remote"], bed.Place["remote of the source"]);
        foreach (var backup in bed.Both)
        {
            foreach (var prepare in bed.Both)
            {
                var directory = FaceBed.Copy(bed.Place[$"of-{backup.Name}"], bed.Place[$"of-{backup.Name}-by-{prepare.Name}"]);
                FaceBed.RequireDone(prepare.Run("--prepare", $"--target-dir={directory}"));
                FaceBed.RequireDone(prepare.Run("--prepare", "--target-dir", directory));
                ProvePutBack(bed, directory, expected, startOn: backup == prepare ? bed.Ours : bed.Stock);
            }
        }
    }

    // Both put the same files in the same places; a server is started on one of them.
    private static void ProvePutBack(FaceBed bed, string directory, ServerState expected, BackupProgram startOn)
    {
        var trees = new Dictionary<string, string[]>();
        foreach (var program in bed.Both.OrderBy(program => program == startOn))
        {
            FaceBed.RequireDone(program.Run("--no-defaults", "--copy-back", $"--target-dir={directory}", $"--datadir={directory}-{program.Name}"));
            trees.Add(program.Name, FaceBed.List($"{directory}-{program.Name}"));
            Assert.True(File.Exists(bed.Place["remote/a/remote.ibd"]), "the table with a directory of its own is not there");
            if (program != startOn)
            {
                Directory.Delete(bed.Place["remote"], recursive: true);
            }
        }

        Assert.Equal(trees["stock"], trees["ours"]);
        RunningProgram.Run("diff", ["-r", "-x", "understudy*", $"{directory}-stock", $"{directory}-ours"]).Succeeded();
        using (var restored = MariaDbServer.Start(new MariaDbServerOptions { Release = bed.Release, DataDirectory = $"{directory}-{startOn.Name}" }))
        {
            RoundTrip.AssertEqual(expected, restored);
        }

        foreach (var used in (string[])[bed.Place["remote"], $"{directory}-stock", $"{directory}-ours"])
        {
            Directory.Delete(used, recursive: true);
        }
    }
}
