using ConfParsers.Keepalived.Blocks;

namespace ConfParsers.Keepalived.Catalog;

/// <summary>The version of keepalived that brought a keyword.</summary>
internal enum Since
{
    V22,
    V24,
}

/// <summary>
/// One keyword, one row: its name, its arguments as the manual writes them, the part of keepalived.conf(5) that describes it,
/// and what it does. The parser, the tables of the documentation and the tests read the same row.
/// </summary>
/// <param name="Name">As it stands in the file.</param>
/// <param name="Arguments">Empty for none; <c>&lt;x&gt;</c> is mandatory, <c>[x]</c> is not, <c>{ }</c> is a block.</param>
internal abstract record Keyword(string Name, string Arguments)
{
    /// <summary>Section of keepalived.conf(5).</summary>
    public string Manual { get; init; } = "";

    /// <summary>With <c>--strict</c> a keyword of a later version than 2.2.7 is unknown.</summary>
    public Since Since { get; init; }

    /// <summary>Mandatory words after the keyword: 2.2.7 stops reading when one is missing.</summary>
    public int Mandatory => Arguments.TakeWhile(c => c is not ('[' or '{')).Count(c => c == '<');

    /// <summary>The block this row opens, for the tables; null for a setting.</summary>
    public virtual Block? Content => null;
}

/// <summary>A row of a block whose settings are collected in a <typeparamref name="T"/>.</summary>
internal abstract record Keyword<T>(string Name, string Arguments) : Keyword(Name, Arguments)
{
    public abstract void Read(BlockReader reader, ConfLine line, T target);
}

/// <summary>One line.</summary>
internal sealed record Setting<T>(string Name, string Arguments, Action<Words, T> Bind) : Keyword<T>(Name, Arguments)
{
    public override void Read(BlockReader reader, ConfLine line, T target) => Bind(new Words(line, reader.Reading), target);
}

/// <summary>A block of lines that have no keywords of their own, such as addresses: each is given to the binder.</summary>
/// <param name="Empty">Called at the closing brace when there was no line.</param>
internal sealed record Lines<T>(string Name, string Arguments, Action<Words, T> Bind, Action<Words, T>? Empty = null) : Keyword<T>(Name, Arguments)
{
    /// <summary>Called first; true: the block is not read, and why was reported.</summary>
    public Func<Words, T, bool>? Refuses { get; init; }

    /// <summary>Called at the closing brace.</summary>
    public Action<Words, T>? End { get; init; }

    public override void Read(BlockReader reader, ConfLine line, T target)
    {
        if (Refuses is not null && Refuses(new Words(line, reader.Reading), target))
        {
            reader.SkipBlock(line);
            return;
        }

        var any = false;
        var end = reader.ReadLines(line, words =>
        {
            any = true;
            Bind(words, target);
        });
        if (!any) Empty?.Invoke(new Words(end, reader.Reading), target);
        End?.Invoke(new Words(end, reader.Reading), target);
    }
}

/// <summary>A block of keywords.</summary>
/// <param name="Open">Makes what the inner rows fill; null when the block is to be skipped.</param>
/// <param name="Inner">Its rows.</param>
/// <param name="Close">Looks at the whole when the closing brace was read; the words stand at that brace.</param>
internal sealed record Section<T, TInner>(string Name, string Arguments, Func<Words, T, TInner?> Open, Block<TInner> Inner, Action<Words, T, TInner>? Close = null) : Keyword<T>(Name, Arguments)
    where TInner : class
{
    public override Block Content => Inner;

    public override void Read(BlockReader reader, ConfLine line, T target)
    {
        var inner = Open(new Words(line, reader.Reading), target);
        if (inner is null)
        {
            reader.SkipBlock(line);
            return;
        }

        var end = reader.ReadBlock(line, Inner, inner);
        if (reader.Reading is { Strict: true, Aborted: true }) return;
        Close?.Invoke(new Words(end, reader.Reading), target, inner);
    }
}
