namespace Keepalived.Net.Snmp;

/// <summary>All variables of a moment, in the order of a walk. (RFC 3416 §4.2)</summary>
public sealed class MibView
{
    private readonly Binding[] variables;
    private readonly ObjectId[] tables;

    /// <param name="variables">In any order, each name once.</param>
    /// <param name="tables">Entries of tables, and roots of scalars: below them an object exists even when nothing has one now.</param>
    public MibView(IEnumerable<Binding> variables, IEnumerable<ObjectId> tables)
    {
        this.variables = [.. variables.OrderBy(each => each.Name)];
        this.tables = [.. tables];
    }

    public IReadOnlyList<Binding> Variables => variables;

    public SnmpValue Get(ObjectId name)
    {
        var at = FirstNotBefore(name);
        if (at < variables.Length && variables[at].Name == name) return variables[at].Value;
        return Array.Exists(tables, name.StartsWith) ? SnmpValue.NoSuchInstance : SnmpValue.NoSuchObject;
    }

    /// <param name="include">The start itself counts too.</param>
    /// <param name="end">The first that does not count; null: none.</param>
    public Binding Next(ObjectId start, bool include, ObjectId end)
    {
        var at = FirstNotBefore(start);
        if (!include && at < variables.Length && variables[at].Name == start) at++;
        return at < variables.Length && (end.IsNull || variables[at].Name < end) ? variables[at] : new Binding(start, SnmpValue.EndOfMibView);
    }

    private int FirstNotBefore(ObjectId name)
    {
        var (low, high) = (0, variables.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (variables[middle].Name < name) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
