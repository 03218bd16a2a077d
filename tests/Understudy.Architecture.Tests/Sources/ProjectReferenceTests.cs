using System.Xml.Linq;
using Understudy.Testing;

namespace Understudy.Architecture.Tests.Sources;

/// <summary>Dependencies point downwards only.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Understudy.Cli"] = ["Understudy.Engine", "Understudy.Formats"],
        ["Understudy.Engine"] =
            ["Understudy.Server", "Understudy.Storage", "Understudy.Native", "Understudy.Formats", "Understudy.Protocol"],
        ["Understudy.Server"] = ["Understudy.Native", "Understudy.Formats"],
        ["Understudy.Storage"] = ["Understudy.Native", "Understudy.Formats"],
        ["Understudy.Native"] = ["Understudy.Formats"],
        ["Understudy.Formats"] = [],
        ["Understudy.Protocol"] = [],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateDirectories(RepositoryFiles.PathOf("src")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_PointDownwards(string project)
    {
        var file = XDocument.Load(RepositoryFiles.PathOf($"src/{project}/{project}.csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension((r.Attribute("Include")?.Value ?? "").Replace('\\', '/')));

        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} has no place in the order of the projects");
        Assert.Empty(references.Except(allowed));
    }
}
