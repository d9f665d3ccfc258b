using System.Collections;
using System.Runtime.InteropServices;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Things in the order of the file that are also looked up by name: a file of a million lines looks up each of its proxies and servers.</summary>
public sealed class NamedList<T>(Func<T, string> name) : IReadOnlyList<T>
    where T : class
{
    /// <summary>Up to so many are looked through one by one.</summary>
    private const int Few = 16;

    private readonly List<T> _items = [];

    /// <summary>The first and the last position of each name.</summary>
    private Dictionary<string, (int First, int Last)>? _positions;

    /// <summary>For each position the next of the same name; 0 when there is none.</summary>
    private List<int>? _next;

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    public void Add(T item) => _items.Add(item);

    /// <summary>All of that name, in order.</summary>
    public IEnumerable<T> Named(string wanted)
    {
        for (var at = First(wanted); at >= 0; at = After(at, wanted)) yield return _items[at];
    }

    /// <summary>The first of that name; null when there is none.</summary>
    public T? FirstNamed(string wanted)
    {
        var at = First(wanted);
        return at < 0 ? null : _items[at];
    }

    /// <summary>The first of that name for which the condition holds.</summary>
    public T? Named(string wanted, Predicate<T> condition)
    {
        for (var at = First(wanted); at >= 0; at = After(at, wanted))
        {
            if (condition(_items[at])) return _items[at];
        }

        return null;
    }

    private int First(string wanted)
    {
        if (_items.Count <= Few) return Search(0, wanted);
        Index();
        return _positions!.TryGetValue(wanted, out var known) ? known.First : -1;
    }

    private int After(int at, string wanted)
    {
        if (_next is null || at >= _next.Count) return Search(at + 1, wanted);
        return _next[at] > 0 ? _next[at] : -1;
    }

    private int Search(int at, string wanted)
    {
        for (; at < _items.Count; at++)
        {
            if (name(_items[at]) == wanted) return at;
        }

        return -1;
    }

    private void Index()
    {
        _positions ??= new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        _next ??= [];
        for (var at = _next.Count; at < _items.Count; at++)
        {
            _next.Add(0);
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_positions, name(_items[at]), out var exists);
            if (exists) _next[known.Last] = at;
            known = (exists ? known.First : at, at);
        }
    }

    public bool Contains(string wanted) => First(wanted) >= 0;

    public int IndexOf(T item) => _items.IndexOf(item);

    public T? Find(Predicate<T> match) => _items.Find(match);

    public bool Exists(Predicate<T> match) => _items.Exists(match);

    public List<T>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
