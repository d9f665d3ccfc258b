using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>What reading an expression gave: the expression, or why there is none.</summary>
/// <param name="Error">In HAProxy's words, without final period; empty on success.</param>
/// <param name="End">Offset behind the expression in the text.</param>
public readonly record struct SampleReading(SampleExpression? Expression, string Error, int End);

/// <summary>
/// Resolves a sample expression against the signature rows: names, arguments, types from converter to converter
/// (configuration.txt 7.3). The first fault ends the reading; its text is HAProxy 2.6's.
/// </summary>
public static class SampleReader
{
    /// <summary>Reads a whole word as an expression.</summary>
    public static SampleReading Read(string text, ExpressionContext context) => Read(text, context, whole: true);

    /// <summary>Reads an expression from the beginning of a text and stops where it ends: log formats look for the <c>]</c> themselves.</summary>
    public static SampleReading ReadPrefix(string text, ExpressionContext context) => Read(text, context, whole: false);

    /// <summary>
    /// Reads the expression of an ACL whose first name is an ACL keyword; its faults are worded differently there.
    /// </summary>
    internal static SampleReading ReadAcl(string text, AclKeyword keyword, ExpressionContext context)
    {
        var reading = new Reading(text, context) { Keyword = keyword };
        return reading.Run(whole: true);
    }

    private static SampleReading Read(string text, ExpressionContext context, bool whole) => new Reading(text, context).Run(whole);

    private sealed class Reading(string text, ExpressionContext context)
    {
        public AclKeyword? Keyword { get; init; }

        private int _end;

        public SampleReading Run(bool whole)
        {
            var tree = ExpressionGrammar.Parse(text);
            _end = tree.Fetch.End;
            if (tree.Fetch.Name.Length == 0) return Fault("missing fetch method");

            var name = Keyword?.Fetch ?? tree.Fetch.Name;
            if (Signatures.Fetch(name) is not { } fetch || IsUnknownToLua(name)) return Fault($"unknown fetch method '{tree.Fetch.Name}'");

            var arguments = ArgumentReader.Read(text, tree.Fetch, fetch.Parameters, context, out var error, out _);
            if (arguments is null) return Fault(Keyword is null ? $"fetch method '{name}' : {error}" : $"ACL keyword '{Keyword.Name}' : {error}");
            if (error.Length == 0) error = fetch.Check?.Invoke(arguments, context) ?? "";
            if (error.Length > 0)
            {
                return Fault(Keyword is null ? $"invalid args in fetch method '{name}' : {error}" : $"in argument to '{Keyword.Name}', {error}");
            }

            Refer(fetch, null, arguments, fetch.Parameters);
            if (whole && tree.Converters.Length == 0 && tree.End < text.Length)
            {
                return Fault(Keyword is null
                    ? $"missing comma after fetch keyword '{name}'"
                    : $"ACL keyword '{Keyword.Name}' : missing comma after fetch keyword.");
            }

            context.Uses.Add(KeywordKind.Fetch, fetch.Name, context.Place);
            var type = fetch.Output;
            var calls = tree.Converters.IsEmpty ? null : new List<ConverterCall>(tree.Converters.Length);
            for (var i = 0; i < tree.Converters.Length; i++)
            {
                var call = tree.Converters[i];
                _end = call.End;
                var last = i == tree.Converters.Length - 1;
                if (call.Name.Length == 0 && call.Arguments is null && (!last || tree.End == text.Length)) continue;

                var fault = Convert(call, fetch, ref type, calls!);
                if (fault is null && whole && last && tree.End < text.Length) fault = $"missing comma after converter '{call.Name}'";
                if (fault is not null) return Fault(Keyword is null ? fault : $"ACL keyword '{Keyword.Name}' : {fault}.");
            }

            var expression = new SampleExpression(fetch.Name, arguments, calls is null ? [] : [.. calls], type, context.Place) { Text = text[..tree.End] };
            return new SampleReading(expression, "", tree.End);
        }

        private bool IsUnknownToLua(string name) => Features.LuaNames.IsOne(name) && !context.Scope.MayBeLua(name);

        private string? Convert(CallSyntax call, FetchSignature fetch, ref SampleType type, List<ConverterCall> calls)
        {
            if (Signatures.Converter(call.Name) is not { } converter || IsUnknownToLua(call.Name)) return $"unknown converter '{call.Name}'";
            if (!SampleTypes.CanCast(type, converter.Input)) return $"converter '{call.Name}' cannot be applied";
            var arguments = ArgumentReader.Read(text, call, converter.Parameters, context, out var error, out var faulty);
            if (arguments is null) return $"invalid arg {faulty} in converter '{call.Name}' : {error}";
            if (error.Length == 0) error = converter.Check?.Invoke(arguments, context) ?? "";
            if (error.Length > 0) return $"invalid args in converter '{call.Name}' : {error}";
            Refer(fetch, converter, arguments, converter.Parameters);
            context.Uses.Add(KeywordKind.Converter, converter.Name, context.Place);
            calls.Add(new ConverterCall(converter.Name, arguments));
            type = converter.Output;
            return null;
        }

        private void Refer(FetchSignature fetch, ConverterSignature? converter, SampleArgument[] arguments, Parameter[] parameters)
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                if (arguments[i] is SampleArgument.Proxy or SampleArgument.Table or SampleArgument.Server or SampleArgument.UserList or SampleArgument.Pattern)
                {
                    context.Scope.References.Add(new NameReference(parameters[i].Kind, arguments[i], i + 1, Spoken(fetch, converter), context.Place));
                }
            }
        }

        private string Spoken(FetchSignature fetch, ConverterSignature? converter)
        {
            var keyword = context.Expression.Length == 0 ? $"ACL keyword '{fetch.Name}'" : $"sample fetch keyword '{fetch.Name}' in {context.Expression}";
            return converter is null ? keyword : $"conversion keyword '{converter.Name}' for {keyword}";
        }

        private SampleReading Fault(string error) => new(null, error, _end);
    }
}
