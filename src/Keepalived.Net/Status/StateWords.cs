using ConfParsers.Keepalived;

namespace Keepalived.Net.Status;

/// <summary>The names of the states.</summary>
internal static class StateWords
{
    public static string Of(VrrpState state) => state switch
    {
        VrrpState.Master => "MASTER",
        VrrpState.Backup => "BACKUP",
        VrrpState.Fault => "FAULT",
        _ => "INIT",
    };
}
