using System.Globalization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// Reads crt-list files: a certificate a line, then options in brackets, then SNI filters (configuration.txt 5.1 "crt-list").
/// The options are those of bind lines, and the first fault ends the reading.
/// </summary>
internal static class CertificateLists
{
    private const int MaxWords = 2048;

    /// <param name="words">The bind line, for the place of messages.</param>
    public static CertificateList? Read(Words words, BindBuilder bind, string path)
    {
        if (!bind.Context.Files.TryRead(path, out var bytes, out var error))
        {
            BindOptionKeywords.Fault(words, bind, $": cannot open file '{path}' : {error}", DiagnosticKind.Unreadable);
            return null;
        }

        var source = new SourceText(path, bytes);
        var reading = new Reading(words, bind, source);
        var lines = new List<CertificateLine>();
        for (var number = 1; number <= source.LineCount; number++)
        {
            var text = ByteText.Decode(source.Line(number).Span);
            if (number == source.LineCount && bytes.Span[^1] != (byte)'\n')
            {
                reading.Fault(number, DiagnosticKind.Syntax, $"Missing LF on last line, file might have been truncated at position {text.Length + 1}.");
                return null;
            }

            if (text.Length == 0 || text[0] is '#' or '\r' || string.IsNullOrWhiteSpace(text)) continue;
            if (!reading.Line(number, text, lines)) return null;
        }

        return new CertificateList(path, [.. lines]);
    }

    /// <summary>One line cut into words: where the brackets stood, if they did.</summary>
    private sealed record Cut(string[] Words, int? Open, int? Close);

    private sealed class Reading(Words words, BindBuilder bind, SourceText source)
    {
        public void Fault(int line, DiagnosticKind kind, string text) =>
            words.Alert(kind, bind.Where($" : 'crt-list' : parsing [{source.Path}:{line.ToString(CultureInfo.InvariantCulture)}]: {text}"));

        public bool Line(int number, string text, List<CertificateLine> lines)
        {
            if (Split(number, text) is not { } cut) return false;
            var open = cut.Open ?? 1;
            if (cut.Open > 1)
            {
                words.Warning(DiagnosticKind.Syntax, bind.Where(
                    $" : 'crt-list' : parsing [{source.Path}:{number.ToString(CultureInfo.InvariantCulture)}]: malformated line, filters can't be between filename and options!"));
            }

            TlsBind? options = null;
            if (cut.Open is not null && cut.Close is { } close)
            {
                options = Options(number, [.. cut.Words.Take(close).Skip(open)]);
                if (options is null) return false;
            }

            string[] filters = [.. cut.Words.Skip(cut.Close ?? 1)];
            var bundles = TlsFiles.Certificates(bind.Context, TlsFiles.CertificatePath(bind.Context, cut.Words[0]), out var fault);
            if (fault is not null)
            {
                BindOptionKeywords.Fault(words, bind, $": {fault}", DiagnosticKind.Unreadable);
                return false;
            }

            lines.AddRange(bundles.Select(bundle => new CertificateLine(number, bundle, options, filters)));
            return true;
        }

        private Cut? Split(int number, string text)
        {
            var cut = new List<string>();
            var begin = -1;
            int? open = null;
            int? close = null;
            for (var i = 0; i <= text.Length; i++)
            {
                var c = i < text.Length ? text[i] : ' ';
                if (c is not ('[' or ']') && !char.IsWhiteSpace(c))
                {
                    if (begin < 0) begin = i;
                    continue;
                }

                if (begin >= 0) cut.Add(text[begin..i]);
                begin = -1;
                var fault = c switch
                {
                    '[' when open is not null => "too many '['",
                    '[' when cut.Count == 0 => "file must start with a cert",
                    ']' when close is not null => "too many ']'",
                    ']' when open is null => "missing '['",
                    _ => cut.Count > MaxWords ? "too many args" : null,
                };
                if (fault is not null)
                {
                    Fault(number, DiagnosticKind.Syntax, fault);
                    return null;
                }

                if (c == '[') open = cut.Count;
                if (c == ']') close = cut.Count;
            }

            return new Cut([.. cut], open, close);
        }

        private TlsBind? Options(int number, string[] texts)
        {
            var cursor = new Words([.. texts.Select(t => new Word(t, words[words.At - 1].Place))], words.Line, words.Diagnostics, words.Uses, at: 0) { Keyword = "" };
            var entry = new BindBuilder(bind.Context, bind.Label, bind.Section, bind.Place) { Where = text => bind.Where($" : 'crt-list'{text}"), Ssl = true };
            while (cursor.HasMore)
            {
                var option = cursor.Next();
                if (!Catalog.Catalog.Bind.TryGetValue(option.Text, out var row) || !row.InCertificateList)
                {
                    Fault(number, DiagnosticKind.UnknownKeyword, $"unknown ssl keyword {option.Text}");
                    return null;
                }

                if (row.Arguments.Length > 0 && !cursor.HasMore)
                {
                    Fault(number, DiagnosticKind.MissingArgument, $"ssl args out of '[]' for {option.Text}");
                    return null;
                }

                cursor.Keyword = option.Text;
                cursor.Use(KeywordKind.Bind, row.Name, option);
                row.Bind(cursor, entry);
                if (!cursor.Failed) continue;
                words.Fail();
                return null;
            }

            return entry.Tls;
        }
    }
}
