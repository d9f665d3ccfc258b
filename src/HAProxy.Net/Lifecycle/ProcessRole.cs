using System.Globalization;
using Daemon.Hosting;
using Daemon.Linux;

namespace HAProxy.Net.Lifecycle;

public enum RoleKind
{
    /// <summary>Called by a user or a service manager.</summary>
    Direct,

    /// <summary>Started by a direct one that was asked to go into the background.</summary>
    BackgroundChild,

    /// <summary>Started by a master.</summary>
    Worker,
}

/// <summary>
/// Why this process runs, as the one that started it says in environment variables: with which descriptor it says that it serves, and
/// which files and listening sockets it was given. The variables are taken away, so that no child of a child sees them.
/// </summary>
public sealed record ProcessRole(RoleKind Kind, int Channel, int Files, int[] Listeners)
{
    private const string KindVariable = "HAPROXY_NET_ROLE", ChannelVariable = "HAPROXY_NET_CHANNEL", FilesVariable = "HAPROXY_NET_FILES", ListenersVariable = "HAPROXY_NET_LISTENERS";

    public static ProcessRole Take()
    {
        var kind = TakeVariable(KindVariable);
        var channel = Number(TakeVariable(ChannelVariable));
        var files = Number(TakeVariable(FilesVariable));
        var listeners = Reexec.Split(TakeVariable(ListenersVariable));
        foreach (var fd in (int[])[channel, files])
        {
            if (fd >= 0) _ = Libc.SetCloseOnExec(fd, close: true);
        }

        return kind switch
        {
            "background" => new ProcessRole(RoleKind.BackgroundChild, channel, -1, []),
            "worker" => new ProcessRole(RoleKind.Worker, channel, files, listeners),
            _ => new ProcessRole(RoleKind.Direct, -1, -1, []),
        };
    }

    public static Dictionary<string, string?> ForBackground(int channel) =>
        new(StringComparer.Ordinal) { [KindVariable] = "background", [ChannelVariable] = Text(channel) };

    public static Dictionary<string, string?> ForWorker(int channel, int files, IEnumerable<int> listeners) => new(StringComparer.Ordinal)
    {
        [KindVariable] = "worker",
        [ChannelVariable] = Text(channel),
        [FilesVariable] = Text(files),
        [ListenersVariable] = Reexec.Join(listeners),
        ["HAPROXY_MWORKER"] = "1",
    };

    /// <summary>Tells the process that started this one that it serves; a direct one has nobody to tell.</summary>
    public void SignalReady()
    {
        if (Channel >= 0) ReadyPipe.Signal(Channel);
    }

    private static string? TakeVariable(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        if (value is not null) Environment.SetEnvironmentVariable(name, null);
        return value;
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var fd) ? fd : -1;

    private static string Text(int fd) => fd.ToString(CultureInfo.InvariantCulture);
}
