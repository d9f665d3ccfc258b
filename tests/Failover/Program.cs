using System.Globalization;
using System.Runtime.Versioning;
using Failover;
using Failover.Vrrp;

[assembly: SupportedOSPlatform("linux")]

// ./build.sh failover [--real | --vrrp [--rounds=N] | --instances [--rounds=N]] (docs/failover.md): how long the virtual IP is silent when the master
// fails, and how many requests are lost; the same of VRRP alone; the cost of 255 instances.
// The program is also the web origins, the client, the ping and the ear for advertisements, each in a namespace of its own.
switch (args)
{
    case ["--origin", var name]: return await Origin.Run(name);
    case ["--client", var address]: return await Client.Run(address);
    case ["--echo", var address]: return EchoProbe.Run(address);
    case ["--advertisements"]: return AdvertisementEar.Run();
}

if (!Environment.IsPrivilegedProcess)
{
    Console.Error.WriteLine("failover makes network namespaces: it needs root.");
    return 1;
}

return args switch
{
    [] or [""] => await Report.Run(PairOf.Ours),
    ["--real"] => await Report.Run(PairOf.Ours, PairOf.Originals),
    ["--only-real"] => await Report.Run(PairOf.Originals),
    ["--real-haproxy"] => await Report.Run(PairOf.OurKeepalived),
    ["--vrrp", var rounds] => await OutageTable.Print(int.Parse(rounds, CultureInfo.InvariantCulture)),
    ["--instances", var rounds] => await ManyInstances.Print(int.Parse(rounds, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: failover [--real | --only-real | --real-haproxy | --vrrp ROUNDS | --instances ROUNDS]");
    return 1;
}
