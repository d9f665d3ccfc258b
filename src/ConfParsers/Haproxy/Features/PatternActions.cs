namespace ConfParsers.Haproxy.Features;

/// <summary><c>add-acl(file)</c>, <c>del-acl(file)</c>, <c>set-map(file)</c>, <c>del-map(file)</c> (configuration.txt 4.2).</summary>
internal static class PatternActions
{
    public static RuleAction? Add(ActionLine line) => Key(line, PatternEdit.AddAcl);

    public static RuleAction? Delete(ActionLine line) => Key(line, PatternEdit.DeleteAcl);

    public static RuleAction? DeleteMap(ActionLine line) => Key(line, PatternEdit.DeleteMap);

    public static RuleAction? SetMap(ActionLine line)
    {
        var (key, value) = (line.Words.Next().Text, line.Words.Next().Text);
        if (key.Length == 0 || value.Length == 0) return line.Fail("expects exactly 2 arguments");
        return line.Format(key) is { } what && line.Format(value) is { } to ? new RuleAction.EditPatterns(PatternEdit.SetMap, File(line), what, to) : null;
    }

    private static RuleAction? Key(ActionLine line, PatternEdit edit)
    {
        if (!line.Words.HasMore) return line.Fail("expects exactly 1 arguments");
        return line.Format(line.Words.Next().Text) is { } key ? new RuleAction.EditPatterns(edit, File(line), key, null) : null;
    }

    /// <summary>What stands between the parentheses; HAProxy does not miss either of them.</summary>
    private static string File(ActionLine line)
    {
        var open = line.Word.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return "";
        var close = line.Word.LastIndexOf(')');
        return close > open ? line.Word[(open + 1)..close] : line.Word[(open + 1)..];
    }
}
