using ConfParsers.Text;

namespace ConfParsers.Keepalived.Linting;

/// <summary>A trap that keepalived accepts in silence, and how to find it.</summary>
/// <param name="Id">What reports name; never changes.</param>
/// <param name="Summary">What is wrong with it, one sentence.</param>
/// <param name="Find">The places where it is.</param>
public sealed record LintRule(string Id, string Summary, Func<KeepalivedModel, IEnumerable<LintFinding>> Find);

/// <summary>Two nodes of one virtual router that do not fit together.</summary>
/// <param name="Find">Given the instance of the first node and its partner on the second.</param>
public sealed record PairRule(string Id, string Summary, Func<VrrpInstance, VrrpInstance, IEnumerable<LintFinding>> Find);
