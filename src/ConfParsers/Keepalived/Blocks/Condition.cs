namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// <c>@ID line</c> holds on the node of that id only, <c>@^ID line</c> on all others (keepalived.conf(5) "Conditional configuration").
/// </summary>
internal static class Condition
{
    /// <summary>The line without its condition; null when it does not hold here.</summary>
    /// <param name="removed">Characters that the condition took from the beginning.</param>
    public static string? Apply(string line, string id, out int removed)
    {
        removed = 0;
        var start = line.AsSpan().IndexOfAnyExcept(' ', '\t');
        if (start < 0 || line[start] != '@') return line;
        var isNot = start + 1 < line.Length && line[start + 1] == '^';
        var first = start + (isNot ? 2 : 1);
        var length = line.AsSpan(first).IndexOfAny(' ', '\t');
        if (length < 0) return null;
        if (line.AsSpan(first, length).SequenceEqual(id) == isNot) return null;
        removed = first + length;
        return line[removed..];
    }
}
