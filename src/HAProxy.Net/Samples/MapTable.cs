using System.Diagnostics.CodeAnalysis;
using System.Net;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;
using Daemon.Linux;
using HAProxy.Net.Samples.Matching;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>
/// A map file ready to look into (configuration.txt 7.3.1 "map"): strings by one lookup, beginnings and networks from the finest on, all
/// else in the order of the file. Immutable; no allocation when looking.
/// </summary>
internal sealed class MapTable
{
    private readonly Dictionary<byte[], Sample>.AlternateLookup<ReadOnlySpan<byte>>? _strings;
    private readonly (PatternSet Key, Sample Value)[] _list = [];
    private readonly (Pcre2 Key, byte[] Template)[] _groups = [];

    /// <param name="fallback">The value of what is not found; null: no sample.</param>
    public MapTable(SampleArgument.Map map, SampleType valueType, Sample? fallback)
    {
        Fallback = fallback;
        Type = MatchMethods.Compared(map.Method);
        switch (map.Method)
        {
            case MatchMethod.String:
                var strings = new Dictionary<byte[], Sample>(new BytesComparer());
                foreach (var entry in map.Entries) strings.TryAdd(ByteText.Encode(((AclPattern.Text)entry.Key).Value), Value(entry.Value, valueType));
                _strings = strings.GetAlternateLookup<ReadOnlySpan<byte>>();
                break;

            case MatchMethod.RegexGroups:
                _groups = [.. map.Entries.Select(e => (Expression(e), ByteText.Encode(e.Value)))];
                break;

            default:
                _list = [.. map.Entries.OrderByDescending(e => Fineness(e, map.Method == MatchMethod.Beginning)).Select(e => (PatternSet.Compile(Test(map.Method, e)), Value(e.Value, valueType)))];
                break;
        }
    }

    /// <summary>What the sample is turned into before it is looked for.</summary>
    public SampleType Type { get; }

    private Sample? Fallback { get; }

    public bool Find(ref Sample sample)
    {
        if (_strings is { } strings && strings.TryGetValue(sample.Bytes.Span, out var value))
        {
            sample = value;
            return true;
        }

        foreach (ref readonly var entry in _list.AsSpan())
        {
            if (!entry.Key.Matches(sample)) continue;
            sample = entry.Value;
            return true;
        }

        foreach (ref readonly var entry in _groups.AsSpan())
        {
            var groups = Substitution.GroupsOfThread;
            if (!entry.Key.Find(sample.Bytes.Span, 0, groups)) continue;
            var bytes = Scratch.Current.Take(16 * 1024);
            var length = Substitution.Expand(entry.Template, sample.Bytes.Span, groups, bytes.Span);
            if (length < 0) return false;
            sample.SetString(bytes[..length]);
            return true;
        }

        if (Fallback is not { } fallback) return false;
        sample = fallback;
        return true;
    }

    /// <summary>A value as text, number or address; the reader has seen that it is one.</summary>
    public static Sample Value(string text, SampleType type)
    {
        var sample = new Sample();
        switch (type)
        {
            case SampleType.Integer:
                sample.SetInteger(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case SampleType.Address:
                var address = IPAddress.Parse(text).GetAddressBytes();
                sample.Type = address.Length == 4 ? SampleType.IPv4 : SampleType.IPv6;
                sample.Bytes = address;
                break;
            default:
                sample.SetString(ByteText.Encode(text));
                break;
        }

        return sample;
    }

    /// <summary>The finest match counts where HAProxy keeps a tree; elsewhere the first.</summary>
    private static int Fineness(MapEntry entry, bool isBeginning) => entry.Key switch
    {
        AclPattern.Network network => network.PrefixLength,
        AclPattern.Text text when isBeginning => text.Value.Length,
        _ => 0,
    };

    private static AclTest Test(MatchMethod method, MapEntry entry) => new(null!, method, IgnoreCase: false, [entry.Key], default);

    private static Pcre2 Expression(MapEntry entry) =>
        Pcre2.Compile(ByteText.Encode(((AclPattern.Text)entry.Key).Value), ignoreCase: false, out var fault) ?? throw new InvalidOperationException(fault);

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] bytes) => GetHashCode(bytes.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}

/// <summary>The map converters.</summary>
internal static class MapLookups
{
    public static bool Find(StreamContext stream, Operands operands, ref Sample sample) =>
        Casts.To(ref sample, operands.Map!.Type) && operands.Map.Find(ref sample);
}
