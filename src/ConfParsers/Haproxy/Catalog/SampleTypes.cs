using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The names of sample types, and which HAProxy turns into which (configuration.txt 7.1).</summary>
public static class SampleTypes
{
    /// <summary>As <c>-dK</c> writes it.</summary>
    public static string NameOf(SampleType type) => type switch
    {
        SampleType.Boolean => "bool",
        SampleType.Integer => "sint",
        SampleType.Address => "addr",
        SampleType.IPv4 => "ipv4",
        SampleType.IPv6 => "ipv6",
        SampleType.String => "str",
        SampleType.Binary => "bin",
        SampleType.Method => "meth",
        _ => "any",
    };

    /// <summary>Whether HAProxy turns a sample of one type into another by itself (measured on 2.6 for every pair).</summary>
    public static bool CanCast(SampleType from, SampleType to) => to == SampleType.Any || (from == to && from != SampleType.Address) || from switch
    {
        // An address whose family is not known, as maps give it, is turned into nothing, not even into an address.
        SampleType.Address => false,
        SampleType.Any => true,
        SampleType.Boolean => to is SampleType.Integer or SampleType.String or SampleType.Binary,
        SampleType.Integer => to is SampleType.Boolean or SampleType.Address or SampleType.IPv4 or SampleType.IPv6 or SampleType.String or SampleType.Binary,
        SampleType.IPv4 => to is SampleType.Integer or SampleType.Address or SampleType.IPv4 or SampleType.IPv6 or SampleType.String or SampleType.Binary,
        SampleType.IPv6 => to is SampleType.Address or SampleType.IPv4 or SampleType.String or SampleType.Binary,
        SampleType.String => true,
        SampleType.Binary => to is SampleType.String,
        SampleType.Method => to is SampleType.String or SampleType.Binary,
        _ => false,
    };
}
