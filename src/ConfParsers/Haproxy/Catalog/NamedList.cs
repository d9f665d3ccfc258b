using System.Collections;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Things in the order of the file that are also looked up by name: a file of a million lines looks up each of its proxies and servers.</summary>
public sealed class NamedList<T>(Func<T, string> name) : IReadOnlyList<T>
    where T : class
{
    /// <summary>Up to so many are looked through one by one.</summary>
    private const int Few = 16;

    private readonly List<T> _items = [];
    private readonly Dictionary<string, List<int>> _positions = new(StringComparer.Ordinal);
    private int _indexed;

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    public void Add(T item) => _items.Add(item);

    /// <summary>All of that name, in order.</summary>
    public IEnumerable<T> Named(string wanted)
    {
        if (_items.Count <= Few) return _items.Where(item => name(item) == wanted);
        for (; _indexed < _items.Count; _indexed++)
        {
            var key = name(_items[_indexed]);
            if (_positions.TryGetValue(key, out var known)) known.Add(_indexed);
            else _positions[key] = [_indexed];
        }

        return _positions.TryGetValue(wanted, out var all) ? all.Select(index => _items[index]) : [];
    }

    public bool Contains(string wanted) => Named(wanted).Any();

    public int IndexOf(T item) => _items.IndexOf(item);

    public T? Find(Predicate<T> match) => _items.Find(match);

    public bool Exists(Predicate<T> match) => _items.Exists(match);

    public List<T>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
