namespace Daemon.Loop;

/// <summary>A first-in first-out queue of callbacks with their state, growing as needed and reusing its places. Not thread-safe.</summary>
internal sealed class WorkQueue
{
    private (Action<object?> Callback, object? State)[] _items = new (Action<object?>, object?)[64];
    private int _head;

    public int Count { get; private set; }

    public void Enqueue(Action<object?> callback, object? state)
    {
        if (Count == _items.Length) Grow();
        _items[(_head + Count) & (_items.Length - 1)] = (callback, state);
        Count++;
    }

    public (Action<object?> Callback, object? State) Dequeue()
    {
        ref var place = ref _items[_head];
        var item = place;
        place = default;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return item;
    }

    private void Grow()
    {
        var larger = new (Action<object?>, object?)[_items.Length * 2];
        for (var i = 0; i < Count; i++) larger[i] = _items[(_head + i) & (_items.Length - 1)];
        _items = larger;
        _head = 0;
    }
}
