using System.Collections.Frozen;
using System.Text;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>
/// Log-format strings (configuration.txt 8.2.6): resolves aliases and flags, and reads the samples between brackets. The
/// first fault ends the reading, in HAProxy 2.6's words.
/// </summary>
public static class LogFormatReader
{
    /// <summary>The aliases of 2.6; the value says whether they need <c>mode http</c>.</summary>
    private static readonly FrozenDictionary<string, bool> Aliases = BuildAliases();

    public static IEnumerable<string> BuiltAliases => Aliases.Keys;

    /// <summary>Whether an alias means something in <c>mode http</c> only.</summary>
    public static bool NeedsHttp(string alias) => Aliases.GetValueOrDefault(alias);

    /// <param name="error">Without final period.</param>
    public static LogFormat? Read(string text, ExpressionContext context, out string error) => Read(text, context, out error, out _);

    /// <param name="count">Items before the fault: HAProxy keeps these.</param>
    internal static LogFormat? Read(string text, ExpressionContext context, out string error, out int count)
    {
        var items = new List<LogFormatItem>();
        var format = Read(text, context, items, out error);

        // A sample whose bracket is missing counts as well.
        count = items.Count + (error.StartsWith("missing ']'", StringComparison.Ordinal) ? 1 : 0);
        return format;
    }

    private static LogFormat? Read(string text, ExpressionContext context, List<LogFormatItem> items, out string error)
    {
        error = "";
        if (text.Length > 0 && !text.Contains('%', StringComparison.Ordinal))
        {
            // Most values of headers are texts.
            items.Add(new LogFormatItem.Literal(text));
            return Made(text, items, context);
        }

        var literal = new StringBuilder();
        var global = LogFormatFlags.None;
        foreach (var part in LogFormatGrammar.Parse(text))
        {
            LogFormatItem? item = null;
            switch (part)
            {
                case LogFormatSyntax.Text plain:
                    literal.Append(plain.Value);
                    continue;

                case LogFormatSyntax.Alias { Name: "o" } alias:
                    global = Apply(alias.Flags, global);
                    continue;

                case LogFormatSyntax.Alias alias:
                    if (!Aliases.ContainsKey(alias.Name))
                    {
                        error = $"no such format variable '{alias.Name}'. If you wanted to emit the '%' character verbatim, you need to use '%%'";
                        return null;
                    }

                    if (!context.IsHttp && NeedsHttp(alias.Name))
                    {
                        error = $"format variable '{alias.Name}' is reserved for HTTP mode";
                        return null;
                    }

                    context.Uses.Add(KeywordKind.LogAlias, alias.Name, context.Place);
                    item = new LogFormatItem.Alias(alias.Name, alias.Flags, Apply(alias.Flags, global));
                    break;

                case LogFormatSyntax.Sample sample:
                    item = ReadSample(text, sample, global, context, out error);
                    if (item is null) return null;
                    break;

                case LogFormatSyntax.OpenModifier open:
                    error = $"truncated line after '{open.Flags}'";
                    return null;

                case LogFormatSyntax.Nothing nothing:
                    error = NothingError(text, nothing);
                    if (error.Length > 0) return null;
                    continue;
            }

            if (literal.Length > 0) items.Add(new LogFormatItem.Literal(literal.ToString()));
            literal.Clear();
            items.Add(item!);
        }

        if (literal.Length > 0) items.Add(new LogFormatItem.Literal(literal.ToString()));
        return Made(text, items, context);
    }

    private static LogFormat Made(string text, List<LogFormatItem> items, ExpressionContext context)
    {
        var format = new LogFormat([.. items], text, context.Place);
        context.Scope.Note(format, context);
        return format;
    }

    private static LogFormatItem.Sample? ReadSample(
        string text, LogFormatSyntax.Sample sample, LogFormatFlags global, ExpressionContext context, out string error)
    {
        var rest = text[sample.Start..];
        var reading = SampleReader.ReadPrefix(rest, context);
        error = "";
        if (reading.Expression is not { } expression)
        {
            error = $"failed to parse sample expression <{rest}> : {reading.Error}";
            return null;
        }

        var fetch = Signatures.Fetch(expression.Fetch)!;
        if (!sample.Closed)
        {
            error = sample.End >= text.Length
                ? $"missing ']' after '{text[sample.Start..sample.End]}'"
                : $"expected ']' after '{text[sample.Start..sample.End]}', but found '{text[sample.End]}'";
        }
        else if ((fetch.Places & context.Where) == SamplePlaces.None)
        {
            error = $"sample fetch <{rest}> may not be reliably used here because it needs '{fetch.Needs}' which is not available here";
        }

        if (error.Length > 0) return null;
        if (context.IsHttpFormat && fetch.Source.IsBuffer)
        {
            context.Diagnostics.Warning(DiagnosticKind.Ignored, context.Place, PlaceForm.Parsing, $"L6 sample fetch <{rest}> ignored in HTTP log-format string.");
        }

        return new LogFormatItem.Sample(expression, Apply(sample.Flags, global));
    }

    /// <summary>A percent sign before anything but a letter, a digit or a blank is dropped (measured); these are faults.</summary>
    private static string NothingError(string text, LogFormatSyntax.Nothing nothing)
    {
        if (nothing.Flags is not null) return $"parse argument modifier without variable name near '%{{{nothing.Flags}}}'";
        if (nothing.End == text.Length) return "truncated line after '%'";
        var next = text[nothing.End];
        return char.IsAsciiDigit(next) || next is ' ' or '\t'
            ? $"unexpected variable name near '{next}' at position {nothing.End} line : '{text}'. Maybe you want to write a single '%', use the syntax '%%'"
            : "";
    }

    /// <summary><c>+Q,-X</c>: what is not a flag is ignored, as HAProxy does.</summary>
    private static LogFormatFlags Apply(string? modifier, LogFormatFlags flags)
    {
        if (modifier is null) return flags;
        foreach (var word in modifier.Split([',', ' ']))
        {
            var flag = word is ['+' or '-', var letter] ? letter switch
            {
                'Q' => LogFormatFlags.Quote,
                'X' => LogFormatFlags.Hexadecimal,
                'E' => LogFormatFlags.Escape,
                _ => LogFormatFlags.None,
            } : LogFormatFlags.None;
            if (word.StartsWith('+')) flags |= flag;
            else flags &= ~flag;
        }

        return flags;
    }

    private static FrozenDictionary<string, bool> BuildAliases()
    {
        const string Any = "B H ID ST T Tc Td Tl Th Ts Tt Tu Tw U ac b bc bi bp bq ci cp f fc fi fp ft lc hr hrl hs hsl ms pid rc rt s sc si sp sq sslc sslv t ts tsc";
        const string Http = "CC CS HM HP HPO HQ HU HV Ta Ti Tq TR Tr r tr trg trl";
        return Any.Split(' ').Select(a => (a, false)).Concat(Http.Split(' ').Select(a => (a, true)))
            .ToFrozenDictionary(p => p.a, p => p.Item2, StringComparer.Ordinal);
    }
}
