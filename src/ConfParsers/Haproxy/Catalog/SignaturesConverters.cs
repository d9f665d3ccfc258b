using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Signature rows of the converters (configuration.txt 7.3.1).</summary>
internal static class ConverterRows
{
    private static readonly Parameter[] NoParameters = [];
    private static readonly Parameter[] Operand = [new(ArgumentKind.IntegerOrVariable, Required: true)];

    private static readonly Parameter[] Piece =
        [new(ArgumentKind.Integer, Required: true), new(ArgumentKind.Text, Required: true), new(ArgumentKind.Integer)];

    public static ConverterSignature[] All { get; } =
    [
        new("add", Operand, SampleType.Integer, SampleType.Integer),
        new("and", Operand, SampleType.Integer, SampleType.Integer),
        new("b64dec", NoParameters, SampleType.String, SampleType.Binary),
        new("base64", NoParameters, SampleType.Binary, SampleType.String),
        new("bool", NoParameters, SampleType.Integer, SampleType.Boolean),
        new("bytes", [new(ArgumentKind.Integer, Required: true), new(ArgumentKind.Integer)], SampleType.Binary, SampleType.Binary),
        new("cpl", NoParameters, SampleType.Integer, SampleType.Integer),
        new("div", Operand, SampleType.Integer, SampleType.Integer),
        new("even", NoParameters, SampleType.Integer, SampleType.Boolean),
        new("field", Piece, SampleType.String, SampleType.String) { Validate = IndexAndSeparators },
        new("hex", NoParameters, SampleType.Binary, SampleType.String),
        new("iif", [new(ArgumentKind.Text, Required: true), new(ArgumentKind.Text, Required: true)], SampleType.Boolean, SampleType.String),
        new("ipmask", [new(ArgumentKind.IPv4Mask, Required: true), new(ArgumentKind.IPv6Mask)], SampleType.Address, SampleType.Address),
        new("length", NoParameters, SampleType.String, SampleType.Integer),
        new("lower", NoParameters, SampleType.String, SampleType.String),
        new("mod", Operand, SampleType.Integer, SampleType.Integer),
        new("mul", Operand, SampleType.Integer, SampleType.Integer),
        new("neg", NoParameters, SampleType.Integer, SampleType.Integer),
        new("not", NoParameters, SampleType.Integer, SampleType.Boolean),
        new("odd", NoParameters, SampleType.Integer, SampleType.Boolean),
        new("or", Operand, SampleType.Integer, SampleType.Integer),
        new("sub", Operand, SampleType.Integer, SampleType.Integer),
        new("upper", NoParameters, SampleType.String, SampleType.String),
        new("url_dec", [new(ArgumentKind.Integer)], SampleType.String, SampleType.String),
        new("word", Piece, SampleType.String, SampleType.String) { Validate = IndexAndSeparators },
        new("xor", Operand, SampleType.Integer, SampleType.Integer),
    ];

    private static string? IndexAndSeparators(SampleArgument[] arguments)
    {
        if (arguments[0] is SampleArgument.Integer { Value: 0 }) return "Unexpected value 0 for index";
        return arguments[1] is SampleArgument.Text { Value: "" } ? "Empty separators list" : null;
    }
}
