using ConfParsers.Haproxy.Features;
using HAProxy.Net.Lifecycle;

namespace HAProxy.Net.Cli;

/// <summary>The unlisted command by which a starting process fetches the listening sockets of a running one (<c>-x</c>).</summary>
public static class ListenerCommand
{
    public static readonly CliCommand[] Table = [new(ListenerTransfer.Request, StatsLevel.Admin, null, "", Take)];

    private static string Take(CliCall call)
    {
        call.Session.WantsListeners = true;
        return "";
    }
}
