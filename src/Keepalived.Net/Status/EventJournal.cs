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

    /// <summary>The newest last.</summary>
    public IEnumerable<string> Newest(int count) => events.TakeLast(count).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Time:yyyy-MM-dd HH:mm:ss.fff} {each.Text}"));
}
