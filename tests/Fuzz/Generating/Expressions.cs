using System.Text;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace Fuzz.Generating;

/// <summary>Samples, tests, conditions and log formats out of the signature rows.</summary>
internal sealed class Expressions(Random random, Func<string, Scene, string> value)
{
    private const int Tries = 12;

    private readonly Deck<FetchSignature> _fetches = new(Signatures.Fetches, random);
    private readonly Deck<ConverterSignature> _converters = new(Signatures.Converters, random);
    private readonly Deck<AclKeyword> _keywords = new(Signatures.AclKeywords, random);
    private readonly Deck<string> _methods = new(Enum.GetValues<MatchMethod>().Select(MatchMethods.NameOf), random);
    private readonly Deck<string> _aliases = new(LogFormatReader.BuiltAliases.Order(StringComparer.Ordinal), random);

    /// <summary>A sample that can be had in the places of the scene and that HAProxy turns into the wanted type by itself.</summary>
    public string Sample(Scene scene, SampleType wanted)
    {
        for (var tries = Tries; tries > 0; tries--)
        {
            var (text, type) = Sample(scene);
            if (SampleTypes.CanCast(type, wanted)) return text;
            if (_converters.Draw(one => SampleTypes.CanCast(type, one.Input) && SampleTypes.CanCast(one.Output, wanted) && IsHere(one, scene)) is { } last) return $"{text},{Call(last.Name, last.Parameters, scene)}";
        }

        return wanted is SampleType.Address ? "src" : "int(1)";
    }

    /// <summary>A test with its patterns, as <c>acl</c> takes it.</summary>
    public string Test(Scene scene)
    {
        if (random.Next(3) == 0 && _keywords.Draw(one => Signatures.Fetch(one.Fetch) is { } fetch && Allows(fetch, scene)) is { } keyword)
        {
            var fetch = Signatures.Fetch(keyword.Fetch)!;
            var call = Call(keyword.Name, fetch.Parameters, scene, fetch.Name);
            return keyword.Groups ? $"{call} g1" : keyword.Dotted ? $"{call} 3.1" : $"{call}{Flags(keyword.Method)}{Patterns(keyword.Method)}";
        }

        var (text, type) = Sample(scene);
        if (text.StartsWith("http_auth_group", StringComparison.Ordinal)) return text.Contains("),", StringComparison.Ordinal) ? $"{text} -m found" : $"{text} g1";
        var method = MatchMethods.Default(type);
        var stated = "";
        if (method is null || random.Next(2) == 0)
        {
            var name = _methods.Draw(one => SampleTypes.CanCast(type, MatchMethods.Compared(MatchMethods.Find(one)!.Value)))!;
            method = MatchMethods.Find(name);
            stated = $" -m {name}";
        }

        var known = method ?? MatchMethod.Found;
        return $"{text}{stated}{Flags(known)}{Patterns(known)}";
    }

    /// <summary>What stands behind <c>if</c> and <c>unless</c>.</summary>
    public string Condition(Scene scene)
    {
        var text = new StringBuilder();
        for (var terms = random.Next(1, 4); terms > 0; terms--)
        {
            if (text.Length > 0) text.Append(random.Next(2) == 0 ? " || " : " ");
            if (random.Next(3) == 0) text.Append('!');
            text.Append(random.Next(3) == 0 ? value("named test", scene) : $"{{ {Test(scene)} }}");
        }

        return text.ToString();
    }

    /// <summary>A log format without blanks.</summary>
    public string Format(Scene scene, bool aliases)
    {
        var text = new StringBuilder();
        for (var items = random.Next(1, 4); items > 0; items--)
        {
            text.Append(random.Next(3) switch
            {
                0 => value("word", scene),
                1 when aliases => $"%{(random.Next(4) == 0 ? "{+Q}" : "")}{_aliases.Draw(one => scene.Proxy is { Http: true } || !LogFormatReader.NeedsHttp(one))}/",
                _ => $"%[{Sample(scene, SampleType.String)}]",
            });
        }

        return text.Replace(" ", "").ToString();
    }

    private static bool Allows(FetchSignature fetch, Scene scene) => (fetch.Places & scene.Places) != 0 && !(fetch.Source.IsBuffer && scene.Proxy is { Http: true });

    private static bool IsHere(ConverterSignature converter, Scene scene) => converter.Name is not ("capture-req" or "capture-res") || scene.Proxy is { IsFront: true };

    private (string Text, SampleType Type) Sample(Scene scene)
    {
        if (_fetches.Draw(one => Allows(one, scene)) is not { } fetch) return ("int(1)", SampleType.Integer);
        var text = Call(fetch.Name, fetch.Parameters, scene);
        var type = fetch.Output;
        for (var more = Math.Max(0, random.Next(4) - 1); more > 0; more--)
        {
            var from = type;
            if (_converters.Draw(one => SampleTypes.CanCast(from, one.Input) && IsHere(one, scene)) is not { } converter) break;
            text += "," + Call(converter.Name, converter.Parameters, scene);
            type = converter.Output;
        }

        return (text, type);
    }

    private string Call(string name, Parameter[] parameters, Scene scene, string? fetch = null)
    {
        string arguments;
        if (SignatureForms.Of(fetch ?? name) is { } form)
        {
            arguments = Notation.Parse(form).Write(hole => value(hole, scene), random);
        }
        else
        {
            var count = parameters.Count(one => one.Required);
            while (count < parameters.Length && random.Next(2) == 0) count++;
            arguments = string.Join(',', parameters.Take(count).Select(one => value("argument " + one.Kind, scene)));
        }

        return arguments.Length == 0 ? name : $"{name}({arguments})";
    }

    private string Flags(MatchMethod method) =>
        method is MatchMethod.String or MatchMethod.Beginning or MatchMethod.End or MatchMethod.Substring or MatchMethod.Directory or MatchMethod.Domain or MatchMethod.Regex
        && random.Next(4) == 0 ? random.Next(3) == 0 ? " -i -f words.acl" : " -i" : "";

    private string Patterns(MatchMethod method) => method switch
    {
        MatchMethod.Found or MatchMethod.Boolean => "",
        MatchMethod.Integer or MatchMethod.Length => random.Next(3) switch { 0 => $" {random.Next(100)}", 1 => $" ge {random.Next(100)}", _ => $" {random.Next(10)}:{random.Next(10, 100)}" },
        MatchMethod.Ip => random.Next(2) == 0 ? " 10.0.0.0/8 ::1" : $" 192.168.{random.Next(256)}.1",
        MatchMethod.Binary => " 616263",
        MatchMethod.Regex or MatchMethod.RegexGroups => " ^a.*z$",
        _ => random.Next(2) == 0 ? " a.example" : " /a /b",
    };
}
