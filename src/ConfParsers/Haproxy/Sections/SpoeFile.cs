using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>
/// Reads the file of a SPOE filter (SPOE.txt 2). It is cut into scopes <c>[engine]</c>; only that of the engine is looked into. Lines
/// are cut and expanded as those of haproxy.cfg, and faults name the file's own lines.
/// </summary>
internal sealed class SpoeFile
{
    private static readonly FrozenSet<string> Sections = FrozenSet.Create(StringComparer.Ordinal, "spoe-agent", "spoe-message", "spoe-group");

    private readonly SpoeReading _reading;
    private readonly string? _engine;
    private string? _scope;
    private string? _section;
    private bool _aborted;

    private SpoeFile(string? engine, ProxyBuilder proxy)
    {
        _engine = engine;
        _reading = new SpoeReading(proxy);
    }

    /// <param name="fault">Why there is no engine, in HAProxy's words.</param>
    public static SpoeEngine? Read(string path, string? engine, ProxyBuilder proxy, out string fault)
    {
        var context = proxy.Context;
        // HAProxy reads the file as it reads its own, and has forgotten afterwards in which section it was (measured).
        context.SectionForgotten = true;
        if (!context.Files.TryRead(path, out var bytes, out var error))
        {
            fault = $"Could not open configuration file {path} : {error}";
            return null;
        }

        var (file, line) = (context.Environment.File, context.Environment.Line);
        var before = context.Diagnostics.Alerts;
        var reader = new SpoeFile(engine, proxy);
        var source = new SourceText(path, bytes);
        new LineReader(context.Environment, context.Diagnostics) { Strict = context.Options.Strict }.Read(source, (words, place) => reader.Line(words, place, context));
        (context.Environment.File, context.Environment.Line) = (file, line);
        if (context.Diagnostics.Alerts > before)
        {
            fault = $"Error(s) found in configuration file {path}";
            return null;
        }

        return SpoeResolution.Resolve(reader._reading, engine, path, out fault);
    }

    private bool Line(List<Word> words, Span place, ConfigContext context)
    {
        if (words[0].Text[0] == '[')
        {
            Scope(string.Join(' ', words.Select(w => w.Text)), place, context);
            return true;
        }

        var negated = words[0].Text == "no";
        if (negated) words.RemoveAt(0);
        var cursor = new Words(words, place, context.Diagnostics, _reading.Proxy.Uses) { Negated = negated };
        if (negated && !Catalog.Catalog.IsNegatable(cursor.Keyword)) context.Diagnostics.Alert(DiagnosticKind.Syntax, place, PlaceForm.ParsingTight, NegationRefused);

        var head = Sections.Contains(cursor.Keyword);
        if (head) _section = cursor.Keyword;
        if (_section is null) cursor.Alert(DiagnosticKind.UnknownKeyword, $"unknown keyword '{cursor.Keyword}' out of section.", PlaceForm.ParsingTight, at: cursor[0]);
        else if (_scope == _engine) InScope(cursor, head);
        _aborted |= cursor.Aborted;
        return !_aborted;
    }

    private const string NegationRefused =
        "negation/default currently supported only for options, log, busy-polling, set-dumpable, strict-limits, insecure-fork-wanted and numa-cpu-mapping.";

    private void InScope(Words words, bool head)
    {
        switch (_section)
        {
            case "spoe-agent" when head: _reading.EnterAgent(words); break;
            case "spoe-message" when head: _reading.EnterMessage(words); break;
            case "spoe-group" when head: _reading.EnterGroup(words); break;
            case "spoe-agent": SpoeAgentKeywords.Line(words, _reading); break;
            case "spoe-message": SpoeMessageKeywords.Line(words, _reading); break;
            default: SpoeMessageKeywords.GroupLine(words, _reading); break;
        }
    }

    private void Scope(string text, Span place, ConfigContext context)
    {
        var close = text.IndexOf(']', StringComparison.Ordinal);
        var name = close < 0 ? "" : text[1..close];
        var bad = name.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or ':' or '-' or '_'));
        string? fault = null;
        if (bad != '\0') fault = $"character '{bad}' is not permitted in a scope name.";
        else if (name.Length == 0) fault = "empty scope name is forbidden.";
        else if (text.Length > close + 1) fault = $"character '{text[close + 1]}' is not permitted after scope declaration.";
        if (fault is null) _scope = name;
        else context.Diagnostics.Alert(DiagnosticKind.Syntax, place, PlaceForm.Parsing, fault);
    }
}
