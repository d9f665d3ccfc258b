namespace Fuzz.Generating;

/// <summary>Cards that are drawn in a random order, and none twice before all that may be drawn have been drawn once: so that rare rows have their turn.</summary>
internal sealed class Deck<T>(IEnumerable<T> cards, Random random)
    where T : class
{
    private readonly LinkedList<T> _cards = new(cards.OrderBy(_ => random.Next()).ToArray());

    /// <summary>The card that has waited longest, of those that are allowed; now and then one of the next, so that neighbours change.</summary>
    /// <returns>Null when none is allowed.</returns>
    public T? Draw(Func<T, bool> allowed)
    {
        LinkedListNode<T>? found = null;
        var skip = random.Next(4);
        for (var at = _cards.First; at is not null; at = at.Next)
        {
            if (!allowed(at.Value)) continue;
            found = at;
            if (skip-- == 0) break;
        }

        if (found is null) return null;
        _cards.Remove(found);
        _cards.AddLast(found);
        return found.Value;
    }
}
