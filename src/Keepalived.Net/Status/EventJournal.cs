using System.Globalization;

namespace Keepalived.Net.Status;

/// <summary>The last things that happened, for people who ask afterwards.</summary>
public sealed class EventJournal
{
    private const int Capacity = 256;

    private readonly Queue<(DateTimeOffset Time, string Text)> events = new();

    public void Add(DateTimeOffset time, string text)
    {
        if (events.Count == Capacity) events.Dequeue();
        events.Enqueue((time, text));
    }

    /// <summary>For the process that goes on in this one's place: microseconds since 1970 and the text.</summary>
    public IReadOnlyList<string> Save() => [.. events.Select(each => string.Create(CultureInfo.InvariantCulture, $"{(each.Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond} {each.Text}"))];

    public void Restore(IEnumerable<string> saved)
    {
        foreach (var line in saved)
        {
            if (line.Split(' ', 2) is [var time, var text] && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var us)) Add(DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(us), text);
        }
    }

    /// <summary>The newest last, in local time like the log's lines.</summary>
    public IEnumerable<string> Newest(int count) => events.TakeLast(count).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Time.ToLocalTime():yyyy-MM-dd HH:mm:ss.fff} {each.Text}"));
}
