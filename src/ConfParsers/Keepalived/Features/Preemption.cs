using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>
/// Whether and when a higher priority takes over from a working master (keepalived.conf(5) "nopreempt", "preempt_delay").
/// Both need an initial state of BACKUP.
/// </summary>
internal static class Preemption
{
    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Setting<InstanceDraft>("nopreempt", "", (_, instance) => instance.NoPreempt = true) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("preempt", "", (_, instance) => instance.NoPreempt = false) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("preempt_delay", "<seconds>", Delay) { Manual = "VRRP instance(s)" },
    ];

    public static void Check(Reading reading, InstanceDraft instance)
    {
        if (instance.NoPreempt && instance.Priority == 255)
        {
            Conflict("nopreempt is incompatible with priority 255. resetting nopreempt");
            instance.NoPreempt = false;
        }

        if (instance.NoPreempt && instance.WantedState == VrrpState.Master)
        {
            Conflict("Warning - nopreempt will not work with initial state MASTER - clearing");
            instance.NoPreempt = false;
        }

        if (instance.PreemptDelay == TimeSpan.Zero) return;
        if (instance.WantedState == VrrpState.Master)
        {
            Conflict("Warning - preempt delay will not work with initial state MASTER - clearing");
            instance.PreemptDelay = TimeSpan.Zero;
        }
        else if (instance.NoPreempt)
        {
            Conflict("preempt_delay is incompatible with nopreempt mode - resetting");
            instance.PreemptDelay = TimeSpan.Zero;
        }

        void Conflict(string text) => reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) {text}");
    }

    private static void Delay(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Seconds(word, 0, 1_000_000_000, out var delay))
        {
            instance.PreemptDelay = delay;
            return;
        }

        words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) Preempt_delay not valid! must be between 0-1000");
    }
}
