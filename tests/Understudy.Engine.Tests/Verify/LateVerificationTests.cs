using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Prepare;
using Understudy.Engine.Restore;
using Understudy.Engine.Restore.CopyBack;
using Understudy.Engine.Streams;
using Understudy.Engine.Verify;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Testing;

namespace Understudy.Engine.Tests.Verify;

/// <summary>What becomes of a backup that was published before its files were verified.</summary>
public sealed class LateVerificationTests
{
    [Theory]
    [InlineData(HashKind.Xxh64)]
    [InlineData(HashKind.Sha256)]
    public void Verify_OfAGoodBackup_MakesItOneLikeAnyOther(HashKind kind)
    {
        using var backup = new UnverifiedBackup(kind);
        var files = backup.Unverified.Count();
        Assert.Equal(4, backup.Manifest.MinimumReaderVersion);

        var result = Verify(backup.Path);

        Assert.Empty(result.Damaged);
        Assert.Empty(result.NotRecorded);
        Assert.Equal(files, result.Recorded);
        Assert.Equal(backup.Verified, backup.ManifestBytes());
        Assert.Equal(0, Verify(backup.Path).Recorded);
    }

    [Fact]
    public void Verify_OfADamagedFile_NamesItsPagesAndRecordsOnlyTheOthers()
    {
        using var backup = new UnverifiedBackup();
        backup.Damage("d/t.ibd", page: 3);
        backup.Damage("d/t.ibd", page: 5);

        for (var time = 0; time < 2; time++)
        {
            var damaged = Assert.Single(Verify(backup.Path).Damaged);
            Assert.Equal(backup.PathOf("d/t.ibd"), damaged.Path);
            Assert.Equal([3u, 5u], damaged.Pages);
            Assert.Equal(["d/t.ibd"], backup.Unverified);
        }
    }

    [Fact]
    public void Verify_OfAFirstPageThatIsNone_IsDamage()
    {
        using var backup = new UnverifiedBackup();
        var bytes = File.ReadAllBytes(backup.PathOf("d/t.ibd"));
        bytes.AsSpan(0, 100).Fill(0xff);
        File.WriteAllBytes(backup.PathOf("d/t.ibd"), bytes);

        Assert.Equal([0u], Assert.Single(Verify(backup.Path).Damaged).Pages);
    }

    [Fact]
    public void Verify_WhereNothingCanBeWritten_SaysSoAndTellsWhatItFound()
    {
        using var backup = new UnverifiedBackup();
        var before = backup.ManifestBytes();
        Directory.CreateDirectory(backup.PathOf(ManifestDocument.FileName + ".tmp"));

        var result = Verify(backup.Path);

        Assert.Empty(result.Damaged);
        Assert.Equal(0, result.Recorded);
        Assert.Contains(backup.Path, Assert.Single(result.NotRecorded), StringComparison.Ordinal);
        Assert.Equal(before, backup.ManifestBytes());
    }

    [Fact]
    public void Record_OverAManifestThatWasChangedMeanwhile_IsRefused()
    {
        using var backup = new UnverifiedBackup();
        var record = VerificationRecord.Open(backup.Path);
        var changed = record.Backup.Manifest with { Warnings = ["changed"] };
        backup.Write(changed);
        var file = record.Backup.Manifest.UnverifiedFiles.First();
        Assert.True(record.Files.TryAccept(file, [new string('a', 16)]));

        record.Write();

        Assert.Contains("was changed meanwhile", record.WhyNot, StringComparison.Ordinal);
        Assert.Equal(["changed"], backup.Manifest.Warnings);
        Assert.Contains(file.Path, backup.Unverified);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Restore_ChecksWhatItCopies_AndLeavesTheBackupAsItIs(bool rollForward)
    {
        using var backup = new UnverifiedBackup();
        var before = backup.ManifestBytes();
        var good = backup.NewDirectory();
        Restore(backup, good, rollForward);
        Assert.True(File.Exists(Path.Combine(good, "ib_logfile0")));
        Assert.Equal(before, backup.ManifestBytes());

        backup.Damage("d/t.ibd", page: 6);
        var bad = backup.NewDirectory();
        var error = Assert.Throws<FailureException>(() => Restore(backup, bad, rollForward));
        Assert.Equal(FailureKind.Damaged, error.Kind);
        Assert.Contains("d/t.ibd was not verified when it was backed up, and is damaged: page 6", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(bad, "ib_logfile0")));
    }

    /// <summary>Files of a stream need no second copy, unless they are yet to be checked.</summary>
    [Fact]
    public void Restore_OfAStream_ChecksWhatCameInIt()
    {
        using var backup = new UnverifiedBackup();
        using var place = new TemporaryDirectory();
        RestoreStreamOf(backup, place["good"]);
        Assert.Equal(File.ReadAllBytes(backup.PathOf("d/t.ibd")), File.ReadAllBytes(place["good/d/t.ibd"]));
        Assert.True(File.Exists(place["good/ib_logfile0"]));

        backup.Damage("d/t.ibd", page: 6);
        var error = Assert.Throws<FailureException>(() => RestoreStreamOf(backup, place["bad"]));
        Assert.Equal(FailureKind.Damaged, error.Kind);
        Assert.Contains("is damaged: page 6", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(place["bad/ib_logfile0"]));

        static void RestoreStreamOf(UnverifiedBackup backup, string directory)
        {
            var stream = directory + ".stream";
            using (var output = File.OpenHandle(stream, FileMode.CreateNew, FileAccess.Write))
            {
                var paths = backup.Manifest.Files.Select(file => file.Path).Append(ManifestDocument.FileName);
                StreamCreation.Run(output, backup.Path, paths, fileBegun: null, CancellationToken.None);
            }

            using var input = File.OpenHandle(stream);
            new RestoreOperation(
                new RestoreOptions { BackupDirectory = "-", Input = input, DataDirectory = directory, Parallel = 2, RollForward = false },
                new OperationProgress()).Run(CancellationToken.None);
        }
    }

    [Fact]
    public void CopyBack_ChecksWhatItCopies()
    {
        using var backup = new UnverifiedBackup();
        Assert.True(CopyBack(backup, backup.NewDirectory()).Verified);

        backup.Damage("ibdata1", page: 2);
        var error = Assert.Throws<FailureException>(() => CopyBack(backup, backup.NewDirectory()));
        Assert.Equal(FailureKind.Damaged, error.Kind);
        Assert.Contains("ibdata1 was not verified", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_VerifiesFirst()
    {
        using var backup = new UnverifiedBackup();

        PrepareOperation.Run(new PrepareOptions { Directory = backup.Path }, new OperationProgress(), CancellationToken.None);

        Assert.Empty(backup.Unverified);
        Assert.True(backup.Manifest.Prepared);
        Assert.Equal(3, backup.Manifest.Version);
        Assert.Empty(Verify(backup.Path).Damaged);
    }

    [Fact]
    public void Prepare_OfADamagedBackup_ChangesNothingButWhatIsKnownOfIt()
    {
        using var backup = new UnverifiedBackup();
        backup.Damage("d/t.ibd", page: 3);
        var before = File.ReadAllBytes(backup.PathOf("ibdata1"));

        var error = Assert.Throws<FailureException>(() =>
            PrepareOperation.Run(new PrepareOptions { Directory = backup.Path }, new OperationProgress(), CancellationToken.None));

        Assert.Equal(FailureKind.Damaged, error.Kind);
        Assert.Contains("(page 3)", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(backup.PathOf("ibdata1")));
        Assert.Equal(["d/t.ibd"], backup.Unverified);
        Assert.False(backup.Manifest.Prepared);
    }

    /// <summary>Only the first file of the system tablespace has a header, and the pages of the others go on with its numbers.</summary>
    [Fact]
    public void Check_OfASecondSystemFile_GoesOnWithThePagesOfTheFirst()
    {
        using var backup = new UnverifiedBackup();
        using var place = new TemporaryDirectory();
        var bytes = File.ReadAllBytes(backup.PathOf("ibdata1"));
        var half = bytes.Length / 2;
        File.WriteAllBytes(place["ibdata1"], bytes[..half]);
        File.WriteAllBytes(place["ibdata2"], bytes[half..]);
        var manifest = backup.Manifest;
        var first = manifest.Files.Single(file => file.Path == "ibdata1") with { Size = half };
        var second = first with { Path = "ibdata2", Size = bytes.Length - half };
        var files = new UnverifiedFiles(
            manifest with { Server = manifest.Server with { InnoDbDataFilePath = "ibdata1:1M;ibdata2:1M:autoextend" }, Files = [first, second] },
            file => place[file.Path]);

        Assert.Equal(bytes.Length / 2 / 16384, CheckAll(files, second, bytes[half..]));
        Assert.Empty(files.DamagedPagesOf(second));
        CheckAll(files, second, [.. bytes[half..^1], (byte)(bytes[^1] ^ 1)]);
        Assert.Equal([(uint)(bytes.Length / 16384) - 1], files.DamagedPagesOf(second));
        Assert.False(files.TryAccept(second, []));
        Assert.Contains("ibdata2", files.Damaged(second).Message, StringComparison.Ordinal);
    }

    private static int CheckAll(UnverifiedFiles files, ManifestFile file, byte[] bytes)
    {
        using var handle = File.OpenHandle("/dev/null");
        Assert.False(Assert.IsType<TablespaceCheck>(files.CheckOf(file)).Check(bytes, 0, handle));
        return bytes.Length / 16384;
    }

    private static VerifyResult Verify(string directory) =>
        new VerifyOperation(new VerifyOptions { Directories = [directory], Parallel = 2 }, new OperationProgress()).Run(CancellationToken.None);

    private static RestoreResult Restore(UnverifiedBackup backup, string place, bool rollForward) => new RestoreOperation(
        new RestoreOptions { BackupDirectory = backup.Path, DataDirectory = place, Parallel = 2, RollForward = rollForward },
        new OperationProgress()).Run(CancellationToken.None);

    private static CopyBackResult CopyBack(UnverifiedBackup backup, string place) => new CopyBackOperation(
        new CopyBackOptions { BackupDirectory = backup.Path, DataDirectory = place }, new OperationProgress(), _ => { }).Run(CancellationToken.None);
}
