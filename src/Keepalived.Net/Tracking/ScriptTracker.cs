using ConfParsers.Keepalived;
using Keepalived.Net.Status;

namespace Keepalived.Net.Tracking;

/// <summary>How a run of a script ended.</summary>
public enum ScriptOutcome
{
    Exited,
    Signalled,
    TimedOut,

    /// <summary>It could not be started; the number is the errno.</summary>
    NotStarted,
}

/// <summary>
/// Rise and fall of one vrrp_script: a first result counts at once, later ones only after <c>rise</c> good or <c>fall</c> bad runs in a
/// row. Exit code 0 is good; all else, a signal and a timeout included, is bad. (keepalived.conf(5) "vrrp_script")
/// </summary>
public sealed class ScriptTracker
{
    private int inARow;
    private int lastExit;

    /// <param name="known">What an earlier process knew of it; the default: nothing.</param>
    public ScriptTracker(VrrpScript script, in TrackerRecord known = default)
    {
        Script = script;
        Status = known.Status;
        lastExit = known.Value;
        if (known.Status != TrackerStatus.Init)
        {
            inARow = Math.Max(0, known.Status == TrackerStatus.Good ? script.Rise + script.Fall - 1 - known.Result : known.Result);
            return;
        }

        if (!script.InitFail) return;
        Status = TrackerStatus.Failed;
        // Seen on 2.2.7: after init_fail the first good result counts at once, whatever rise says.
        inARow = script.Rise - 1;
    }

    /// <summary>Replaced when the configuration is read again; the status stays.</summary>
    public VrrpScript Script { get; set; }

    public TrackerStatus Status { get; private set; }

    /// <summary>keepalived's running sum: 0 is as bad, rise+fall-1 as good as it can be; from rise on it is good.</summary>
    public int Result => Status == TrackerStatus.Good ? Script.Rise + Script.Fall - 1 - inARow : inARow;

    /// <summary>Takes in the end of a run. True: the status changed.</summary>
    /// <param name="log">Gets the lines keepalived would write; the flag says that -D is needed.</param>
    public bool Report(ScriptOutcome outcome, int number, Action<string> log)
    {
        if (outcome == ScriptOutcome.Exited && number != lastExit)
        {
            log($"Script `{Script.Name}` now returning {number}");
            lastExit = number;
        }

        var good = outcome == ScriptOutcome.Exited && number == 0;
        if (Status == (good ? TrackerStatus.Good : TrackerStatus.Failed))
        {
            inARow = 0;
            return false;
        }

        inARow++;
        if (Status != TrackerStatus.Init && inARow < (good ? Script.Rise : Script.Fall)) return false;
        Status = good ? TrackerStatus.Good : TrackerStatus.Failed;
        inARow = 0;
        log($"VRRP_Script({Script.Name}) {Describe(good, outcome, number)}");
        return true;
    }

    private static string Describe(bool good, ScriptOutcome outcome, int number) => outcome switch
    {
        _ when good => "succeeded",
        ScriptOutcome.Signalled => $"failed (due to signal {number})",
        ScriptOutcome.TimedOut => "timed_out",
        ScriptOutcome.NotStarted => $"failed (cannot be started: error {number})",
        _ => $"failed (exited with status {number})",
    };
}
