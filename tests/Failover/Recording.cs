using System.Diagnostics;

namespace Failover;

/// <summary>What the client says (<see cref="Client"/>: when a request started, and whether it was answered), kept for the row that runs.</summary>
internal sealed class Recording(Process client)
{
    private readonly Reports requests = new(client);

    /// <summary>Good answers in a row, of the requests started last.</summary>
    public int GoodInARow => requests.Lines.Reverse().TakeWhile(IsGood).Count();

    /// <summary>Requests lost since <paramref name="since"/>, and the longest time without one that succeeded.</summary>
    /// <param name="since">Microseconds, as the client counts.</param>
    public (int Sent, int Lost, double OutageMs) Since(long since)
    {
        var row = requests.Lines.Where(each => Started(each) >= since).OrderBy(Started).ToArray();
        var lost = row.Count(each => !IsGood(each));
        if (lost == 0) return (row.Length, 0, 0);
        var lastGood = since;
        long longest = 0;
        foreach (var request in row.Where(IsGood))
        {
            longest = Math.Max(longest, Started(request) - lastGood);
            lastGood = Started(request);
        }

        return (row.Length, lost, longest / 1000.0);
    }

    public void Forget() => requests.Take();

    private static long Started(long[] request) => request[0];

    private static bool IsGood(long[] request) => request[1] == 1;
}
