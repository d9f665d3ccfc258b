using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Catalog;

/// <summary>
/// One reading of one configuration: what was found so far, the findings, and how it will end. Binders report through it, so
/// that each kind of fault has its exit code in one place (docs/architecture.md, diagnostics).
/// </summary>
/// <param name="configId">What conditional lines are compared with.</param>
internal sealed class Reading(ISurroundings surroundings, bool strict, string configId)
{
    public ISurroundings Surroundings { get; } = surroundings;

    public bool Strict { get; } = strict;

    public string ConfigId { get; } = configId;

    public DiagnosticBag Diagnostics { get; } = new();

    /// <summary>The keywords in use.</summary>
    public Uses<KeywordId> Uses { get; } = new();

    public GlobalDefs Global { get; set; } = new();

    /// <summary>The gratuitous ARP numbers of global_defs.</summary>
    public GratuitousArpDraft Garp { get; set; } = new();

    public GlobalScripts.FifoDraft Fifo { get; } = new();

    public GlobalScripts.FifoDraft VrrpFifo { get; } = new();

    public GlobalScripts.FifoDraft LvsFifo { get; } = new();

    public ProgramSettings Program { get; set; } = new();

    public List<ScriptDraft> Scripts { get; } = [];

    public List<SyncGroupDraft> SyncGroups { get; } = [];

    public List<TrackFile> TrackFiles { get; } = [];

    public List<TrackProcess> TrackProcesses { get; } = [];

    public List<TrackGroup> TrackGroups { get; } = [];

    public List<GarpGroup> GarpGroups { get; } = [];

    /// <summary>Interfaces that are in a garp_group already.</summary>
    public HashSet<string> GarpInterfaces { get; } = new(StringComparer.Ordinal);

    public List<InterfaceDelay> InterfaceDelays { get; } = [];

    public List<LinkbeatInterface> LinkbeatInterfaces { get; } = [];

    public List<VirtualAddress> StaticAddresses { get; } = [];

    public List<VirtualRoute> StaticRoutes { get; } = [];

    public List<VirtualRule> StaticRules { get; } = [];

    /// <summary>For the next rule that names no preference.</summary>
    public uint NextRulePreference { get; set; } = 16_384;

    public List<BfdInstance> Bfds { get; } = [];

    public List<VirtualServerDraft> VirtualServers { get; } = [];

    public List<VirtualServerGroup> VirtualServerGroups { get; } = [];

    public SslSettings? Ssl { get; set; }

    /// <summary>global_defs is read before all else, so that it holds also for what stands before it.</summary>
    public GlobalDefs Ahead { get; set; } = new();

    public bool HasDynamicInterfaces => Ahead.DynamicInterfaces;

    /// <summary>The block that is open has lost its meaning: its other lines are not looked at.</summary>
    public bool SkipRestOfBlock { get; set; }

    public List<InstanceDraft> Instances { get; } = [];

    /// <summary>The line on which 2.2.7 would have given up, if there is one.</summary>
    public bool Aborted { get; private set; }

    /// <summary>Where an interface is named that is not there; null: nowhere.</summary>
    public Span? FirstMissingInterface { get; private set; }

    /// <summary>True when the daemon must not run on this configuration.</summary>
    public bool IsFatal { get; set; }

    /// <summary>Some script that will run can be changed by others than root.</summary>
    public bool HasInsecureScripts { get; set; }

    public bool IsInsecure { get; private set; }

    /// <summary>A fault after which 2.2.7 goes on, with a default or without the line.</summary>
    public void Warn(DiagnosticKind kind, Span? place, string text, string? hint = null) =>
        Diagnostics.Warning(kind, place, PlaceForm.Keepalived, text, hint);

    /// <summary>A fault that 2.2.7 reports without its place; we name it, unless the comparison wants the same words.</summary>
    public void WarnAtEnd(DiagnosticKind kind, Span place, string text) =>
        Diagnostics.Warning(kind, place, Strict ? PlaceForm.None : PlaceForm.Keepalived, text);

    /// <summary>Something to know that leaves the verdict as it is.</summary>
    public void Note(DiagnosticKind kind, Span? place, string text) =>
        Diagnostics.Add(new Diagnostic(kind, Severity.Notice, place, PlaceForm.Keepalived, text));

    /// <summary>A fault with which the daemon does not start.</summary>
    public void Fail(DiagnosticKind kind, Span? place, string text)
    {
        IsFatal = true;
        Diagnostics.Alert(kind, place, Strict ? PlaceForm.None : PlaceForm.Keepalived, text);
    }

    /// <summary>Something of our own making that we do not read.</summary>
    public void Refuse(DiagnosticKind kind, Span place, string text)
    {
        IsFatal = true;
        Diagnostics.Alert(kind, place, PlaceForm.Keepalived, text);
    }

    /// <summary>An include that was to be checked lacks something: <c>-t</c> ends with 6.</summary>
    public void IncludeFailed(Span place, string text)
    {
        IsInsecure = true;
        IsFatal = true;
        Diagnostics.Alert(DiagnosticKind.Unreadable, place, PlaceForm.Keepalived, text);
    }

    /// <summary>A mandatory word is missing: 2.2.7 stops reading here.</summary>
    public void Abort(Span place, string text)
    {
        IsFatal = true;
        Aborted = true;
        Diagnostics.Alert(DiagnosticKind.MissingArgument, place, PlaceForm.Keepalived, text);
    }

    /// <summary>Whether a static address, route or rule may name a track group.</summary>
    public bool HasTrackGroup(Words words, string name)
    {
        if (TrackGroups.Exists(group => string.Equals(group.Name, name, StringComparison.Ordinal))) return true;
        words.Warn(DiagnosticKind.UnresolvedName, $"track_group {name} not found");
        return false;
    }

    /// <summary>Scripts run without the checks of <c>enable_script_security</c>.</summary>
    public void Insecure(Span place, string text)
    {
        IsInsecure = true;
        WarnAtEnd(DiagnosticKind.Environment, place, text);
    }

    /// <summary>2.2.7 does not start with an interface that is not there: it ends after the last line, which says so once more.</summary>
    public void MissingInterface(Span place, string text)
    {
        if (HasDynamicInterfaces) return;
        Warn(DiagnosticKind.UnresolvedName, place, text);
        IsFatal = true;
        FirstMissingInterface ??= place;
    }
}
