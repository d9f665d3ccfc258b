using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>The machine as the daemon sees it: it can also ask the kernel who owns a file.</summary>
public sealed class Machine : Host
{
    protected override bool IsRoots(string path) => FileOwner.UserOf(path) == 0;

    protected override bool IsRootsGroup(string path) => FileOwner.GroupOf(path) == 0;
}
