using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>An engine of a SPOE file while it is read.</summary>
internal sealed class SpoeReading(ProxyBuilder proxy)
{
    /// <summary>The proxy with the filter.</summary>
    public ProxyBuilder Proxy { get; } = proxy;

    public SpoeAgent? Agent { get; set; }

    /// <summary>Messages and groups of the agent, by name: they may be declared further down.</summary>
    public string[] AgentMessages { get; set; } = [];

    public string[] AgentGroups { get; set; } = [];

    /// <summary>Keeps the agent's <c>log</c> lines.</summary>
    public ProxyBuilder? Log { get; set; }

    public List<SpoeMessage> Messages { get; } = [];

    /// <summary>Keeps the ACLs of the message that is read: each has its own.</summary>
    public ProxyBuilder? Acls { get; set; }

    /// <summary>Groups, with the names of their messages.</summary>
    public List<(string Name, string[] Messages, Span Place)> Groups { get; } = [];

    public void EnterAgent(Words head)
    {
        if (Agent is not null)
        {
            SectionHeads.Abort(head, DiagnosticKind.Duplicate, "another spoe-agent section previously defined.");
            return;
        }

        if (!Name(head)) return;
        Agent = new SpoeAgent(head[1].Text, head.Line);
        Log = new ProxyBuilder(Proxy.Context, In.Frontend, head[1].Text, head.Line, null);
    }

    public void EnterMessage(Words head)
    {
        if (!Name(head) || Same(head, Messages.Find(m => m.Name == head[1].Text)?.Place)) return;
        Messages.Add(new SpoeMessage(head[1].Text, head.Line));
        Acls = new ProxyBuilder(Proxy.Context, In.Listen, head[1].Text, head.Line, null);
    }

    public void EnterGroup(Words head)
    {
        if (!Name(head) || Same(head, Groups.FindIndex(g => g.Name == head[1].Text) is >= 0 and var first ? Groups[first].Place : null)) return;
        Groups.Add((head[1].Text, [], head.Line));
    }

    private static bool Name(Words head)
    {
        if (head[1].IsEmpty)
        {
            SectionHeads.Abort(head, DiagnosticKind.MissingArgument, $"missing name for {head.Keyword} section.");
            return false;
        }

        if (SectionHeads.NothingBehind(head) && SectionHeads.ValidName(head)) return true;
        head.Abort();
        return false;
    }

    private static bool Same(Words head, Span? first)
    {
        if (first is null) return false;
        SectionHeads.Abort(head, DiagnosticKind.Duplicate, $"{head.Keyword} section '{head[1].Text}' has the same name as another one declared at {first}.", PlaceForm.ParsingTight);
        return true;
    }
}
