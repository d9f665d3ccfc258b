using System.Runtime.Versioning;
using Failover;

[assembly: SupportedOSPlatform("linux")]

// ./build.sh failover [--real]: how long the virtual IP is silent when the master fails, and how many requests are lost (docs/failover.md).
// The same program is the web origins and the client, each in a namespace of its own.
return args switch
{
    ["--origin", var name] => await Origin.Run(name),
    ["--client", var address] => await Client.Run(address),
    [] or [""] => await Report.Run(PairOf.Ours),
    ["--real"] => await Report.Run(PairOf.Ours, PairOf.Originals),
    ["--only-real"] => await Report.Run(PairOf.Originals),
    ["--real-haproxy"] => await Report.Run(PairOf.OurKeepalived),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: failover [--real | --only-real | --real-haproxy]");
    return 1;
}
