using Understudy.Cli.Faces.MariaDbBackup;
using Understudy.Cli.Faces.MariaDbBackup.CommandLine;

namespace Understudy.Cli.Tests.Faces.MariaDbBackup;

public sealed class InnobackupexLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("--apply-log --use-memory=1G DIR", "--prepare --use-memory=1G --target-dir=DIR")]
    [InlineData("--apply_log DIR --incremental-dir=INC", "--prepare --target-dir=DIR --incremental-dir=INC")]
    [InlineData("--copy-back DIR", "--copy-back --target-dir=DIR")]
    [InlineData("--move-back --datadir=D DIR", "--move-back --datadir=D --target-dir=DIR")]
    [InlineData("--decompress DIR", "--decompress --target-dir=DIR")]
    [InlineData("--no-timestamp --user=u --password=p DIR", "--backup --user=u --password=p --target-dir=DIR")]
    [InlineData("--user root --stream=xbstream /tmp", "--backup --user root --stream=xbstream --target-dir=/tmp")]
    [InlineData("--include=^d[.] --no-timestamp DIR", "--backup --tables=^d[.] --target-dir=DIR")]
    [InlineData("--databases=/list --no-timestamp DIR", "--backup --databases-file=/list --target-dir=DIR")]
    [InlineData("--databases=d --no-timestamp DIR", "--backup --databases=d --target-dir=DIR")]
    [InlineData("--incremental --incremental-lsn=5 --no-timestamp DIR", "--backup --incremental-lsn=5 --target-dir=DIR")]
    public void Translate_OldWords_BecomeNewOnes(string old, string expected) => Assert.Equal(expected, string.Join(' ', Translate(old)));

    [Fact]
    public void Translate_Backup_GoesToADirectoryNamedForTheTime()
    {
        var all = Directory.CreateTempSubdirectory("us-").FullName;
        Directory.Delete(all);
        Assert.Equal($"--backup --target-dir={all}/2026-01-02_03-04-05", string.Join(' ', Translate(all)));
        Directory.Delete(all);
    }

    [Theory]
    [InlineData("--no-timestamp")]
    [InlineData("--no-timestamp A B")]
    [InlineData("--incremental --no-timestamp DIR")]
    [InlineData("--incremental-lsn=5 --no-timestamp DIR")]
    [InlineData("--bogus DIR")]
    public void Translate_WhatMakesNoSense_IsRefused(string old) => Assert.Throws<FaceException>(() => Translate(old));

    private static IReadOnlyList<string> Translate(string old) =>
        InnobackupexLine.Translate("mariadb-backup", DefaultsLine.Take(old.Split(' ')), Now).Rest;
}
