using System.Globalization;

namespace Keepalived.Net.Snmp;

/// <summary>An object identifier: numbers from the root of the tree on, ordered as SNMP walks them. (RFC 3416 §2, RFC 2578 §7.1.3)</summary>
public readonly struct ObjectId : IComparable<ObjectId>, IEquatable<ObjectId>
{
    private readonly uint[]? parts;

    public ObjectId(params ReadOnlySpan<uint> parts) => this.parts = parts.ToArray();

    public ReadOnlySpan<uint> Parts => parts;

    /// <summary>No number at all: in AgentX "no bound".</summary>
    public bool IsNull => Parts.IsEmpty;

    public static bool operator ==(ObjectId left, ObjectId right) => left.Equals(right);

    public static bool operator !=(ObjectId left, ObjectId right) => !left.Equals(right);

    public static bool operator <(ObjectId left, ObjectId right) => left.CompareTo(right) < 0;

    public static bool operator >(ObjectId left, ObjectId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObjectId left, ObjectId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObjectId left, ObjectId right) => left.CompareTo(right) >= 0;

    /// <param name="text">Such as <c>1.3.6.1.2.1.68</c>.</param>
    public static ObjectId Parse(string text) => new([.. text.Split('.').Select(part => uint.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))]);

    public ObjectId Below(params ReadOnlySpan<uint> more) => new([.. Parts, .. more]);

    public bool StartsWith(ObjectId above) => Parts.StartsWith(above.Parts);

    public int CompareTo(ObjectId other) => Parts.SequenceCompareTo(other.Parts);

    public bool Equals(ObjectId other) => Parts.SequenceEqual(other.Parts);

    public override bool Equals(object? obj) => obj is ObjectId other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var part in Parts) hash.Add(part);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join('.', Parts.ToArray());
}
