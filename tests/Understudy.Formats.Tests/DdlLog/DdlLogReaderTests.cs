using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.DdlLog;

namespace Understudy.Formats.Tests.DdlLog;

public sealed class DdlLogReaderTests
{
    public static TheoryData<string> Versions => EngineGoldens.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public void ReadComplete_LogOfServer_IsUnderstoodToTheLastLine(string version)
    {
        var file = EngineGoldens.Read(version, "ddl.log");
        var events = new List<DdlLogEvent>();
        Assert.Equal(file.Length, DdlLogReader.ReadComplete(file, events, out var unreadable));
        Assert.Equal(0, unreadable);
        Assert.Equal(EngineGoldens.ReadLines(version, "ddl.log").Length, events.Count);
        Assert.DoesNotContain(events, each => each.Kind == DdlLogEventKind.Unknown);
        Assert.Contains(events, each => each.Kind == DdlLogEventKind.ExchangePartition);
        Assert.Contains(events, each => each.Kind == DdlLogEventKind.BulkInsert);
        Assert.Contains(events, each => each is { Kind: DdlLogEventKind.Create, Before.Engine: "partition" });
        var rename = events.First(each => each.Kind == DdlLogEventKind.Rename);
        Assert.Equal([new DdlLogTable("golden", "d1"), new DdlLogTable("golden", "d5")], rename.Touched());
        Assert.Equal(rename.Before.DefinitionVersion, rename.After?.DefinitionVersion);
        var create = events.First(each => each.Before.Engine == "DATABASE");
        Assert.Equal([new DdlLogTable("d@002d@0k", string.Empty)], create.Touched());
    }

    [Fact]
    public void ReadComplete_InAnyTwoPieces_GivesTheSameEvents()
    {
        var file = EngineGoldens.Read("10.11", "ddl.log");
        var whole = new List<DdlLogEvent>();
        DdlLogReader.ReadComplete(file, whole, out _);
        Prop.ForAll<uint>(seed =>
        {
            var events = new List<DdlLogEvent>();
            var used = DdlLogReader.ReadComplete(file.AsSpan(0, (int)(seed % file.Length)), events, out _);
            DdlLogReader.ReadComplete(file.AsSpan(used), events, out var unreadable);
            return unreadable == 0 && events.SequenceEqual(whole);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void ReadComplete_LineOfAnotherShape_IsCountedAndNotTheEnd()
    {
        var events = new List<DdlLogEvent>();
        var text = "what is this\n2026-11-21  9:36:33\tNEW_EVENT\tAria\t0\tdb\tt\t\t\t0\t\t\t\nrest";
        var used = DdlLogReader.ReadComplete(Encoding.ASCII.GetBytes(text), events, out var unreadable);
        Assert.Equal(text.Length - "rest".Length, used);
        Assert.Equal(1, unreadable);
        var single = Assert.Single(events);
        Assert.Equal((DdlLogEventKind.Unknown, "NEW_EVENT"), (single.Kind, single.Name));
        Assert.Equal([new DdlLogTable("db", "t")], single.Touched());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-21  9:36:33\tCREATE\tAria\t0\tdb\tt\t\t\t0\t\t")]
    [InlineData("2026-11-21  9:36:33\t\tAria\t0\tdb\tt\t\t\t0\t\t\t")]
    [InlineData("2026-11-21  9:36:33\tCREATE\tAria\t2\tdb\tt\t\t\t0\t\t\t")]
    [InlineData("2026-11-21  9:36:33\tCREATE\tAria\t0\t\tt\t\t\t0\t\t\t")]
    [InlineData("2026-11-21  9:36:33\tCREATE\tAria\t0\tdb\tt\tnot-an-id\t\t0\t\t\t")]
    [InlineData("2026-11-21  9:36:33\tCREATE\tAria\t0\tdb\tt\t\t\t\t\t\t")]
    public void TryParse_NotAnEvent_IsRefused(string line)
        => Assert.False(DdlLogReader.TryParse(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void TryParse_TooLong_IsRefused()
        => Assert.False(DdlLogReader.TryParse(new byte[DdlLogReader.LineBytesMax + 1], out _));

    [Fact]
    public void ReadComplete_AnyBytes_NeverThrows()
    {
        ReaderProperties.NeverThrows(bytes => DdlLogReader.ReadComplete(bytes, [], out _));
        ReaderProperties.NeverThrowsNear(
            EngineGoldens.Read("10.11", "ddl.log"),
            bytes => DdlLogReader.ReadComplete(bytes, [], out _));
    }
}
