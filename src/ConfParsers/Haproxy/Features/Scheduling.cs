using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

namespace ConfParsers.Haproxy.Features;

/// <summary>How the process waits for events and shares its time (configuration.txt 3.2).</summary>
public sealed record Scheduling
{
    /// <summary>Ways of waiting and of moving bytes that are switched off.</summary>
    public SystemService Without { get; init; }

    public bool BusyPolling { get; init; }

    /// <summary>Events that one wait takes; 0: 200.</summary>
    public int MaxPollEvents { get; init; }

    /// <summary>Tasks that run between two waits; 0: computed.</summary>
    public int RunQueueDepth { get; init; }

    public bool LowLatency { get; init; }

    /// <summary>Descriptors of established connections are watched by edges (experimental).</summary>
    public bool EdgeTriggered { get; init; }

    /// <summary>Accepted connections are spread over the threads.</summary>
    public bool ListenerMultiQueue { get; init; } = true;

    /// <summary>Tasks are measured; null: when a thread is heavily used.</summary>
    public bool? Profiling { get; init; }

    /// <summary>Health checks are spread out by up to this many percent of their interval, 0..50.</summary>
    public int SpreadChecksPercent { get; init; }

    /// <summary>Longest time over which the first health checks are spread out; zero: none.</summary>
    public TimeSpan MaxSpreadChecks { get; init; }
}

/// <summary>What of the system can be left unused; of those that Linux has not, nothing is used anyway.</summary>
[Flags]
public enum SystemService
{
    None = 0,

    /// <summary><c>noepoll</c></summary>
    Epoll = 1,

    /// <summary><c>nopoll</c></summary>
    Poll = 2,

    /// <summary><c>nokqueue</c>: BSD.</summary>
    Kqueue = 4,

    /// <summary><c>noevports</c>: Solaris.</summary>
    EventPorts = 8,

    /// <summary><c>nosplice</c>: bytes are copied through the process.</summary>
    Splice = 16,

    /// <summary><c>nogetaddrinfo</c>: names are looked up by gethostbyname(3).</summary>
    GetAddrInfo = 32,

    /// <summary><c>noreuseport</c>: SO_REUSEPORT, socket(7).</summary>
    ReusePort = 64,
}

/// <summary>The keywords of the global section about waiting and scheduling (configuration.txt 3.2).</summary>
internal static class SchedulingKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("profiling.tasks", "{ auto | on | off }", Profiling) { Listed = true, Manual = "3.2" },
        new("tune.fd.edge-triggered", "{ on | off }", EdgeTriggered) { Listed = true, Manual = "3.2", Since = "2.4" },
        new("tune.listener.multi-queue", "{ on | off }", OnOff((g, on) => g.Scheduling = g.Scheduling with { ListenerMultiQueue = on })) { Listed = true, Manual = "3.2" },
        new("tune.sched.low-latency", "{ on | off }", OnOff((g, on) => g.Scheduling = g.Scheduling with { LowLatency = on })) { Listed = true, Manual = "3.2" },
        new("noepoll", "", Without(SystemService.Epoll)) { Manual = "3.2" },
        new("nokqueue", "", Without(SystemService.Kqueue)) { Manual = "3.2" },
        new("noevports", "", Without(SystemService.EventPorts)) { Manual = "3.2" },
        new("nopoll", "", Without(SystemService.Poll)) { Manual = "3.2" },
        new("busy-polling", "", Switch((g, on) => g.Scheduling = g.Scheduling with { BusyPolling = on })) { Negatable = true, Manual = "3.2" },
        new("nosplice", "", Without(SystemService.Splice)) { Manual = "3.2" },
        new("nogetaddrinfo", "", Without(SystemService.GetAddrInfo)) { Manual = "3.2" },
        new("noreuseport", "", Without(SystemService.ReusePort)) { Manual = "3.2" },
        new("tune.runqueue-depth", "<number>", Number((g, n) => g.Scheduling = g.Scheduling with { RunQueueDepth = n }, g => g.Scheduling.RunQueueDepth)) { Manual = "3.2" },
        new("tune.maxpollevents", "<number>", Number((g, n) => g.Scheduling = g.Scheduling with { MaxPollEvents = n }, g => g.Scheduling.MaxPollEvents)) { Manual = "3.2" },
        new("spread-checks", "<0..50, in percent>", SpreadChecks) { Manual = "3.2" },
        new("max-spread-checks", "<delay>", MaxSpreadChecks) { Manual = "3.2" },
    ];

    private static Action<Words, GlobalBuilder> Without(SystemService what) =>
        Switch((g, _) => g.Scheduling = g.Scheduling with { Without = g.Scheduling.Without | what });

    private static void Profiling(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1)) return;
        var value = words.Next();
        if (value.Text is not ("on" or "auto" or "off"))
        {
            words.Alert(DiagnosticKind.BadValue, $"'{words.Keyword}' expects either 'on', 'auto', or 'off' but got '{value.Text}'.", at: value);
            return;
        }

        global.Scheduling = global.Scheduling with { Profiling = value.Text == "auto" ? null : value.Text == "on" };
    }

    private static void EdgeTriggered(Words words, GlobalBuilder global)
    {
        if (!global.Process.ExperimentalDirectives)
        {
            words.Alert(DiagnosticKind.Conflict, $"'{words.Keyword}' directive is experimental, must be allowed via a global 'expose-experimental-directives'", at: words[0]);
            return;
        }

        OnOff((g, on) => g.Scheduling = g.Scheduling with { EdgeTriggered = on })(words, global);
    }

    private static void SpreadChecks(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1)) return;
        if (global.Scheduling.SpreadChecksPercent != 0)
        {
            words.Diagnostics.Add(new Diagnostic(DiagnosticKind.Duplicate, Severity.Alert, words[0].Place, PlaceForm.ParsingTight, "spread-checks already specified. Continuing.") { Tolerated = true });
            return;
        }

        if (!words.NextArg("an integer argument (0..50).", out var value, PlaceForm.ParsingTight)) return;
        var percent = Words.LooseInt32(value.Text);
        // A value that is refused counts as specified all the same.
        global.Scheduling = global.Scheduling with { SpreadChecksPercent = percent };
        if (percent is < 0 or > 50) words.Alert(DiagnosticKind.OutOfRange, "'spread-checks' needs a positive value in range 0..50.", PlaceForm.ParsingTight, at: value);
    }

    private static void MaxSpreadChecks(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1) || !words.NextArg("an integer argument (0..50).", out var value, PlaceForm.ParsingTight)) return;
        var time = words.Time(value);
        if (time.Fault == TimeFault.Overflow)
        {
            words.Alert(DiagnosticKind.BadTime, $"timer overflow in argument <{value.Text}> to <max-spread-checks>, maximum value is 2147483647 ms (~24.8 days).", PlaceForm.ParsingTight, at: value);
        }
        else if (time.Fault == TimeFault.BadCharacter)
        {
            words.Alert(DiagnosticKind.BadTime, $"unsupported character '{time.Culprit}' in 'max-spread-checks' (wants an integer delay).", PlaceForm.ParsingTight, at: value);
        }
        else
        {
            global.Scheduling = global.Scheduling with { MaxSpreadChecks = time.Value };
        }
    }
}
