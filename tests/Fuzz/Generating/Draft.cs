using ConfParsers.Haproxy.Catalog;

namespace Fuzz.Generating;

/// <summary>A proxy of a file that is being written.</summary>
/// <param name="Kind">frontend, backend or listen.</param>
internal sealed record ProxyDraft(string Kind, string Name, bool Http)
{
    public List<string> Lines { get; } = [];

    /// <summary>Servers that are declared, whatever its lines add.</summary>
    public string[] Servers { get; init; } = [];

    public bool HasTable { get; init; }

    public bool HasFilterSpoe { get; set; }

    public bool IsFront => Kind is "frontend" or "listen";

    public bool IsBack => Kind is "backend" or "listen";

    public In Section => Kind switch { "frontend" => In.Frontend, "backend" => In.Backend, "listen" => In.Listen, _ => In.Defaults };
}

/// <summary>What a file that is being written has and needs: names come from here, so that references lead somewhere.</summary>
internal sealed class Draft
{
    private int _serial;

    public List<ProxyDraft> Proxies { get; } = [];

    /// <summary>Sections that something has asked for, by keyword and name, in the order in which they were wanted.</summary>
    public List<(string Keyword, string Name)> Sections { get; } = [];

    public IEnumerable<ProxyDraft> Backends => Proxies.Where(proxy => proxy.IsBack);

    public IEnumerable<ProxyDraft> Frontends => Proxies.Where(proxy => proxy.IsFront);

    public IEnumerable<ProxyDraft> Tables => Proxies.Where(proxy => proxy.HasTable);

    public bool UsesSpoe { get; set; }

    /// <summary>A number that no other name or id of the file has.</summary>
    public int NewNumber() => ++_serial;

    /// <summary>The name of a section of that kind, which will stand in the file.</summary>
    public string Section(string keyword)
    {
        var name = keyword.Replace('-', '_') + "1";
        if (!Sections.Contains((keyword, name))) Sections.Add((keyword, name));
        return name;
    }
}
