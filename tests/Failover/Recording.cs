using System.Diagnostics;
using System.Globalization;

namespace Failover;

/// <summary>What the client says, kept for the row that runs.</summary>
internal sealed class Recording
{
    private readonly Lock gate = new();
    private readonly List<(long StartedUs, bool Good)> requests = [];

    public Recording(Process client)
    {
        client.OutputDataReceived += (_, line) => Add(line.Data);
        client.BeginOutputReadLine();
    }

    /// <summary>Good answers in a row, of the requests started last.</summary>
    public int GoodInARow
    {
        get
        {
            lock (gate)
            {
                var count = 0;
                for (var i = requests.Count - 1; i >= 0 && requests[i].Good; i--) count++;
                return count;
            }
        }
    }

    /// <summary>Requests lost since <paramref name="since"/>, and the longest time without one that succeeded.</summary>
    /// <param name="since">Microseconds, as the client counts.</param>
    public (int Sent, int Lost, double OutageMs) Since(long since)
    {
        lock (gate)
        {
            var row = requests.Where(each => each.StartedUs >= since).OrderBy(each => each.StartedUs).ToArray();
            var lost = row.Count(each => !each.Good);
            if (lost == 0) return (row.Length, 0, 0);
            var lastGood = since;
            long longest = 0;
            foreach (var (started, good) in row)
            {
                if (!good) continue;
                longest = Math.Max(longest, started - lastGood);
                lastGood = started;
            }

            return (row.Length, lost, longest / 1000.0);
        }
    }

    public void Forget()
    {
        lock (gate) requests.Clear();
    }

    private void Add(string? line)
    {
        if (line?.Split(' ') is not [var started, var good]) return;
        lock (gate) requests.Add((long.Parse(started, CultureInfo.InvariantCulture), good == "1"));
    }
}
