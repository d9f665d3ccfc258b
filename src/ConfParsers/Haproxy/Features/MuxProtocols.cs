namespace ConfParsers.Haproxy.Features;

/// <summary>The protocols that <c>proto</c> names, and where each can be spoken (haproxy -vv, "Available multiplexer protocols").</summary>
internal static class MuxProtocols
{
    public static MuxProtocol? Of(string name) => name switch
    {
        "h1" => MuxProtocol.H1,
        "h2" => MuxProtocol.H2,
        "fcgi" => MuxProtocol.FastCgi,
        "none" => MuxProtocol.None,
        _ => null,
    };

    public static string NameOf(MuxProtocol protocol) => protocol switch
    {
        MuxProtocol.H1 => "h1",
        MuxProtocol.H2 => "h2",
        MuxProtocol.FastCgi => "fcgi",
        _ => "none",
    };

    /// <param name="toServer">FastCGI is only spoken with servers.</param>
    public static bool Usable(MuxProtocol protocol, ProxyMode mode, bool toServer) => protocol switch
    {
        MuxProtocol.None => mode == ProxyMode.Tcp,
        MuxProtocol.FastCgi => mode == ProxyMode.Http && toServer,
        _ => mode == ProxyMode.Http,
    };
}
