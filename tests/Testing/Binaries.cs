namespace Testing;

/// <summary>
/// Where the programs under test are: ours as published by <c>./build.sh publish</c> (the NativeAOT files that users get), else the
/// JIT build of the same configuration; the real ones where Debian puts them. Environment variables override each.
/// </summary>
public static class Binaries
{
    /// <summary>The top of the working tree, found by its solution file.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Path of haproxy.net, or null when it has not been built. <c>HAPROXY_NET</c> overrides.</summary>
    public static string? HAProxyNet { get; } = Find("HAPROXY_NET",
        Path.Combine(Root, "artifacts/publish/haproxy.net"), Path.Combine(Root, "src/HAProxy.Net/bin/Release/net10.0/haproxy.net"));

    /// <summary>Path of keepalived.net, or null when it has not been built. <c>KEEPALIVED_NET</c> overrides.</summary>
    public static string? KeepalivedNet { get; } = Find("KEEPALIVED_NET",
        Path.Combine(Root, "artifacts/publish/keepalived.net"), Path.Combine(Root, "src/Keepalived.Net/bin/Release/net10.0/keepalived.net"));

    /// <summary>The real haproxy (Debian package haproxy), or null.</summary>
    public static string? RealHAProxy { get; } = Find("HAPROXY_REAL", "/usr/sbin/haproxy", "/usr/local/sbin/haproxy");

    /// <summary>The real keepalived (Debian package keepalived), or null.</summary>
    public static string? RealKeepalived { get; } = Find("KEEPALIVED_REAL", "/usr/sbin/keepalived", "/usr/local/sbin/keepalived");

    /// <summary>Debian package varnish.</summary>
    public static string? VarnishTest { get; } = Find("VARNISHTEST", "/usr/bin/varnishtest", "/usr/local/bin/varnishtest");

    private static string? Find(string variable, params string[] places) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : Array.Find(places, File.Exists);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "haproxy.net.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("haproxy.net.slnx not found above " + AppContext.BaseDirectory);
    }
}
