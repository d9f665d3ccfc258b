using System.Runtime.InteropServices;
using Version = Keepalived.Net.Process.Version;

namespace Keepalived.Net.CommandLine;

/// <summary>
/// <c>-v</c>, in the shape of keepalived's: programs that look for a version find the language level in the first line, with the
/// product's own name and version beside it.
/// </summary>
internal static class VersionText
{
    public static string FirstLine => $"Keepalived v{Version.LanguageLevel} (keepalived.net {Version.Product})";

    public static string Text =>
        $"""
        {FirstLine}

        keepalived.net is free software (Apache-2.0), written from keepalived's manual and behaviour; it contains no code of keepalived.

        Built with {RuntimeInformation.FrameworkDescription}
        Running on Linux {Environment.OSVersion.Version}
        Distro: {RuntimeInformation.OSDescription}

        Config options:  VRRP VRRP_AUTH

        """;
}
