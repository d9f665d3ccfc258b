using System.Text.Json.Serialization;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>A log-format string (configuration.txt 8.2.4): literal text, aliases such as <c>%ci</c> and samples <c>%[...]</c>.</summary>
/// <param name="Text">As written.</param>
public sealed record LogFormat(LogFormatItem[] Items, string Text, Span Place);

[Flags]
public enum LogFormatFlags
{
    None = 0,

    /// <summary><c>%{+Q}</c>: in double quotes.</summary>
    Quote = 1,

    /// <summary><c>%{+X}</c>: numbers and addresses in hexadecimal.</summary>
    Hexadecimal = 2,

    /// <summary><c>%{+E}</c>: escape quotes, backslash and brackets with a backslash.</summary>
    Escape = 4,
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(LogFormatItem.Alias), "alias")]
[JsonDerivedType(typeof(LogFormatItem.Literal), "literal")]
[JsonDerivedType(typeof(LogFormatItem.Sample), "sample")]
public abstract record LogFormatItem
{
    public sealed record Literal(string Text) : LogFormatItem;

    /// <summary><c>%name</c> or <c>%{arg}name</c>; the name without the percent sign.</summary>
    public sealed record Alias(string Name, string? Argument, LogFormatFlags Flags) : LogFormatItem;

    public sealed record Sample(SampleExpression Expression, LogFormatFlags Flags) : LogFormatItem;
}
