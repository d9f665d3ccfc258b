using System.Text;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Migration;

/// <summary>What a migration made of a file.</summary>
/// <param name="Text">The file for HAProxy 2.6.</param>
/// <param name="Changes">What was rewritten, a notice each.</param>
/// <param name="Remaining">What has no equal in 2.6 and stands as it was, a warning each.</param>
public sealed record MigrationResult(string Text, IReadOnlyList<Diagnostic> Changes, IReadOnlyList<Diagnostic> Remaining);

/// <summary>
/// Rewrites the keywords that older versions had and 2.6 refuses into what took their place, line by line; all other lines, comments and
/// the layout stay untouched.
/// </summary>
public static class Migrator
{
    public static MigrationResult Migrate(SourceText source)
    {
        var lines = WrittenLine.Read(source).ToArray();
        var file = new MigratedFile(lines);
        var text = new StringBuilder();
        var changes = new List<Diagnostic>();
        var remaining = new List<Diagnostic>();
        foreach (var line in lines)
        {
            file.Enter(line);
            var rewrite = line.Words.Count == 0 ? null : Rewrite.Of(line, file);
            if (rewrite is null)
            {
                text.Append(line.Text).Append('\n');
                continue;
            }

            if (rewrite.Lines is not { } written)
            {
                remaining.Add(new Diagnostic(DiagnosticKind.Removed, Severity.Warning, line.Place, PlaceForm.Bare, rewrite.Reason));
                text.Append(line.Text).Append('\n');
                continue;
            }

            changes.Add(new Diagnostic(DiagnosticKind.Removed, Severity.Notice, line.Place, PlaceForm.Bare, Tell(line, written, rewrite.Reason)));
            Write(text, line, written);
        }

        if (source.LineCount > 0 && source.Bytes.Span[^1] != (byte)'\n')
        {
            changes.Add(new Diagnostic(DiagnosticKind.Syntax, Severity.Notice, new Span(source, source.LineCount), PlaceForm.Bare,
                "the last line got its missing LF: 2.6 refuses a file without."));
        }

        return new MigrationResult(text.ToString(), changes, remaining);
    }

    private static string Tell(WrittenLine line, string[] written, string reason)
    {
        var before = string.Join(' ', line.Words.Select(word => word.Written));
        return written.Length == 0
            ? $"'{before}' was dropped: {reason}."
            : $"'{before}' became '{string.Join("' and '", written.Select(w => w.Trim()))}': {reason}.";
    }

    private static void Write(StringBuilder text, WrittenLine line, string[] written)
    {
        var indent = line.Text[..(line.Text.Length - line.Text.TrimStart(' ', '\t').Length)];
        if (written.Length == 0 && line.Comment.Length > 0) text.Append(indent).Append(line.Comment).Append('\n');
        for (var i = 0; i < written.Length; i++)
        {
            text.Append(indent).Append(written[i]);
            if (i == 0 && line.Comment.Length > 0) text.Append("  ").Append(line.Comment);
            text.Append('\n');
        }
    }
}
