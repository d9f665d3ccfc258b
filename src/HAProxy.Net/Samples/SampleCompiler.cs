using System.Text;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;
using Daemon.Linux;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Samples;

/// <summary>
/// Turns the expressions of one proxy's model into delegates and numbers, when the runtime is built. Names of variables and
/// proxies are resolved here, so that the data path sees indexes and identities only.
/// </summary>
/// <param name="variables">One for the whole configuration.</param>
/// <param name="frontend">Finds a frontend by name; the empty name is the proxy the expression stands in.</param>
/// <param name="backend">Finds a backend likewise.</param>
public sealed class SampleCompiler(VariableNames variables, Func<string, Frontend?> frontend, Func<string, Backend?> backend)
{
    /// <exception cref="InvalidOperationException">The reader let something through that it should have refused.</exception>
    public CompiledSample Compile(SampleExpression expression)
    {
        var signature = Signatures.Fetch(expression.Fetch) ?? throw Missing(expression.Fetch);
        var fetch = Fetches.Find(expression.Fetch) ?? throw Missing(expression.Fetch);
        var steps = new CompiledSample.Step[expression.Converters.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var call = expression.Converters[i];
            var converter = Signatures.Converter(call.Name) ?? throw Missing(call.Name);
            var method = Converters.Find(call.Name) ?? throw Missing(call.Name);
            steps[i] = new CompiledSample.Step(method, Bind(call.Arguments, converter.Parameters, lowerNames: false, converter.Output), converter.Input);
        }

        var operands = expression.Fetch switch
        {
            "hostname" => Constant(Environment.MachineName),
            "env" => Constant(Environment.GetEnvironmentVariable(((SampleArgument.Text)expression.Arguments[0]).Value) ?? ""),
            "bin" => new Operands { Texts = [Convert.FromHexString(((SampleArgument.Text)expression.Arguments[0]).Value)], Numbers = [0], Count = 1 },
            _ => Bind(expression.Arguments, signature.Parameters, lowerNames: expression.Fetch.Contains("hdr", StringComparison.Ordinal)),
        };
        return new CompiledSample(fetch, operands, steps);
    }

    public int IndexOfVariable(Variable variable) => variables.IndexOf(variable);

    private static Operands Constant(string text) => new() { Texts = [Encoding.UTF8.GetBytes(text)], Numbers = [0], Count = 1 };

    /// <param name="output">Of a converter; the values of a map are of this type.</param>
    private Operands Bind(SampleArgument[] arguments, Parameter[] parameters, bool lowerNames, SampleType output = SampleType.Any)
    {
        var numbers = new long[arguments.Length];
        var texts = new byte[]?[arguments.Length];
        var variable = -1;
        Pcre2? expression = null;
        MapTable? map = null;
        Frontend? ofFrontend = null;
        Backend? ofBackend = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case SampleArgument.Integer integer:
                    numbers[i] = integer.Value;
                    break;
                case SampleArgument.Text text:
                    // Header names are stored in lower case.
                    texts[i] = ByteText.Encode(lowerNames ? text.Value.ToLowerInvariant() : text.Value);
                    break;
                case SampleArgument.Address address:
                    texts[i] = address.Value.GetAddressBytes();
                    break;
                case SampleArgument.Mask mask:
                    texts[i] = mask.Value.GetAddressBytes();
                    break;
                case SampleArgument.Map file:
                    map = new MapTable(file, output, arguments.Length > 1 ? Fallback(arguments[1], output) : null);
                    break;
                case SampleArgument.Pattern pattern:
                    expression = Pcre2.Compile(ByteText.Encode(pattern.Value), pattern.IgnoreCase, out var fault) ?? throw new InvalidOperationException(fault);
                    break;
                case SampleArgument.Variable named:
                    variable = variables.IndexOf(named.Named);
                    break;
                case SampleArgument.Proxy { Named: var proxy } when parameters[i].Kind == ArgumentKind.Frontend:
                    ofFrontend = frontend(proxy.Name) ?? throw new InvalidOperationException($"no frontend '{proxy.Name}'");
                    break;
                case SampleArgument.Proxy { Named: var proxy }:
                    ofBackend = backend(proxy.Name) ?? throw new InvalidOperationException($"no backend '{proxy.Name}'");
                    break;
            }
        }

        return new Operands
        {
            Numbers = numbers, Texts = texts, Variable = variable, Expression = expression, Map = map, Frontend = ofFrontend, Backend = ofBackend, Count = arguments.Length,
        };
    }

    private static Sample? Fallback(SampleArgument argument, SampleType type) => argument switch
    {
        SampleArgument.Integer integer => MapTable.Value(integer.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), type),
        SampleArgument.Text text => MapTable.Value(text.Value, type),
        _ => null,
    };

    private static InvalidOperationException Missing(string name) => new($"no implementation of '{name}'");
}
