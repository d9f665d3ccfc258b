using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using ConfParsers.Haproxy;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy.Model;

/// <summary>
/// The values of a model, one a line with its path and its type, as a program would read them, without those that are no, 0 or empty. Places are left out: they say where, not what. A reference
/// is what it leads to.
/// </summary>
internal static class ModelWalk
{
    public static Dictionary<string, string> Values(HaproxyModel model)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk("", model, values);
        return values;
    }

    /// <param name="said">The property could be null: no and 0 were said.</param>
    private static void Walk(string path, object? value, Dictionary<string, string> values, bool said = false)
    {
        switch (value)
        {
            case false or 0 when said:
                values[path] = $"{value.GetType().Name} {value}";
                return;

            // What says nothing: a default that is no, none or nothing.
            case null or false or 0 or 0L or 0u or "":
                return;
            case TimeSpan { Ticks: 0 }:
                return;
            case string text:
                values[path] = $"\"{text}\"";
                return;
            case byte[] bytes:
                values[path] = $"{bytes.Length} bytes";
                return;
            case TimeSpan time:
                values[path] = $"{time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms";
                return;
            case IPAddress address:
                values[path] = $"address {address}";
                return;
            case Enum or bool:
                values[path] = $"{value.GetType().Name} {value}";
                return;
            case IConvertible number:
                values[path] = $"{value.GetType().Name} {number.ToString(CultureInfo.InvariantCulture)}";
                return;
            case Span or SourceText:
                return;
            case IEnumerable items:
                var at = 0;
                foreach (var item in items) Walk($"{path}[{at++}]", item, values, said: true);
                return;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++) Walk($"{path}.{i + 1}", tuple[i], values, said: true);
                return;
        }

        var before = values.Count;
        var type = value.GetType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Reference<>))
        {
            var target = type.GetProperty(nameof(Reference<ProxyModel>.Target))!.GetValue(value) as INamed;
            values[path] = target is null ? $"name {value} of a {type.GetGenericArguments()[0].Name} elsewhere" : $"-> {target.GetType().Name} {target.Name}";
            return;
        }

        // A form of a choice, and a record that has nothing to say, show by their name.
        if (type.BaseType is { IsAbstract: true } && !type.IsValueType) values[path] = $"a {Name(type)}";
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // What was written, for messages, beside what it means.
            if (property.Name == "Text" && type.GetProperty("Items") is not null) continue;
            if (property.Name is "Text" && type.GetProperty("Fetch") is not null) continue;
            Walk(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.GetValue(value), values, Nullable.GetUnderlyingType(property.PropertyType) is not null);
        }

        if (values.Count == before && path.Length > 0) values[path] = $"a {Name(type)}";
    }

    private static string Name(Type type) => type.DeclaringType is { } outer ? $"{outer.Name}.{type.Name}" : type.Name;

    /// <summary>What the second has that the first has not, or has otherwise; and what it has no more.</summary>
    public static string Difference(Dictionary<string, string> before, Dictionary<string, string> after)
    {
        var text = new StringBuilder();
        foreach (var (path, value) in after.Where(pair => before.GetValueOrDefault(pair.Key) != pair.Value)) text.Append($"    {path} = {value}\n");
        foreach (var path in before.Keys.Where(path => !after.ContainsKey(path) && !after.Keys.Any(other => other.StartsWith(path + ".", StringComparison.Ordinal)))) text.Append($"    {path} no more\n");
        return text.ToString();
    }
}
