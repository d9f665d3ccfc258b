using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Pass 1: gives each line to its section, and within the section to the row of its keyword (configuration.txt 2.1). A
/// faulty line is skipped and the reading goes on.
/// </summary>
internal sealed class SectionReader
{
    private const string NegationRefused =
        "negation/default currently supported only for options, log, busy-polling, set-dumpable, strict-limits, insecure-fork-wanted and numa-cpu-mapping.";

    private readonly ConfigContext _context;
    private readonly LineReader _lines;
    private readonly ProxySections _sections;
    private readonly Words _words;
    private string? _section;
    private ProxyBuilder? _proxy;
    private IOpenSection? _further;
    private bool _abort;
    private bool _abortAtSection;

    public SectionReader(ConfigContext context)
    {
        _context = context;
        _lines = new LineReader(context.Environment, context.Diagnostics) { Strict = context.Options.Strict };
        _sections = new ProxySections(context);
        _words = new Words([], default, context.Diagnostics, context.Uses);
    }

    /// <summary>What HAProxy says after the faults instead of counting the file as faulty; null as a rule.</summary>
    public string? Summary { get; private set; }

    /// <summary>HAProxy has stopped, with its summary; what is read after that it would only hear of in its next run.</summary>
    public bool Stopped { get; private set; }

    public Verdict Read(SourceText source)
    {
        _section = null;
        _proxy = null;
        _further = null;
        _abort = false;
        _abortAtSection = false;
        _context.Environment.File = source.Path;
        _context.Environment.Section = "";
        var before = _context.Diagnostics.Alerts;
        var verdict = _lines.Read(source, Line);
        if (_abort || _abortAtSection || verdict == Verdict.Abort) return Verdict.Abort;
        CloseSection();
        if (Stopped) return Verdict.Abort;
        return _context.Diagnostics.Alerts > before ? Verdict.Faulty : Verdict.Good;
    }

    private bool Line(List<Word> words, Span place)
    {
        var line = place.Source.Line(place.Line).Span;
        if (ScopeLine.Is(line))
        {
            // Out of a section HAProxy goes on, until a section takes a line.
            _abortAtSection |= !ScopeLine.Check(line, place, _context.Diagnostics);
            return true;
        }

        ReadLine(words, place);
        _abort |= _abortAtSection && _section is not null;
        return !_abort;
    }

    private void ReadLine(List<Word> words, Span place)
    {
        var negated = words[0].Text == "no";
        var defaulted = words[0].Text == "default";
        // HAProxy 2.6 forgets to drop the last word when it takes "default" away: it stands there twice (measured).
        if (defaulted) words.Add(words[^1]);
        if (negated || defaulted) words.RemoveAt(0);
        var cursor = _words;
        cursor.Begin(words, place, _proxy?.Uses ?? _context.Uses, negated, defaulted);

        if ((negated || defaulted) && !Catalog.IsNegatable(cursor.Keyword))
        {
            _context.Diagnostics.Alert(DiagnosticKind.Syntax, place, PlaceForm.ParsingTight, NegationRefused);
        }

        if (Catalog.Sections.Contains(cursor.Keyword)) EnterSection(cursor);
        else SectionLine(cursor);
        Summary ??= cursor.Summary;
        if (cursor.Aborted) Stop(place.Source.Path);
    }

    /// <summary>A fault after which HAProxy looks no further: it says so, and we read on, for one run to find everything.</summary>
    private void Stop(string path)
    {
        _abort |= _context.Options.Strict;
        if (_abort || Stopped) return;
        Stopped = true;
        _context.Diagnostics.Alert(DiagnosticKind.Summary, null, PlaceForm.None, Summarise(path));
        _context.Diagnostics.Later = true;
    }

    /// <summary>The last line about a file with faults.</summary>
    public string Summarise(string path) => Summary ?? $"Error(s) found in configuration file : {path}";

    private void SectionLine(Words cursor)
    {
        switch (_section)
        {
            case null:
                cursor.Alert(DiagnosticKind.UnknownKeyword, $"unknown keyword '{cursor.Keyword}' out of section.", PlaceForm.ParsingTight, at: cursor[0]);
                break;
            case "global":
                if (Catalog.Global.TryGetValue(cursor.Keyword, out var row))
                {
                    cursor.Use(KeywordKind.Global, row.Name, cursor[0]);
                    row.Bind(cursor, _context.Global);
                    break;
                }

                Catalog.ReportUnknown(cursor, "global", Catalog.Global.Suggested);
                break;
            case "frontend" or "listen" or "backend" or "defaults":
                if (_proxy is null) cursor.Alert(DiagnosticKind.WrongSection, "'listen' or 'defaults' expected.", at: cursor[0]);
                else ProxyLine(cursor, _proxy);
                break;
            default:
                // A section that is not built yet was reported at its head; its lines say nothing new.
                _further?.Line(cursor);
                break;
        }
    }

    private void CloseSection()
    {
        _further?.Close();
        _further = null;
        _proxy?.Uses.Close(counts: !_proxy.Disabled);
        _proxy = null;
    }

    private void EnterSection(Words words)
    {
        CloseSection();
        _context.SectionForgotten = false;
        _section = words.Keyword;
        _context.Uses.Add(KeywordKind.Section, words.Keyword, words[0].Place);
        _context.Environment.Section = words[1].IsEmpty ? words.Keyword : words[1].Text;
        switch (_section)
        {
            case "global":
                words.End();
                break;
            case "frontend" or "listen" or "backend" or "defaults":
                _proxy = _sections.Enter(words, out _abort);
                break;
            case var name when Catalog.FurtherSections.TryGetValue(name, out var further):
                _context.SectionNames.Add((name, words[1].Text));
                _further = further.Open(words, _context);
                break;
            default:
                words.Alert(DiagnosticKind.Unsupported, $"section '{_section}' is known to HAProxy 2.6 but not built yet.", at: words[0]);
                break;
        }
    }

    private void ProxyLine(Words words, ProxyBuilder proxy)
    {
        if (!Catalog.Proxy.TryGetValue(words.Keyword, out var row))
        {
            Catalog.ReportUnknown(words, proxy.SpokenSectionName, Catalog.Proxy.Suggested);
            return;
        }

        if ((row.Sections & proxy.Section) == 0 && row.Misplaced != Misplaced.Binder)
        {
            // A missing capability is a warning, and the line is read all the same.
            if (!Capability.Report(words, proxy, row)) return;
        }

        words.Use(KeywordKind.Proxy, row.Name, words[0]);
        row.Bind(words, proxy);
    }
}
