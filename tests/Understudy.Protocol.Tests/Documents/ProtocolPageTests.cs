using Understudy.Testing;

namespace Understudy.Protocol.Tests.Documents;

/// <summary>docs/protocol.md lists the rules of the model; it must be the same list.</summary>
public sealed class ProtocolPageTests
{
    [Fact]
    public void Rules_OfTheModel_AreThoseOfThePage()
    {
        var documented = MarkdownSection.Read("docs/protocol.md", "## Rules").Rows.Select(row => string.Join(" | ", row));
        var rules = Rules.All.Select(rule =>
            $"`{rule.Name}` | {rule.Meaning} | {rule.Document} | {rule.Sentence ?? "—"} | {(rule.Source == Source.Document ? "documented" : "measured")}");
        Assert.Equal(rules, documented);
    }

    [Fact]
    public void Rules_Names_AreUnique() =>
        Assert.Equal(Rules.All.Count, Rules.All.Select(rule => rule.Name).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Rules_EveryField_IsListed() => Assert.Equal(
        Rules.All.Count, typeof(Rules).GetFields().Count(field => field.FieldType == typeof(Rule)));
}
