using System.Text;
using Understudy.Engine.Chains;

namespace Understudy.Cli.Output;

/// <summary>A full backup and its increments for people.</summary>
internal static class ChainText
{
    internal static string Of(IReadOnlyList<ChainLink> links)
    {
        var text = new StringBuilder();
        for (var i = 0; i < links.Count; i++)
        {
            var link = links[i];
            var kind = link.IsIncrement ? $"increment from LSN {link.From}" : link.IsPrepared ? "full, prepared" : "full";
            text.Append($"{i + 1,3}  {kind}, state of LSN {link.End}, next increment from LSN {link.To}\n");
            text.Append($"     {link.Directory}{(link.Id is { } id ? $"  {id}" : "")}\n");
            if (link.UnverifiedFiles > 0)
            {
                text.Append($"     not verified: {link.UnverifiedFiles} files are clones that nobody has read yet: understudy verify {link.Directory}\n");
            }

            if (link.Fault is { } fault)
            {
                text.Append($"     does not continue the chain: {fault}\n");
            }
        }

        if (links.All(link => link.Fault is null))
        {
            text.Append("The chain is whole. To use it:\n");
            text.Append($"  cp -a {links[0].Directory} COPY\n");
            foreach (var link in links.Skip(1))
            {
                text.Append($"  understudy prepare COPY --incremental-dir {link.Directory}\n");
            }
        }

        return text.ToString();
    }
}
