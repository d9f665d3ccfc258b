using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Expressions.SampleType;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Converters of texts, and those that only look at a sample or keep it (configuration.txt 7.3.1).</summary>
internal static class TextConverters
{
    private const string Piece = "integer,string[,integer]";

    public static ConverterSignature[] Rows { get; } =
    [
        new("add_item", "string,string[,string]", SampleType.String, SampleType.String) { Check = ArgumentChecks.AddedItem },
        new("capture-req", "integer", SampleType.String, SampleType.String),
        new("capture-res", "integer", SampleType.String, SampleType.String),
        new("concat", "string[,string,string]", SampleType.String, SampleType.String) { Check = ArgumentChecks.MiddleVariable },
        new("cut_crlf", "", SampleType.String, SampleType.String),
        new("debug", "[string,string]", Any, Any) { Check = ArgumentChecks.Sink },
        new("field", Piece, SampleType.String, SampleType.String) { Check = ArgumentChecks.IndexAndSeparators },
        new("host_only", "", SampleType.String, SampleType.String),
        new("language", "string[,string]", SampleType.String, SampleType.String),
        new("length", "", SampleType.String, Integer),
        new("lower", "", SampleType.String, SampleType.String),
        new("ltrim", "string", SampleType.String, SampleType.String),
        new("port_only", "", SampleType.String, Integer),
        new("regsub", "regex,string[,string]", SampleType.String, SampleType.String) { Check = ArgumentChecks.Substitution },
        new("rtrim", "string", SampleType.String, SampleType.String),
        new("set-var", "variable[,string,string,string,string]", Any, Any) { Check = ArgumentChecks.VariableConditions },
        new("strcmp", "string", SampleType.String, Integer) { Check = ArgumentChecks.ComparedVariable },
        new("unset-var", "variable", Any, Any),
        new("upper", "", SampleType.String, SampleType.String),
        new("url_dec", "[integer]", SampleType.String, SampleType.String),
        new("url_enc", "string", SampleType.String, SampleType.String) { Check = ArgumentChecks.UrlEncoding },
        new("word", Piece, SampleType.String, SampleType.String) { Check = ArgumentChecks.IndexAndSeparators },
    ];
}
