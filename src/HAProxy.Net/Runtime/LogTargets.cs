using System.Text;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using Daemon.Logging;

namespace HAProxy.Net.Runtime;

/// <summary>The <c>log</c> lines of a proxy as the log writer wants them (configuration.txt 4.2 "log").</summary>
internal static class LogTargets
{
    /// <summary>Gives a proxy its targets and its tag.</summary>
    public static void Attach(Proxy proxy, LogSettings global)
    {
        proxy.LogTargets = [.. proxy.Model.Log.Targets.Select(target => Of(target, global.HostName))];
        proxy.LogTag = Encoding.UTF8.GetBytes(proxy.Model.Log.Tag ?? global.Tag);
    }

    private static SyslogTarget Of(LogTarget target, string? hostName) => new()
    {
        Address = RuntimeBuilder.AddressOf(target.Address, target.Address.PortLow == 0 ? 514 : target.Address.PortLow),
        Descriptor = target.Address.Family == EndpointFamily.Descriptor ? target.Address.Descriptor : -1,
        Facility = target.Facility,
        Maximum = (SyslogLevel)target.Level,
        Minimum = (SyslogLevel)target.MinimumLevel,
        MaxLength = target.MaxLength,
        HostName = hostName,
        Format = FormatOf(target.Format),
    };

    private static SyslogFormat FormatOf(LogTransportFormat format) => format switch
    {
        LogTransportFormat.Rfc5424 => SyslogFormat.Rfc5424,
        LogTransportFormat.Short => SyslogFormat.Short,
        LogTransportFormat.Raw => SyslogFormat.Raw,
        LogTransportFormat.Timed => SyslogFormat.Timed,
        LogTransportFormat.Iso => SyslogFormat.Iso,
        LogTransportFormat.Priority => SyslogFormat.Priority,
        LogTransportFormat.Local => SyslogFormat.Local,
        _ => SyslogFormat.Rfc3164,
    };
}
