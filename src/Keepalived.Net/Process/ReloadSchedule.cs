using System.Globalization;
using Daemon.Linux;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Process;

/// <summary>
/// Reloads at a time that stands in a file, which may come, change and go while the daemon runs: so that several nodes change their configuration in the
/// same moment. (keepalived.conf(5) "reload_time_file", "reload_repeat")
/// </summary>
public sealed class ReloadSchedule : IDisposable
{
    /// <summary>The wall clock may be set meanwhile: it is looked at again after no more than this.</summary>
    private const long LookAgainUs = 60_000_000;

    private readonly DaemonLog log;
    private readonly PathWatch watch;
    private string? file;
    private bool repeat;
    private ReloadTime? planned;

    public ReloadSchedule(PollSet polls, DaemonLog log)
    {
        this.log = log;
        watch = new PathWatch(polls, log, _ => Read());
    }

    public long NextEventUs { get; private set; } = long.MaxValue;

    public void Adopt(string? path, bool repeats)
    {
        file = path is null ? null : Path.GetFullPath(path);
        repeat = repeats;
        watch.Watch(file is null ? [] : [file]);
        if (file is null) Plan(null);
        else if (planned is null || !File.Exists(file)) Read();
    }

    /// <summary>True: it is time to reload.</summary>
    public bool IsDue(long now)
    {
        if (now < NextEventUs || planned is not { } plan) return false;
        if (DateTimeOffset.UtcNow < plan.At)
        {
            Plan(plan);
            return false;
        }

        Plan(null);
        if (repeat) Read();
        else Remove();
        return true;
    }

    public void Dispose() => watch.Dispose();

    private static string Text(ReloadTime time) => time.At.ToString("yyyy'-'MM'-'dd HH':'mm':'ss", CultureInfo.InvariantCulture);

    private void Read()
    {
        if (FirstLine() is not { } line)
        {
            if (planned is { } before) log.Write($"Cancelling reload scheduled for {Text(before)}");
            Plan(null);
            return;
        }

        // A file that is being made is empty for a moment.
        if (line.Length == 0) return;
        var now = DateTimeOffset.UtcNow.ToLocalTime();
        if (ReloadTime.Parse(line, now) is not { } time)
        {
            log.Write($"Invalid reload time '{line}' specified - ignoring");
            return;
        }

        if (time.At <= now)
        {
            log.Write("Reload date/time is in the past - ignoring");
            return;
        }

        if (planned?.At == time.At) return;
        log.Write($"Scheduling reload for {Text(time)}");
        Plan(time);
    }

    private void Plan(ReloadTime? time)
    {
        planned = time;
        if (time is not { } plan)
        {
            NextEventUs = long.MaxValue;
            return;
        }

        var waitUs = (plan.At - DateTimeOffset.UtcNow).Ticks / TimeSpan.TicksPerMicrosecond;
        NextEventUs = MonotonicClock.NowUs + Math.Clamp(waitUs, 0, LookAgainUs);
    }

    private string? FirstLine()
    {
        try
        {
            return File.Exists(file) ? File.ReadLines(file).FirstOrDefault("") : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Remove()
    {
        try
        {
            File.Delete(file!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Write($"Unable to remove reload time file {file} - {e.Message}");
        }
    }
}
