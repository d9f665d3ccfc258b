using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>A <c>vrrp_script</c> while its lines are read.</summary>
internal sealed class ScriptDraft(string name, Span place)
{
    public string Name { get; } = name;

    public VrrpScript Script { get; set; } = new(name, new ScriptCommand([], null, null), place);

    public bool HasUnknownUser { get; set; }

    /// <summary>Its closing brace was read and it can be used.</summary>
    public bool IsComplete { get; set; }
}
