using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <param name="Bytes">Zero: the system's default.</param>
/// <param name="Force">Beyond the system's limit (SO_RCVBUFFORCE).</param>
public sealed record ReceiveBuffer(uint Bytes, bool Force)
{
    public static readonly ReceiveBuffer Default = new(0, Force: false);
}

/// <summary>The room that sockets have for what was received and not read yet (keepalived.conf(5) "Global definitions").</summary>
public sealed record BufferSettings
{
    public ReceiveBuffer VrrpNetlinkCommand { get; init; } = ReceiveBuffer.Default;

    public ReceiveBuffer VrrpNetlinkMonitor { get; init; } = ReceiveBuffer.Default;

    public ReceiveBuffer ProcessMonitor { get; init; } = ReceiveBuffer.Default;

    public ReceiveBuffer LvsNetlinkCommand { get; init; } = ReceiveBuffer.Default;

    public ReceiveBuffer LvsNetlinkMonitor { get; init; } = ReceiveBuffer.Default;

    /// <summary>Advertisement sockets: so many advertisements of the largest instance.</summary>
    public bool VrrpByAdvertisement { get; init; }

    /// <summary>Advertisement sockets: so many times the interface's MTU.</summary>
    public bool VrrpByMtu { get; init; }

    /// <summary>Advertisement sockets, bytes; null: by one of the policies, or the system's default.</summary>
    public uint? VrrpBytes { get; init; }

    /// <summary>How many of them when a policy decides.</summary>
    public uint VrrpMultiplier { get; init; } = 3;
}

/// <inheritdoc cref="BufferSettings"/>
internal static class BuffersFeature
{
    public static readonly Keyword<Reading>[] Keywords =
    [
        .. Of("vrrp_netlink_cmd_rcv_bufs", buffers => buffers.VrrpNetlinkCommand, (buffers, buffer) => buffers with { VrrpNetlinkCommand = buffer }),
        .. Of("vrrp_netlink_monitor_rcv_bufs", buffers => buffers.VrrpNetlinkMonitor, (buffers, buffer) => buffers with { VrrpNetlinkMonitor = buffer }),
        .. Of("process_monitor_rcv_bufs", buffers => buffers.ProcessMonitor, (buffers, buffer) => buffers with { ProcessMonitor = buffer }),
        .. Of("lvs_netlink_cmd_rcv_bufs", buffers => buffers.LvsNetlinkCommand, (buffers, buffer) => buffers with { LvsNetlinkCommand = buffer }),
        .. Of("lvs_netlink_monitor_rcv_bufs", buffers => buffers.LvsNetlinkMonitor, (buffers, buffer) => buffers with { LvsNetlinkMonitor = buffer }),
        Rows.Global("vrrp_rx_bufs_policy", "[MTU|ADVERT|<bytes>]", Policy),
        Rows.Global("vrrp_rx_bufs_multiplier", "[count]", Multiplier),
    ];

    private static Keyword<Reading>[] Of(string name, Func<BufferSettings, ReceiveBuffer> get, Func<BufferSettings, ReceiveBuffer, BufferSettings> set) =>
    [
        Rows.Global(name, "[bytes]", (words, global) =>
        {
            if (!words.Next(out var word))
            {
                words.Warn(DiagnosticKind.MissingArgument, $"{name} size missing");
                return global;
            }

            if (words.Unsigned(word, 0, uint.MaxValue, out var bytes)) return global with { Buffers = set(global.Buffers, get(global.Buffers) with { Bytes = bytes }) };
            words.Warn(DiagnosticKind.BadNumber, $"{name} size ({word}) invalid");
            return global;
        }),
        Rows.GlobalSwitch(name + "_force", (global, on) => global with { Buffers = set(global.Buffers, get(global.Buffers) with { Force = on }) }),
    ];

    private static GlobalDefs Policy(Words words, GlobalDefs global)
    {
        if (words.Count == 0)
        {
            words.Warn(DiagnosticKind.MissingArgument, "vrrp_rx_bufs_policy missing");
            return global;
        }

        var buffers = global.Buffers;
        var first = "";
        while (words.Next(out var word))
        {
            if (first.Length == 0) first = word;
            if (string.Equals(word, "MTU", StringComparison.OrdinalIgnoreCase)) buffers = buffers with { VrrpByMtu = true };
            else if (string.Equals(word, "ADVERT", StringComparison.OrdinalIgnoreCase)) buffers = buffers with { VrrpByAdvertisement = true };

            // 2.2.7 reads the first word for every word that is no policy.
            else if (words.Unsigned(words.Reading.Strict ? first : word, 0, uint.MaxValue, out var bytes)) buffers = buffers with { VrrpBytes = bytes };
            else words.Warn(DiagnosticKind.BadValue, $"Invalid vrrp_rx_bufs_policy {word}");
        }

        if (buffers.VrrpBytes is not null && (buffers.VrrpByMtu || buffers.VrrpByAdvertisement))
        {
            words.Warn(DiagnosticKind.Conflict, "Cannot set vrrp_rx_bufs_policy size and policy, ignoring policy");
            buffers = buffers with { VrrpByMtu = false, VrrpByAdvertisement = false };
        }
        else if (buffers.VrrpByMtu && buffers.VrrpByAdvertisement)
        {
            words.Warn(DiagnosticKind.Conflict, "Cannot set both vrrp_rx_bufs_policy MTU and ADVERT, ignoring ADVERT");
            buffers = buffers with { VrrpByAdvertisement = false };
        }

        return global with { Buffers = buffers };
    }

    private static GlobalDefs Multiplier(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (words.Count != 1) words.Warn(DiagnosticKind.SurplusArgument, "Invalid vrrp_rx_bufs_multiplier");
        else if (words.Unsigned(word, 1, uint.MaxValue, out var count)) return global with { Buffers = global.Buffers with { VrrpMultiplier = count } };
        else words.Warn(DiagnosticKind.BadNumber, $"Invalid vrrp_rx_bufs_multiplier {word}");
        return global;
    }
}
