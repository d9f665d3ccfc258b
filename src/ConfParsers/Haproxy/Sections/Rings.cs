using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>ring</c>: log lines that are kept in memory and sent on by TCP (configuration.txt 3.9).</summary>
/// <param name="MaxLength">Bytes of a line at most, default 1024.</param>
/// <param name="Size">Bytes of the buffer, default 16384.</param>
public sealed record RingSection(string Name, string? Description, LogTransportFormat Format, int MaxLength, long Size, Span Place) : INamed
{
    public ServerModel[] Servers { get; init; } = [];

    public TimeSpan? ConnectTimeout { get; init; }

    public TimeSpan? ServerTimeout { get; init; }

    /// <summary>File that holds the buffer, so that it outlives the process.</summary>
    public string? BackingFile { get; init; }
}

/// <summary>A ring section while it is read. What sends its lines is a backend of its own, hidden one.</summary>
internal sealed class RingBuilder
{
    public RingBuilder(ConfigContext context, string name, Span place)
    {
        Name = name;
        Place = place;
        Sender = new ProxyBuilder(context, In.Backend, name, place, null);
    }

    public string Name { get; }

    public Span Place { get; }

    public ProxyBuilder Sender { get; }

    /// <summary>The head of the section was good; without it every line is refused.</summary>
    public bool IsThere { get; set; }

    public string? Description { get; set; }

    public LogTransportFormat Format { get; set; } = LogTransportFormat.Raw;

    public long MaxLength { get; set; } = 1024;

    public long Size { get; set; } = 16384;

    public string? BackingFile { get; set; }

    public RingSection Build() => new(Name, Description, Format, (int)Math.Min(MaxLength, int.MaxValue), Size, Place)
    {
        Servers = [.. Sender.Servers.Select(s => s.Build())],
        ConnectTimeout = Sender.Timeouts.Connect,
        ServerTimeout = Sender.Timeouts.Server,
        BackingFile = BackingFile,
    };

    public void Close(ConfigContext context)
    {
        if (MaxLength <= Size) return;
        context.Diagnostics.Warning(DiagnosticKind.OutOfRange, Place, PlaceForm.None, $"ring '{Name}' event max length '{MaxLength}' exceeds size, forced to size '{Size}'.");
        MaxLength = Size;
    }
}

/// <summary>The section <c>ring</c>.</summary>
internal static class RingKeywords
{
    public static readonly SectionKeyword<RingBuilder> Section = new("ring", "<ringname>", Enter,
    [
        new("backing-file", "<path>", Of(BackingFile, _ => "'backing-file' only usable with existing rings.")) { Manual = "3.9", Since = "2.6" },
        new("description", "<text>", Of(Description, text => $"unable to set description '{text}'.")) { Manual = "3.9" },
        new("format", "<format>", Of(Format, text => $"unable to set format '{text}'.")) { Manual = "3.9" },
        new("maxlen", "<length>", Of(MaxLength, text => $"unable to set event max length '{text}'.")) { Manual = "3.9" },
        new("server", "<name> <address> [param*]", Of((w, r) => ServerKeywords.Named(w, r.Sender, resolveNow: true), text => $"unable to create server '{text}'.")) { Manual = "3.9" },
        new("size", "<size>", Of(Size, _ => "'size' directive not usable with this type of sink.")) { Manual = "3.9" },
        new("timeout", "{ connect | server } <timeout>", Of(Timeout, text => $"unable to set timeout '{text}'.")) { Manual = "3.9" },
    ])
    {
        Manual = "3.9",
        Since = "2.2",
        Unknown = (words, _) => words.Alert(DiagnosticKind.UnknownKeyword, $"unknown statement '{words.Keyword}'.", at: words[0]),
        Close = (ring, context) => ring.Close(context),
    };

    /// <param name="refusal">What is said of a line when there is no ring, with its first argument.</param>
    private static Action<Words, RingBuilder> Of(Action<Words, RingBuilder> bind, Func<string, string> refusal) => (words, ring) =>
    {
        if (ring.IsThere) bind(words, ring);
        else words.Alert(DiagnosticKind.MissingArgument, refusal(words[1].Text), at: words[0]);
    };

    private static RingBuilder Enter(Words head, ConfigContext context)
    {
        var name = head[1].Text;
        var ring = new RingBuilder(context, name, head.Line);
        if (name.Length == 0)
        {
            head.Alert(DiagnosticKind.MissingArgument, "missing ring name.", at: head[0]);
            return ring;
        }

        if (SectionHeads.InvalidCharacter(name) is { } c)
        {
            head.Alert(DiagnosticKind.BadValue, $"invalid ring name '{name}' (character '{c}' is not permitted).", at: head[1]);
            return ring;
        }

        if (context.Sections.Rings.Exists(r => r.Name == name))
        {
            head.Alert(DiagnosticKind.Duplicate, $"sink named '{name}' already exists.", at: head[1]);
            return ring;
        }

        ring.IsThere = true;
        context.Sections.Rings.Add(ring);
        return ring;
    }

    private static void Description(Words words, RingBuilder ring)
    {
        if (words.HasMore) ring.Description = words.Next().Text;
        else words.Alert(DiagnosticKind.MissingArgument, "missing ring description text.");
    }

    private static void Format(Words words, RingBuilder ring)
    {
        var name = words.Next().Text;
        if (LogTargetReader.FormatOf(name) is { } format) ring.Format = format;
        else words.Alert(DiagnosticKind.BadValue, $"unknown format '{name}'.");
    }

    private static bool Number(Words words, out string text, out long number)
    {
        text = words.Next().Text;
        number = Words.LooseInteger(text);
        if (number != 0) return true;
        words.Alert(DiagnosticKind.BadSize, $"invalid size '{text}' for new sink buffer.");
        return false;
    }

    private static void MaxLength(Words words, RingBuilder ring)
    {
        if (Number(words, out _, out var length)) ring.MaxLength = (uint)length;
    }

    /// <summary>A ring never shrinks.</summary>
    private static void Size(Words words, RingBuilder ring)
    {
        if (!Number(words, out _, out var size)) return;
        if (size >= ring.Size)
        {
            ring.Size = size;
            return;
        }

        words.Diagnostics.Add(new Diagnostic(DiagnosticKind.Ignored, Severity.Warning, words.Last.Place, PlaceForm.Parsing,
            $"ignoring new size '{size}' that is smaller than current size '{ring.Size}' for ring '{ring.Name}'.") { Fails = true });
    }

    private static void BackingFile(Words words, RingBuilder ring)
    {
        var path = words.Next().Text;
        if (path.Length > 0) ring.BackingFile = path;
        else words.Alert(DiagnosticKind.Unreadable, $"cannot open backing-file '' for ring '{ring.Name}': No such file or directory.");
    }

    private static void Timeout(Words words, RingBuilder ring)
    {
        if (!words.HasMore) return;
        var which = words.Next().Text;
        var keyword = $"timeout {which}";
        if (which is not ("connect" or "server")) return;
        if (SectionTimes.Read(words, keyword) is not { } time) return;
        ring.Sender.Timeouts = which == "connect" ? ring.Sender.Timeouts with { Connect = time } : ring.Sender.Timeouts with { Server = time };
    }
}
