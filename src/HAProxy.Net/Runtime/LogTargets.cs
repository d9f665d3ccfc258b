using System.Text;
using ConfParsers.Haproxy.Features;
using Daemon.Logging;

namespace HAProxy.Net.Runtime;

/// <summary>The <c>log</c> lines of a proxy as the log writer wants them (configuration.txt 4.2 "log").</summary>
internal static class LogTargets
{
    public static SyslogTarget[] Of(ProxyLog log, string? hostName = null) =>
    [
        .. log.Targets.Select(target => new SyslogTarget
        {
            Address = RuntimeBuilder.AddressOf(target.Address, target.Address.PortLow == 0 ? 514 : target.Address.PortLow),
            Facility = target.Facility,
            Maximum = (SyslogLevel)target.Level,
            Minimum = (SyslogLevel)target.MinimumLevel,
            MaxLength = target.MaxLength,
            HostName = hostName,
        }),
    ];

    public static byte[] Tag(ProxyLog log) => Encoding.UTF8.GetBytes(log.Tag ?? "haproxy");
}
