using System.Reflection;

namespace Keepalived.Net.Process;

/// <summary>The version that programs look for, and the product's own beside it.</summary>
public static class Version
{
    /// <summary>The keepalived whose language and behaviour this is.</summary>
    public const string LanguageLevel = "2.2.7";

    public static string Product { get; } = typeof(Version).Assembly.GetName().Version?.ToString(3) ?? "0";
}
