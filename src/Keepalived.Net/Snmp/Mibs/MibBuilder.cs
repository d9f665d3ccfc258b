using System.Net;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>Collects the variables of a MIB: scalars, and tables row by row. (RFC 2578 §7.7)</summary>
/// <param name="root">What the names of all variables begin with.</param>
internal sealed class MibBuilder(ObjectId root)
{
    public List<Binding> Variables { get; } = [];

    /// <summary>Below these an object exists, even if it has no value.</summary>
    public List<ObjectId> Objects { get; } = [];

    public void Scalar(ReadOnlySpan<uint> path, SnmpValue? value)
    {
        var name = root.Below(path);
        Objects.Add(name);
        if (value is { } some) Variables.Add(new Binding(name.Below(0), some));
    }

    /// <param name="entry">The conceptual row, below which the columns are.</param>
    public MibTable Table(params ReadOnlySpan<uint> entry)
    {
        var name = root.Below(entry);
        Objects.Add(name);
        return new MibTable(this, name);
    }
}

/// <summary>A table that is being filled.</summary>
internal readonly struct MibTable(MibBuilder builder, ObjectId entry)
{
    public MibRow Row(params ReadOnlySpan<uint> index) => new(builder, entry, new ObjectId(index));
}

/// <summary>A row that is being filled; what is null has no instance.</summary>
internal readonly struct MibRow(MibBuilder builder, ObjectId entry, ObjectId index)
{
    public void Set(uint column, SnmpValue? value)
    {
        if (value is { } some) builder.Variables.Add(new Binding(entry.Below(column).Below(index.Parts), some));
    }

    public void Integer(uint column, int? value) => Set(column, value is { } some ? SnmpValue.Integer(some) : null);

    public void Gauge(uint column, long? value) => Set(column, value is { } some ? SnmpValue.Gauge(some) : null);

    public void Text(uint column, string? value) => Set(column, value is null ? null : SnmpValue.Text(value));

    public void Address(uint column, IPAddress? value) => Set(column, value is null ? null : SnmpValue.Address(value));

    /// <summary>1 for the first of two words, 2 for the second: enabled and disabled, true and false, set and unset.</summary>
    public void Choice(uint column, bool? isFirst) => Integer(column, isFirst is { } some ? MibWords.Choice(some) : null);
}
