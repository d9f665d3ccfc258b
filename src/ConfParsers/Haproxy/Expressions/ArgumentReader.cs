using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>Turns the written arguments of one fetch or converter into typed ones (configuration.txt 7.3).</summary>
internal static class ArgumentReader
{
    /// <param name="error">
    /// With a null result: the list is malformed. With a result: the list is well-formed and a value in it is not good.
    /// Empty when all is well.
    /// </param>
    /// <param name="faulty">Number of the argument at fault, from 1.</param>
    /// <returns>One value for each written argument, and for each required one that may be empty; null when malformed.</returns>
    public static SampleArgument[]? Read(
        string text, CallSyntax call, Parameter[] parameters, ExpressionContext context, out string error, out int faulty)
    {
        var written = call.Arguments?.Items ?? [];
        error = "";
        faulty = 1;

        // Without parameters "()" is as good as no parentheses.
        if (parameters.Length == 0 && written is [{ Text: "" }] && call.Arguments!.Closed && text[written[0].Start] == ')') written = [];
        var values = new List<SampleArgument>(Math.Max(written.Length, parameters.Length));
        var valueError = "";
        for (var i = 0; i < parameters.Length; i++)
        {
            faulty = i + 1;
            var given = i < written.Length;
            var word = given ? written[i].Text : "";
            if (!given && !parameters[i].Required) break;
            if (word.Length == 0 && parameters[i].IsScalar)
            {
                if (parameters[i].Required)
                {
                    error = i > 0 && !given
                        ? Missing(i, parameters)
                        : $"expected type '{parameters[i].KindName}' at position {i + 1}, but got nothing";
                    return null;
                }

                // Where a number may be left out the list ends.
                if (!AtEnd(text, call.Arguments!, i, ref error)) return null;
                error = valueError;
                return [.. values];
            }

            if (!given && i > 0)
            {
                error = Missing(i, parameters);
                return null;
            }

            var value = ReadValue(parameters[i].Kind, word, context.Scope.Names, out var fault);
            if (value is null)
            {
                // Numbers and addresses are checked while the list is read, all else when it is complete.
                if (parameters[i].IsScalar)
                {
                    error = $"failed to parse '{word}' as type '{parameters[i].KindName}' at position {i + 1}";
                    return null;
                }

                if (valueError.Length == 0) valueError = fault;
                value = SampleArgument.Absent.Value;
            }

            values.Add(value);
        }

        if (call.Arguments is { } list)
        {
            var kept = Math.Min(written.Length, parameters.Length);
            faulty = parameters.Length == 0 ? 1 : Math.Max(2, kept);
            if (written.Length > parameters.Length)
            {
                var rest = parameters.Length == 0 ? written[0].Start : written[kept].Start - 1;
                error = rest < text.Length ? $"expected ')' before '{text[rest..]}'" : "expected ')'";
                return null;
            }

            if (!list.Closed)
            {
                error = "expected ')'";
                return null;
            }
        }

        error = valueError;
        return [.. values];
    }

    /// <summary>A variable name with its scope (configuration.txt 2.8); the error is HAProxy's.</summary>
    /// <param name="behind">What stands behind the name: HAProxy shows the text from a letter that may not be in a name to its end.</param>
    public static Variable? ReadVariable(string word, out string error, string behind = "")
    {
        error = "";
        if (word.Length == 0)
        {
            error = "Empty variable name cannot be accepted";
            return null;
        }

        var dot = word.IndexOf('.', StringComparison.Ordinal);
        var scope = dot < 0 ? "" : word[..dot];
        if (Variable.ScopeOf(scope) is not { } known || dot + 1 == word.Length)
        {
            error = $"invalid variable name '{word}'. A variable name must be start by its scope. The scope can be 'proc', 'sess', 'txn', 'req', 'res' or 'check'";
            return null;
        }

        for (var i = dot + 1; i < word.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(word[i]) || word[i] is '_' or '.') continue;
            error = $"invalid syntax at char '{word[i..]}{behind}'";
            return null;
        }

        return new Variable(known, word[(dot + 1)..]);
    }

    /// <summary>A whole decimal number with optional sign; beyond 64 bits it saturates, as strtoll does.</summary>
    public static bool TryReadNumber(string word, out long value)
    {
        value = 0;
        var digits = word.AsSpan(word.StartsWith('-') || word.StartsWith('+') ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return false;
        if (!long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            value = word[0] == '-' ? long.MinValue : long.MaxValue;
        }

        return true;
    }

    private static string Missing(int got, Parameter[] parameters) =>
        $"missing arguments (got {got}/{parameters.Count(p => p.Required)}), type '{parameters[got].KindName}' expected";

    /// <summary>Behind an empty number nothing but the parenthesis may come.</summary>
    private static bool AtEnd(string text, ArgumentListSyntax list, int position, ref string error)
    {
        var at = list.Items[position].Start;
        if (position + 1 == list.Items.Length && list.Closed) return true;
        error = at < text.Length && position + 1 < list.Items.Length ? $"expected ')' before '{text[at..]}'" : "expected ')'";
        return false;
    }

    private static SampleArgument? ReadValue(ArgumentKind kind, string word, ModelNames names, out string error)
    {
        error = "";
        switch (kind)
        {
            case ArgumentKind.Integer:
                return TryReadNumber(word, out var number) ? new SampleArgument.Integer(number) : null;

            case ArgumentKind.Text:
                return new SampleArgument.Text(word);

            case ArgumentKind.Variable:
                return ReadVariable(word, out error) is { } written ? new SampleArgument.Variable(written) : null;

            case ArgumentKind.IntegerOrVariable:
                if (word.Length == 0) return new SampleArgument.Integer(0);
                if (TryReadNumber(word, out var operand)) return new SampleArgument.Integer(operand);
                if (ReadVariable(word, out _) is { } variable) return new SampleArgument.Variable(variable);
                error = "expects an integer or a variable name";
                return null;

            case ArgumentKind.Boolean:
                if (word == "1" || word.Equals("true", StringComparison.OrdinalIgnoreCase)) return new SampleArgument.Integer(1);
                if (word == "0" || word.Equals("false", StringComparison.OrdinalIgnoreCase)) return new SampleArgument.Integer(0);
                error = "Expects 'true', 'false', '0' or '1'";
                return null;

            case ArgumentKind.IPv4:
                return NumericAddress.ReadV4(word) is { } v4 ? new SampleArgument.Address(v4) : null;

            case ArgumentKind.IPv6:
                return NumericAddress.ReadV6(word) is { } v6 ? new SampleArgument.Address(v6) : null;

            case ArgumentKind.IPv4Mask:
                return NetworkPatterns.ReadMask(word) is { } mask ? new SampleArgument.Mask(mask) : null;

            case ArgumentKind.IPv6Mask:
                return NetworkPatterns.ReadMask6(word) is { } mask6 ? new SampleArgument.Mask(mask6) : null;

            case ArgumentKind.ProtobufField:
                return ReadFieldPath(word) is { } path ? new SampleArgument.FieldPath(path) : null;

            case ArgumentKind.Frontend or ArgumentKind.Backend:
                return new SampleArgument.Proxy(names.Proxy(word, kind == ArgumentKind.Backend));

            case ArgumentKind.Table:
                return new SampleArgument.Table(names.Table(word));

            case ArgumentKind.Server:
                var slash = word.IndexOf('/', StringComparison.Ordinal);
                return new SampleArgument.Server(names.Server(word, slash < 0 ? null : word[..slash], word[(slash + 1)..]));

            case ArgumentKind.UserList:
                return new SampleArgument.UserList(names.UserList(word));

            case ArgumentKind.Regex:
                return new SampleArgument.Pattern(word, IgnoreCase: false);

            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    /// <summary>Numbers with full stops between them; an empty one is 0 everywhere but at the end, and overflow wraps (measured).</summary>
    private static uint[]? ReadFieldPath(string word)
    {
        if (word.Length == 0 || !char.IsAsciiDigit(word[^1])) return null;
        var parts = word.Split('.');
        var path = new uint[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            foreach (var c in parts[i])
            {
                if (!char.IsAsciiDigit(c)) return null;
                path[i] = unchecked(path[i] * 10 + (uint)(c - '0'));
            }
        }

        return path;
    }
}
