using System.Numerics;

namespace ConfParsers.Haproxy.Features;

/// <summary>An action of rules: one row for all the rule sets in which it reads alike (configuration.txt 4.2).</summary>
/// <param name="Arguments">In the manual's notation.</param>
/// <param name="Sets">Where it may be used.</param>
/// <param name="Read">Takes the arguments; null with an error in the line when they are not good.</param>
internal sealed record ActionKeyword(string Name, string Arguments, RuleSets Sets, Func<ActionLine, RuleAction?> Read)
{
    /// <summary>Something stands directly behind the name: <c>set-var(txn.x)</c>, <c>track-sc0</c>.</summary>
    public bool IsPrefix { get; init; }

    /// <summary>No rule behind one without condition is reached, and HAProxy says so; in sets of HTTP rules only.</summary>
    public bool IsFinal { get; init; }

    /// <summary>In these sets it is part of the rule language itself, not of HAProxy's registered actions: <c>-dKcfg</c> does not list it.</summary>
    public RuleSets BuiltIn { get; init; }

    /// <summary>Only allowed with the global keyword <c>expose-experimental-directives</c>.</summary>
    public bool IsExperimental { get; init; }

    private readonly string?[] _uses = new string?[BitOperations.Log2((uint)RuleSets.All) + 1];

    /// <summary>What its use in a rule set is called: <c>http-request set-header</c>.</summary>
    public string UseIn(RuleSets set) => _uses[BitOperations.Log2((uint)set)] ??= $"{RuleSetNames.Of(set)} {Name}";

    /// <summary>How lists of actions show it.</summary>
    public string Listed => IsPrefix ? Name + "(*)" : Name;

    public bool Matches(string word) => IsPrefix ? word.StartsWith(Name, StringComparison.Ordinal) : word == Name;
}
