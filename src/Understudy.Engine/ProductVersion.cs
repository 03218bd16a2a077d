using System.Reflection;

namespace Understudy.Engine;

/// <summary>The version of the program.</summary>
public static class ProductVersion
{
    /// <summary>The version, as <c>1.2.3</c>.</summary>
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
