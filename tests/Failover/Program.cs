using System.Runtime.Versioning;
using Failover;

[assembly: SupportedOSPlatform("linux")]

// ./build.sh failover [--real]: how long the virtual IP is silent when the master fails, and how many requests are lost (docs/failover.md).
// The same program is the web origins and the client, each in a namespace of its own.
return args switch
{
    ["--origin", var name] => await Origin.Run(name),
    ["--client", var address] => await Client.Run(address),
    [] or [""] => await Report.Run(["ours"]),
    ["--real"] => await Report.Run(["ours", "real"]),
    ["--only-real"] => await Report.Run(["real"]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: failover [--real | --only-real]");
    return 1;
}
