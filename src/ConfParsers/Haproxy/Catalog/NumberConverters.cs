using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Expressions.SampleType;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Converters of numbers, truth values, times and addresses (configuration.txt 7.3.1).</summary>
internal static class NumberConverters
{
    public static ConverterSignature[] Rows { get; } =
    [
        new("add", "operand", Integer, Integer),
        new("and", "operand", Integer, Integer),
        new("bool", "", Integer, SampleType.Boolean),
        new("cpl", "", Integer, Integer),
        new("div", "operand", Integer, Integer),
        new("even", "", Integer, SampleType.Boolean),
        new("hex2i", "", SampleType.String, Integer),
        new("htonl", "", Integer, Binary),
        new("http_date", "[integer,string]", Integer, SampleType.String) { Check = ArgumentChecks.DateUnit },
        new("iif", "string,string", SampleType.Boolean, SampleType.String),
        new("ipmask", "IPv4 mask[,IPv6 mask]", Address, IPv4),
        new("ltime", "string[,integer]", Integer, SampleType.String),
        new("mod", "operand", Integer, Integer),
        new("mul", "operand", Integer, Integer),
        new("nbsrv", "", SampleType.String, Integer),
        new("neg", "", Integer, Integer),
        new("not", "", Integer, SampleType.Boolean),
        new("odd", "", Integer, SampleType.Boolean),
        new("or", "operand", Integer, Integer),
        new("srv_queue", "", SampleType.String, Integer),
        new("sub", "operand", Integer, Integer),
        new("utime", "string[,integer]", Integer, SampleType.String),
        new("xor", "operand", Integer, Integer),
    ];
}
