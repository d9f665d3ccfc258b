using HAProxy.Net.Runtime;

namespace HAProxy.Net.Samples;

/// <summary>The arguments of one fetch or converter, turned into what its implementation reads: numbers, bytes and identities.</summary>
public sealed class Operands
{
    /// <summary>Integers by position; 0 where the argument is none or was left out.</summary>
    public long[] Numbers { get; init; } = [];

    /// <summary>Text and address arguments by position; null where the argument is none or was left out.</summary>
    public byte[]?[] Texts { get; init; } = [];

    /// <summary>Index of the variable argument, or -1.</summary>
    public int Variable { get; init; } = -1;

    /// <summary>The map file of a map converter.</summary>
    internal MapTable? Map { get; init; }

    /// <summary>The argument that is a regular expression.</summary>
    public Daemon.Linux.Pcre2? Expression { get; init; }

    public Frontend? Frontend { get; init; }

    public Backend? Backend { get; init; }

    public int Count { get; init; }

    public byte[] Text(int position) => position < Texts.Length ? Texts[position] ?? [] : [];

    public long Number(int position) => position < Numbers.Length ? Numbers[position] : 0;

    public bool Has(int position) => position < Count && (Texts[position] is not null || Numbers[position] != 0);
}

/// <summary>Where a fetch that has several values stands: ACLs ask for one after the other.</summary>
public struct FetchCursor
{
    /// <summary>An ACL asks: header fetches without occurrence give every value, not the last one.</summary>
    public bool Iterating;

    /// <summary>Set by the fetch: another call may give another value.</summary>
    public bool More;

    public int Slot;

    public int Offset;
}
