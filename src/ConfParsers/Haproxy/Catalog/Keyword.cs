using ConfParsers.Haproxy.Lines;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The sections in which a keyword may stand (the table of configuration.txt 4.1).</summary>
[Flags]
public enum In
{
    Defaults = 1,
    Frontend = 2,
    Listen = 4,
    Backend = 8,

    /// <summary>Keywords about clients.</summary>
    FrontSide = Defaults | Frontend | Listen,

    /// <summary>Keywords about servers.</summary>
    BackSide = Defaults | Listen | Backend,

    Everywhere = FrontSide | BackSide,
}

/// <summary>What the catalog knows of every keyword: read by the parser, by dumps and by the generated documentation.</summary>
/// <param name="Name">As written in a configuration; of a second level ("timeout client") the last word only.</param>
/// <param name="Arguments">Grammar of the arguments in the manual's notation; empty when there are none.</param>
public abstract record Keyword(string Name, string Arguments)
{
    /// <summary>Chapter of configuration.txt 2.6.</summary>
    public string Manual { get; init; } = "";

    /// <summary>First version that knows it, where that is later than 1.5.</summary>
    public string Since { get; init; } = "";

    /// <summary>For keywords of global, proxies and options: true when <c>-dK</c> lists it. HAProxy knows the others by heart.</summary>
    public bool Listed { get; init; }

    /// <summary>What HAProxy suggests for a word that is like it: itself, unless set; null when it suggests nothing.</summary>
    public string? Suggested { get; init; } = Name;
}

/// <summary>A keyword of the global section.</summary>
/// <param name="Bind">Reads the arguments into the builder; faults are reported through the words.</param>
public sealed record GlobalKeyword(string Name, string Arguments, Action<Words, GlobalBuilder> Bind) : Keyword(Name, Arguments)
{
    /// <summary>True when <c>no</c> and <c>default</c> may stand before it.</summary>
    public bool Negatable { get; init; }
}

/// <summary>A keyword of defaults, frontend, listen or backend sections.</summary>
/// <param name="Sections">Where it may stand. Elsewhere it is refused or ignored as <see cref="Misplaced"/> says.</param>
public sealed record ProxyKeyword(string Name, In Sections, string Arguments, Action<Words, ProxyBuilder> Bind) : Keyword(Name, Arguments)
{
    /// <summary>What HAProxy does when the proxy lacks the capability the keyword needs.</summary>
    public Misplaced Misplaced { get; init; }

    /// <summary>Added to the warning about a missing capability: "Maybe you want 'fullconn' instead ?".</summary>
    public string? Instead { get; init; }

    /// <summary>True for <c>option</c> and <c>log</c>, which take <c>no</c> and <c>default</c>.</summary>
    public bool Negatable { get; init; }
}

/// <summary>An <c>option</c> of a proxy (configuration.txt 4.2 "option ...").</summary>
/// <param name="Bind">Called with false for <c>no option</c> and for <c>default option</c> of an option that is off by default.</param>
public sealed record OptionKeyword(string Name, In Sections, string Arguments, Action<Words, ProxyBuilder, bool> Bind) : Keyword(Name, Arguments)
{
    /// <summary>True for options that are a plain switch: they take <c>no</c> and <c>default</c>. All but those that exclude one another are listed by <c>-dK</c>.</summary>
    public bool Switch
    {
        get;
        init
        {
            field = value;
            Listed = value;
        }
    }

    /// <summary>True for switches that are ignored, with a warning, outside of HTTP mode.</summary>
    public bool HttpOnly { get; init; }
}

/// <summary>An option of a <c>bind</c> line (configuration.txt 5.1).</summary>
public sealed record BindKeyword(string Name, string Arguments, Action<Words, BindBuilder> Bind) : Keyword(Name, Arguments)
{
    /// <summary>True for what may also stand in brackets in a crt-list file.</summary>
    public bool InCertificateList { get; init; }
}

/// <summary>An option of a <c>server</c> or <c>default-server</c> line (configuration.txt 5.2).</summary>
public sealed record ServerKeyword(string Name, string Arguments, Action<Words, ServerBuilder> Bind) : Keyword(Name, Arguments);

/// <summary>A keyword of the second level, such as <c>timeout client</c> or <c>stats uri</c>.</summary>
public sealed record SubKeyword(string Name, In Sections, string Arguments, Action<Words, ProxyBuilder> Bind) : Keyword(Name, Arguments);

public enum Misplaced
{
    /// <summary>A warning, and the line has no effect; its faults are reported all the same.</summary>
    Ignored,

    /// <summary>A warning, and the line is not even read.</summary>
    Skipped,

    /// <summary>An alert in HAProxy's short form.</summary>
    Refused,

    /// <summary>The binder itself says what is wrong, since the message depends on the arguments.</summary>
    Binder,
}
