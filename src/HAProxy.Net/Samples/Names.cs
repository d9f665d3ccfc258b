using System.Runtime.CompilerServices;
using System.Text;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Samples;

/// <summary>Names of proxies, servers and listeners as bytes, made once for each: samples and log lines write them.</summary>
public static class Names
{
    private static readonly ConditionalWeakTable<object, byte[]> Bytes = [];

    public static byte[] Of(Proxy proxy) => Bytes.TryGetValue(proxy, out var bytes) ? bytes : Make(proxy, proxy.Name);

    public static byte[] Of(Server server) => Bytes.TryGetValue(server, out var bytes) ? bytes : Make(server, server.Name);

    public static byte[] Of(Listener listener) => Bytes.TryGetValue(listener, out var bytes) ? bytes : Make(listener, listener.Name);

    private static byte[] Make(object owner, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Bytes.AddOrUpdate(owner, bytes);
        return bytes;
    }
}
