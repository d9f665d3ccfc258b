using System.Runtime.InteropServices;

namespace Keepalived.Net.CommandLine;

/// <summary>
/// <c>-v</c>, in the shape of keepalived's: programs that look for a version find the language level in the first line, with the
/// product's own name and version beside it.
/// </summary>
internal static class VersionText
{
    public const string LanguageLevel = "2.2.7";

    public static string FirstLine => $"Keepalived v{LanguageLevel} (keepalived.net {Product})";

    public static string Text =>
        $"""
        {FirstLine}

        keepalived.net is free software (Apache-2.0), written from keepalived's manual and behaviour; it contains no code of keepalived.

        Built with {RuntimeInformation.FrameworkDescription}
        Running on {RuntimeInformation.OSDescription}

        Config options:  VRRP VRRP_AUTH

        """;

    private static string Product => typeof(VersionText).Assembly.GetName().Version is { } version ? version.ToString(3) : "0.0.0";
}
