using System.Globalization;
using System.Net;
using System.Text;

namespace Understudy.Cli.Output.Report;

/// <summary>Writes HTML. Text is always escaped.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Mark-up, as it is. Holes are escaped.</summary>
    internal Html Add(FormattableString markup)
    {
        var holes = markup.GetArguments().Select(Escape).ToArray();
        _text.AppendFormat(CultureInfo.InvariantCulture, markup.Format, holes).Append('\n');
        return this;
    }

    /// <summary>Mark-up that was made here before.</summary>
    internal Html Add(Html part)
    {
        _text.Append(part._text);
        return this;
    }

    /// <summary>Mark-up without holes; braces stand for themselves.</summary>
    internal Html AddConstant(string markup)
    {
        _text.Append(markup).Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    // Numbers keep their form for the format's own specifiers.
    private static object? Escape(object? value) => value is string text ? WebUtility.HtmlEncode(text) : value;
}
