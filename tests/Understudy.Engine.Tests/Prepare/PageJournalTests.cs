using Understudy.Engine.Prepare.Apply;

namespace Understudy.Engine.Tests.Prepare;

/// <summary>What a journal keeps is put back, however it was written and wherever it ends.</summary>
public sealed class PageJournalTests : IDisposable
{
    private const int PageBytes = 4096;

    private readonly string _directory = Directory.CreateTempSubdirectory("understudy-journal-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(700, 1)]
    [InlineData(700, 3)]
    [InlineData(700, 300)]
    public void Sync_AfterAnyNumberOfPages_AllOfThemArePutBack(int pages, int pagesASync)
    {
        var originals = Enumerable.Range(0, pages).Select(Page).ToList();
        var path = Path.Combine(_directory, "d.ibd");
        File.WriteAllBytes(path, new byte[pages * PageBytes]);
        using (var journal = new PageJournal(_directory, 0))
        {
            for (var i = 0; i < pages; i++)
            {
                // The length of a name moves all that follows, so that blocks are filled by any number of bytes.
                journal.Add(i % 50 == 0 ? Linked(i) : path, (long)i * PageBytes, originals[i]);
                if (i % pagesASync == pagesASync - 1)
                {
                    journal.Sync();
                }
            }

            journal.Sync();
            Assert.Equal(new FileInfo(Assert.Single(PageJournal.Find(_directory))).Length, journal.Bytes);
        }

        Assert.Equal(pages, JournalRecovery.Run(_directory));
        Assert.Equal(originals.SelectMany(page => page), File.ReadAllBytes(path));
        Assert.Empty(PageJournal.Find(_directory));
    }

    [Fact]
    public void Run_JournalCutAnywhere_PutsBackWhatIsWhole()
    {
        var path = Path.Combine(_directory, "d.ibd");
        byte[] journal;
        using (var whole = new PageJournal(_directory, 0))
        {
            whole.Add(path, 0, Page(1));
            whole.Sync();
            whole.Add(path, PageBytes, Page(2));
            whole.Sync();
            journal = File.ReadAllBytes(Assert.Single(PageJournal.Find(_directory)));
        }

        var before = 0L;
        for (var length = 0; length <= journal.Length; length += 97)
        {
            File.WriteAllBytes(path, new byte[2 * PageBytes]);
            File.WriteAllBytes(Path.Combine(_directory, PageJournal.Prefix + "0" + PageJournal.Extension), journal[..length]);
            var pages = JournalRecovery.Run(_directory)!.Value;
            Assert.InRange(pages, before, 2);
            Assert.Equal(pages > 0 ? Page(1) : new byte[PageBytes], File.ReadAllBytes(path)[..PageBytes]);
            Assert.Equal(pages > 1 ? Page(2) : new byte[PageBytes], File.ReadAllBytes(path)[PageBytes..]);
            before = pages;
        }

        Assert.Equal(2, before);
    }

    private static byte[] Page(int number)
    {
        var page = new byte[PageBytes];
        new Random(number).NextBytes(page);
        return page;
    }

    private string Linked(int number)
    {
        var path = Path.Combine(_directory, new string('n', 1 + (number % 200)));
        if (!File.Exists(path))
        {
            File.CreateSymbolicLink(path, "d.ibd");
        }

        return path;
    }
}
