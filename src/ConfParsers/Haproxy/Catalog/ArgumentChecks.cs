using System.Globalization;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// What HAProxy asks of the arguments of one fetch or converter beyond their kinds, and what it says when they are not so
/// (every text measured on 2.6.12). A check may put a better typed argument in the place of a text.
/// </summary>
internal static class ArgumentChecks
{
    public static string? Occurrence(SampleArgument[] arguments, ExpressionContext context) =>
        NumberAt(arguments, 1) < -10 ? "header occurrence must be >= -10" : null;

    /// <summary>The second argument of <c>date</c> and <c>http_date</c>.</summary>
    public static string? TimeUnit(SampleArgument[] arguments, ExpressionContext context) =>
        arguments.Length < 2 || TextAt(arguments, 1) is "s" or "ms" or "us" ? null : $"expects 's', 'ms' or 'us', got '{TextAt(arguments, 1)}'";

    /// <summary><c>http_date</c> with another unit than seconds prints fractions.</summary>
    public static string? DateUnit(SampleArgument[] arguments, ExpressionContext context)
    {
        if (TextAt(arguments, 1) is "ms" or "us") context.Uses.Add(KeywordKind.Value, $"http_date {TextAt(arguments, 1)}", context.Place);
        return TimeUnit(arguments, context);
    }

    public static string? RoundTripUnit(SampleArgument[] arguments, ExpressionContext context) =>
        arguments.Length == 0 || TextAt(arguments, 0) is "us" or "ms" ? null : $"expects 'us' or 'ms', got '{TextAt(arguments, 0)}'";

    /// <summary>Counters of the client's connection take an argument and do nothing with it.</summary>
    public static string? NoArgumentForCounters(SampleArgument[] arguments, ExpressionContext context)
    {
        if (arguments.Length > 0)
        {
            context.Diagnostics.Warning(DiagnosticKind.Ignored, context.Place, PlaceForm.None, "no argument supported for 'fc_*' sample expressions returning counters.");
        }

        return null;
    }

    public static string? DistccToken(SampleArgument[] arguments, ExpressionContext context) =>
        TextAt(arguments, 0).Length == 4 ? null : "token name must be exactly 4 characters";

    /// <summary>Offset, length of the length field, and an offset that may be relative to the end of that field (<c>+1</c>, <c>-1</c>).</summary>
    public static string? LengthValue(SampleArgument[] arguments, ExpressionContext context)
    {
        var offset = NumberAt(arguments, 0);
        var length = NumberAt(arguments, 1);
        if (offset < 0) return "payload offset1 must be positive";
        if (length == 0) return "payload length must be > 0";
        var text = TextAt(arguments, 2);
        if (text.Length == 0) return null;
        if (!ArgumentReader.TryReadNumber(text, out var second)) return "payload offset2 is not a number";
        if (text[0] is '-' or '+' && offset + length + second < 0) return "payload offset2 too negative";
        return null;
    }

    public static string? Hexadecimal(SampleArgument[] arguments, ExpressionContext context)
    {
        // HAProxy prints the message that it has not got.
        if (TextAt(arguments, 0).Length == 0) return "(null)";
        return HexadecimalText.Fault(TextAt(arguments, 0));
    }

    public static string? UuidVersion(SampleArgument[] arguments, ExpressionContext context) =>
        arguments.Length == 0 || NumberAt(arguments, 0) == 4 ? null : $"Unsupported UUID version: '{NumberAt(arguments, 0)}'";

    public static string? BlockPosition(SampleArgument[] arguments, ExpressionContext context)
    {
        var text = TextAt(arguments, 0);
        if (text.Length == 0) return "a block position is expected (> 0) or a special block name (head, tail, first)";
        if (text is "head" or "tail" or "first") return null;
        return ArgumentReader.TryReadNumber(text, out var position) && position >= 0 ? null : "invalid block position";
    }

    public static string? NameFormat(SampleArgument[] arguments, ExpressionContext context) =>
        TextAt(arguments, 2) is "" or "rfc2253" ? null : "only rfc2253 or a blank value are currently supported as the format argument.";

    public static string? IndexAndSeparators(SampleArgument[] arguments, ExpressionContext context)
    {
        if (NumberAt(arguments, 0) == 0) return "Unexpected value 0 for index";
        return TextAt(arguments, 1).Length == 0 ? "Empty separators list" : null;
    }

    public static string? DecimalChunks(SampleArgument[] arguments, ExpressionContext context)
    {
        var size = NumberAt(arguments, 1);
        return size is < 1 or > 8 ? $"chunk_size out of [1..8] range ({size})" : Truncation(arguments);
    }

    public static string? HexadecimalChunks(SampleArgument[] arguments, ExpressionContext context)
    {
        if (TextAt(arguments, 0).Length > 0 && NumberAt(arguments, 1) <= 0) return $"chunk_size needs to be positive ({NumberAt(arguments, 1)})";
        return Truncation(arguments);
    }

    public static string? AddedItem(SampleArgument[] arguments, ExpressionContext context)
    {
        var hasVariable = TextAt(arguments, 1).Length > 0;
        if (!hasVariable && TextAt(arguments, 2).Length == 0) return "one of the optional arguments has to be nonempty";
        return hasVariable ? Register(arguments, 1) : null;
    }

    public static string? MiddleVariable(SampleArgument[] arguments, ExpressionContext context) =>
        TextAt(arguments, 1).Length == 0 ? null : Register(arguments, 1);

    public static string? ComparedVariable(SampleArgument[] arguments, ExpressionContext context) =>
        TextAt(arguments, 0).Length == 0 ? "missing variable name" : Register(arguments, 0);

    public static string? Sink(SampleArgument[] arguments, ExpressionContext context)
    {
        if (arguments.Length < 2) return null;
        var name = TextAt(arguments, 1);
        return name is "stdout" or "stderr" or "buf0" || context.Scope.IsRing(name) ? null : $"No such sink '{name}'";
    }

    /// <summary><c>regsub</c>: an expression, what replaces it, flags. The expression is compiled when all sections are known.</summary>
    public static string? Substitution(SampleArgument[] arguments, ExpressionContext context)
    {
        var flags = TextAt(arguments, 2);
        foreach (var flag in flags)
        {
            if (flag is not ('i' or 'g')) return $"invalid regex flag '{flag}', only 'i' and 'g' are supported";
        }

        if (arguments[0] is SampleArgument.Pattern pattern) arguments[0] = pattern with { IgnoreCase = flags.Contains('i', StringComparison.Ordinal) };
        return null;
    }

    public static string? VariableConditions(SampleArgument[] arguments, ExpressionContext context)
    {
        for (var i = 1; i < arguments.Length; i++)
        {
            if (!VariableConditionNames.Contains(TextAt(arguments, i))) return $"unknown condition \"{TextAt(arguments, i)}\"";
            context.Uses.Add(KeywordKind.Value, $"set-var {TextAt(arguments, i)}", context.Place);
        }

        return null;
    }

    /// <summary>Any number is good; another than 0 asks for more than the plain hash.</summary>
    public static string? Avalanche(SampleArgument[] arguments, ExpressionContext context)
    {
        if (NumberAt(arguments, 0) != 0) context.Uses.Add(KeywordKind.Value, "hash avalanche", context.Place);
        return null;
    }

    public static string? UrlEncoding(SampleArgument[] arguments, ExpressionContext context) =>
        TextAt(arguments, 0) is "" or "query" ? null : "Unexpected encode type. Allowed value is 'query'";

    public static string? JsonInput(SampleArgument[] arguments, ExpressionContext context) =>
        TextAt(arguments, 0) is "" or "ascii" or "utf8" or "utf8s" or "utf8p" or "utf8ps"
            ? null
            : "Unexpected input code type. Allowed value are 'ascii', 'utf8', 'utf8s', 'utf8p' and 'utf8ps'";

    public static string? JsonQuery(SampleArgument[] arguments, ExpressionContext context) =>
        TextAt(arguments, 0).Length == 0 ? "json_path must not be empty" : JwtQuery(arguments, context);

    public static string? JwtQuery(SampleArgument[] arguments, ExpressionContext context) =>
        TextAt(arguments, 1) is "" or "int" ? null : "output_type only supports \"int\" as argument";

    internal static string TextAt(SampleArgument[] arguments, int position) =>
        position < arguments.Length && arguments[position] is SampleArgument.Text text ? text.Value : "";

    internal static long NumberAt(SampleArgument[] arguments, int position) =>
        position < arguments.Length && arguments[position] is SampleArgument.Integer integer ? integer.Value : 0;

    private static string? Truncation(SampleArgument[] arguments) =>
        NumberAt(arguments, 2) is 0 or 1 ? null : string.Create(CultureInfo.InvariantCulture, $"Unsupported truncate value ({NumberAt(arguments, 2)})");

    private static string? Register(SampleArgument[] arguments, int position)
    {
        var name = TextAt(arguments, position);
        if (ArgumentReader.ReadVariable(name, out _) is not { } variable) return $"failed to register variable name '{name}'";
        arguments[position] = new SampleArgument.Variable(variable);
        return null;
    }
}
