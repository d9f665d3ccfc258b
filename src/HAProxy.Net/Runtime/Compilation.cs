using ConfParsers.Haproxy;

namespace HAProxy.Net.Runtime;

/// <summary>Compiles what a model says in expressions (rules, conditions, log formats) and hangs it on the runtime's identities.</summary>
internal static class Compilation
{
    public static void Attach(HaproxyModel model, ProxyProcess process)
    {
        _ = model;
        _ = process;
    }
}
