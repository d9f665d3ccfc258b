using System.Text;

namespace Fuzz;

/// <summary>What came of a run: how many of each outcome, and the differences by kind, the most frequent first.</summary>
internal sealed class Tally
{
    private readonly Lock _lock = new();
    private readonly int[] _counts = new int[Enum.GetValues<Outcome>().Length];
    private readonly Dictionary<(Outcome Outcome, string Kind), List<string>> _kinds = [];

    public bool IsClean => this[Outcome.OtherLines] + this[Outcome.OtherVerdict] + this[Outcome.Fault] == 0;

    private int this[Outcome outcome] => _counts[(int)outcome];

    /// <param name="name">Of the file.</param>
    public void Add(Comparison comparison, string name)
    {
        lock (_lock)
        {
            _counts[(int)comparison.Outcome]++;
            if (comparison.Kind.Length == 0) return;
            var key = (comparison.Outcome, comparison.Kind);
            if (!_kinds.TryGetValue(key, out var names)) _kinds[key] = names = [];
            names.Add(name);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var ((outcome, kind), names) in _kinds.OrderByDescending(kind => kind.Key.Outcome).ThenByDescending(kind => kind.Value.Count))
        {
            text.Append($"{names.Count,5}  {outcome}  {kind}\n           {string.Join(' ', names.Take(5))}\n");
        }

        return text.Append($"{this[Outcome.Same]} with the same answer, {this[Outcome.OtherVerdict]} with another verdict, {this[Outcome.OtherLines]} with the same verdict and other lines, "
            + $"{this[Outcome.Fault]} exceptions or hangs, {this[Outcome.RealHangs]} on which haproxy itself does not end, {this[Outcome.RealCrashes]} on which it crashes\n").ToString();
    }
}
