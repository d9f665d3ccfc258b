using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>The keywords of <c>spoe-agent</c> (SPOE.txt 2.2).</summary>
internal static class SpoeAgentKeywords
{
    private const int SmallestFrame = 256;

    public static readonly InSectionKeyword<SpoeReading>[] Rows =
    [
        new("groups", "<grp-name> ...", (w, r) => Names(w, "spoe-group", r.AgentGroups, v => r.AgentGroups = v)) { Manual = "SPOE 2.2" },
        new("log", "{ global | <address> [len <length>] [format <format>] <facility> [<level> [<minlevel>]] }", (w, r) => LoggingKeywords.Log(w, r.Log!)) { Manual = "SPOE 2.2" },
        new("max-frame-size", "<number>", FrameSize) { Manual = "SPOE 2.2" },
        new("max-waiting-frames", "<number>", WaitingFrames) { Manual = "SPOE 2.2" },
        new("maxconnrate", "<number>", (w, r) => Number(w, n => r.Agent = r.Agent! with { MaxConnectionRate = n })) { Manual = "SPOE 2.2" },
        new("maxerrrate", "<number>", (w, r) => Number(w, n => r.Agent = r.Agent! with { MaxErrorRate = n })) { Manual = "SPOE 2.2" },
        new("messages", "<msg-name> ...", (w, r) => Names(w, "spoe-message", r.AgentMessages, v => r.AgentMessages = v)) { Manual = "SPOE 2.2" },
        new("option", "<name> [<value>]", Option) { Manual = "SPOE 2.2" },
        new("register-var-names", "<var name> ...", Register) { Manual = "SPOE 2.2" },
        new("timeout", "{ hello | idle | processing } <timeout>", Timeout) { Manual = "SPOE 2.2" },
        new("use-backend", "<backend>", Backend) { Manual = "SPOE 2.2" },
    ];

    public static void Line(Words words, SpoeReading reading)
    {
        if (Array.Find(Rows, r => r.Name == words.Keyword) is not { } row)
        {
            words.Alert(DiagnosticKind.UnknownKeyword, $"unknown keyword '{words.Keyword}' in spoe-agent section.", at: words[0]);
            return;
        }

        words.Use(KeywordKind.InSection, $"spoe-agent {row.Name}", words[0]);
        row.Bind(words, reading);
    }

    /// <summary>Adds names; one that is there already is refused.</summary>
    public static void Names(Words words, string what, string[] before, Action<string[]> set)
    {
        var names = new List<string>(before);
        while (words.HasMore)
        {
            var name = words.Next();
            if (names.Contains(name.Text))
            {
                words.Alert(DiagnosticKind.Duplicate, $"{what} '{name.Text}' already used.", PlaceForm.ParsingTight, at: name);
                return;
            }

            names.Add(name.Text);
        }

        set([.. names]);
    }

    private static void Number(Words words, Action<int> set)
    {
        if (words.NextArg("an integer argument.", out var number) && words.End()) set(Words.LooseInt32(number.Text));
    }

    private static void FrameSize(Words words, SpoeReading reading) => Number(words, size =>
    {
        var largest = reading.Proxy.Context.Global.Tuning.BufferSize - 4;
        if (size >= SmallestFrame && size <= largest) reading.Agent = reading.Agent! with { MaxFrameSize = size };
        else words.Alert(DiagnosticKind.OutOfRange, $"'max-frame-size' expects a positive integer argument in the range [{SmallestFrame}, {largest}].", at: words[1]);
    });

    private static void WaitingFrames(Words words, SpoeReading reading) => Number(words, count =>
    {
        if (count > 0) reading.Agent = reading.Agent! with { MaxWaitingFrames = count };
        else words.Alert(DiagnosticKind.OutOfRange, "'max-waiting-frames' expects a positive integer argument.", at: words[1]);
    });

    private static void Register(Words words, SpoeReading reading)
    {
        if (!words.HasMore) words.Alert(DiagnosticKind.MissingArgument, "'register-var-names' expects one or more variable names.");
        else reading.Agent = reading.Agent! with { RegisteredVariables = [.. reading.Agent.RegisteredVariables, .. words.RemainingTexts()] };
    }

    private static void Backend(Words words, SpoeReading reading)
    {
        if (words.NextArg("a backend name.", out var name) && words.End()) reading.Agent = reading.Agent! with { Backend = reading.Proxy.Context.Names.Backend(name.Text) };
    }

    private static void Timeout(Words words, SpoeReading reading)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'timeout' expects 'hello', 'idle' and 'processing'.");
            return;
        }

        var which = words.Next().Text;
        if (which is not ("hello" or "idle" or "processing"))
        {
            words.Alert(DiagnosticKind.BadValue, $"'timeout' supports 'hello', 'idle' or 'processing' (got {which}).");
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'timeout {which}' expects an integer value (in milliseconds).");
            return;
        }

        var word = words.Next();
        if (!words.End()) return;
        var time = words.Time(word);
        if (time.Fault == TimeFault.BadCharacter) words.Alert(DiagnosticKind.BadTime, $"unexpected character '{time.Culprit}' in 'timeout {which}'.", at: word);
        else if (SectionTimes.Parse(words, time, $"timeout {which}", word.Text) is { } value) reading.Agent = With(reading.Agent!, which, value);
    }

    private static SpoeAgent With(SpoeAgent agent, string which, TimeSpan value) => which switch
    {
        "hello" => agent with { HelloTimeout = value },
        "idle" => agent with { IdleTimeout = value },
        _ => agent with { ProcessingTimeout = value },
    };

    private static void Option(Words words, SpoeReading reading)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'option' expects an option name.", PlaceForm.ParsingTight);
            return;
        }

        var name = words.Next().Text;
        var on = !words.Negated;
        var agent = reading.Agent!;
        switch (name)
        {
            case "async": Switch(words, () => reading.Agent = agent with { Async = on }); break;
            case "pipelining": Switch(words, () => reading.Agent = agent with { Pipelining = on }); break;
            case "send-frag-payload": Switch(words, () => reading.Agent = agent with { SendFragments = on }); break;
            case "dontlog-normal": Switch(words, () => reading.Agent = agent with { DontLogNormal = on }); break;
            case "continue-on-error" when Positive(words, name): Switch(words, () => reading.Agent = agent with { ContinueOnError = true }); break;
            case "force-set-var" when Positive(words, name): Switch(words, () => reading.Agent = agent with { ForceSetVar = true }); break;
            case "set-on-error" when Positive(words, name): Variable(words, name, v => reading.Agent = agent with { ErrorVariable = v }); break;
            case "set-process-time" when Positive(words, name): Variable(words, name, v => reading.Agent = agent with { ProcessTimeVariable = v }); break;
            case "set-total-time" when Positive(words, name): Variable(words, name, v => reading.Agent = agent with { TotalTimeVariable = v }); break;
            case "var-prefix" when Positive(words, name): Variable(words, name, v => reading.Agent = agent with { VariablePrefix = v }); break;
            case "continue-on-error" or "force-set-var" or "set-on-error" or "set-process-time" or "set-total-time" or "var-prefix": break;
            default: words.Alert(DiagnosticKind.UnknownKeyword, $"option '{name}' is not supported.", PlaceForm.ParsingTight, at: words[1]); break;
        }
    }

    private static void Switch(Words words, Action set)
    {
        if (words.End()) set();
    }

    private static bool Positive(Words words, string name)
    {
        if (!words.Negated) return true;
        words.Alert(DiagnosticKind.Syntax, $"negation is not supported for option '{name}'.", PlaceForm.ParsingTight);
        return false;
    }

    private static void Variable(Words words, string name, Action<string> set)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'option {name}' expects a value.", PlaceForm.ParsingTight);
            return;
        }

        var value = words.Next();
        if (!words.End()) return;
        if (value.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')) set(value.Text);
        else words.Alert(DiagnosticKind.BadValue, $"'option {name}' only supports [a-zA-Z0-9_.] chars.", PlaceForm.ParsingTight, at: value);
    }
}
