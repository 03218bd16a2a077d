namespace Understudy.Protocol.Tests.Conformance;

/// <summary>Every sentence of the documentation about stages and BACKUP LOCK that a server can be seen to keep.</summary>
[Collection(ModelServersCollection.Name)]
[Trait("Tier", "integration")]
public sealed class DocumentationTests(ModelServers servers)
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var sentence in Sentences.All)
            {
                cases.Add("10.11", sentence.Name);
                cases.Add("11.8", sentence.Name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Server_DoesWhatTheSentenceSaysOrTheDeviationNoted(string release, string name)
    {
        var sentence = Sentences.All.Single(s => s.Name == name);
        using var runner = new ScriptRunner(servers[release]);
        runner.Run(sentence.Script);
    }

    [Fact]
    public void Sentences_HaveNamesAndQuotesOfTheirOwn()
    {
        Assert.Equal(Sentences.All.Count, Sentences.All.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Sentences.All, s => Assert.True(s.Quote.Length > 20 && s.Document.StartsWith("BACKUP", StringComparison.Ordinal) | s.Document.StartsWith("Storage", StringComparison.Ordinal), s.Name));
        Assert.Contains(Sentences.All, s => s.Deviation is not null);
    }
}
