using HAProxy.Net.Runtime;

namespace HAProxy.Net.LoadBalancing;

/// <summary>
/// Weighted round robin: each server is picked as often as its weight says, and picks of one server are spread evenly over
/// a turn of as many slots as the sum of weights. Weights may change while it runs. (configuration.txt 4.2 "balance roundrobin")
/// </summary>
/// <remarks>
/// The order is HAProxy's, found by observing 2.6.12 on 44 sets of weights and kept by a test. Slots are numbered; every
/// pick takes the next one. A placed server is due at a slot; after a pick it is due T/w slots after it was due, the remainder
/// of the division being carried (T sum of weights, w its weight). The one that is due first is picked once its slot has come;
/// while nothing is due, servers not placed yet are placed in the present slot, heaviest first. Among servers due in one slot
/// the smaller (remainder - weight) goes first, then the one that was placed earlier.
/// Not thread safe: <see cref="Admission"/> holds the backend's lock around every call.
/// </remarks>
public sealed class RoundRobin
{
    private readonly Backend _backend;
    private readonly List<Entry> _unplaced = [];
    private readonly List<Entry> _skipped = [];
    private Entry[] _heap;
    private int _heapCount;
    private long _slot;
    private long _sequence;
    private long _totalWeight;
    private readonly Entry[] _entries;

    public RoundRobin(Backend backend)
    {
        _backend = backend;
        _entries = new Entry[backend.Model.Servers.Length];
        _heap = new Entry[_entries.Length];
    }

    public int ActiveServers { get; private set; }

    public int BackupServers { get; private set; }

    /// <summary>Takes the servers' states up again; called whenever one of them changed, and once at the start.</summary>
    public void Rebuild()
    {
        ActiveServers = 0;
        BackupServers = 0;
        Server? firstBackup = null;
        foreach (var server in _backend.Servers)
        {
            if (!server.IsUsable) continue;
            if (!server.Model.Backup)
            {
                ActiveServers++;
                continue;
            }

            BackupServers++;
            firstBackup ??= server;
        }

        // Backup servers serve only when no other can; all of them together only with option allbackups.
        _totalWeight = 0;
        foreach (var server in _backend.Servers)
        {
            var serves = server.IsUsable && (ActiveServers > 0
                ? !server.Model.Backup
                : server.Model.Backup && (_backend.Model.Limits.AllBackups || server == firstBackup));
            if (serves) _totalWeight += server.UserWeight;
            Place(server, serves);
        }
    }

    /// <summary>The next server that can take a request, its slot already taken; null when none is usable or all are full.</summary>
    /// <param name="avoid">Not this one, if there is another (a redispatched request leaves the server that failed).</param>
    public Server? Take(Server? avoid)
    {
        Server? found = null;
        Entry? avoided = null;
        var slot = _slot + 1;
        while (Next(slot) is { } entry)
        {
            if (entry.Server == avoid && avoided is null)
            {
                avoided = entry;
                continue;
            }

            if (!entry.Server.Served.TryIncrement(Admission.SlotsOf(entry.Server)))
            {
                _skipped.Add(entry);
                continue;
            }

            Advance(entry, slot);
            found = entry.Server;
            break;
        }

        if (found is null && avoided is not null && avoided.Server.Served.TryIncrement(Admission.SlotsOf(avoided.Server)))
        {
            Advance(avoided, slot);
            found = avoided.Server;
            avoided = null;
        }

        // The ones passed over keep their places.
        if (avoided is not null) Return(avoided);
        foreach (var entry in _skipped) Return(entry);
        _skipped.Clear();
        if (found is not null) _slot = slot;
        return found;
    }

    private void Place(Server server, bool serves)
    {
        var index = Array.IndexOf(_backend.Servers, server);
        var entry = _entries[index];
        if (!serves)
        {
            if (entry is null) return;
            Remove(entry);
            _entries[index] = null!;
            return;
        }

        if (entry is not null && entry.Weight == server.UserWeight) return;
        if (entry is null)
        {
            _entries[index] = entry = new Entry(server, index);
        }
        else
        {
            Remove(entry);
        }

        entry.Weight = server.UserWeight;
        entry.Placed = false;
        Return(entry);
    }

    /// <summary>Takes the entry that is to be tried for this slot out of its set.</summary>
    private Entry? Next(long slot)
    {
        if (_heapCount > 0 && (_heap[0].Due <= slot || _unplaced.Count == 0)) return Pop();
        if (_unplaced.Count == 0) return null;
        var entry = _unplaced[0];
        _unplaced.RemoveAt(0);
        return entry;
    }

    private void Advance(Entry entry, long slot)
    {
        if (!entry.Placed)
        {
            entry.Due = slot;
            entry.Remainder = 0;
            entry.Placed = true;
        }
        else if (entry.Due < slot - _totalWeight)
        {
            // It was full for a whole turn or more: it does not get the missed picks in a row.
            entry.Due = slot;
        }

        var (step, remainder) = Math.DivRem(_totalWeight, entry.Weight);
        entry.Due += step;
        entry.Remainder += remainder;
        if (entry.Remainder >= entry.Weight)
        {
            entry.Remainder -= entry.Weight;
            entry.Due++;
        }

        entry.Sequence = ++_sequence;
        Push(entry);
    }

    private void Return(Entry entry)
    {
        if (entry.Placed)
        {
            Push(entry);
            return;
        }

        var at = 0;
        while (at < _unplaced.Count && !Before(entry, _unplaced[at])) at++;
        _unplaced.Insert(at, entry);

        static bool Before(Entry a, Entry b) => a.Weight != b.Weight ? a.Weight > b.Weight : a.Index < b.Index;
    }

    private void Remove(Entry entry)
    {
        if (_unplaced.Remove(entry)) return;
        for (var i = 0; i < _heapCount; i++)
        {
            if (_heap[i] != entry) continue;
            _heap[i] = _heap[--_heapCount];
            Array.Clear(_heap, _heapCount, 1);
            for (var j = _heapCount / 2 - 1; j >= 0; j--) SiftDown(j);
            return;
        }
    }

    private void Push(Entry entry)
    {
        if (_heapCount == _heap.Length) Array.Resize(ref _heap, Math.Max(4, _heap.Length * 2));
        var i = _heapCount++;
        while (i > 0 && Less(entry, _heap[(i - 1) / 2]))
        {
            _heap[i] = _heap[(i - 1) / 2];
            i = (i - 1) / 2;
        }

        _heap[i] = entry;
    }

    private Entry Pop()
    {
        var top = _heap[0];
        _heap[0] = _heap[--_heapCount];
        SiftDown(0);
        return top;
    }

    private void SiftDown(int i)
    {
        while (true)
        {
            var child = 2 * i + 1;
            if (child >= _heapCount) return;
            if (child + 1 < _heapCount && Less(_heap[child + 1], _heap[child])) child++;
            if (!Less(_heap[child], _heap[i])) return;
            (_heap[i], _heap[child]) = (_heap[child], _heap[i]);
            i = child;
        }
    }

    private static bool Less(Entry a, Entry b)
    {
        if (a.Due != b.Due) return a.Due < b.Due;
        var x = a.Remainder - a.Weight;
        var y = b.Remainder - b.Weight;
        return x != y ? x < y : a.Sequence < b.Sequence;
    }

    private sealed class Entry(Server server, int index)
    {
        public readonly Server Server = server;
        public readonly int Index = index;
        public int Weight;
        public bool Placed;
        public long Due;
        public long Remainder;
        public long Sequence;
    }
}
