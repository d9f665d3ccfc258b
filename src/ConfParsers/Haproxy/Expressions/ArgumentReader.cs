using System.Globalization;
using System.Net;
using System.Net.Sockets;
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

        // "()" is as good as no parentheses.
        if (written is [{ Text: "" }] && call.Arguments!.Closed && text[written[0].Start] == ')') written = [];
        var values = new List<SampleArgument>(Math.Max(written.Length, parameters.Length));
        var valueError = "";
        for (var i = 0; i < parameters.Length; i++)
        {
            faulty = i + 1;
            var given = i < written.Length;
            var word = given ? written[i].Text : "";
            if (!given && !parameters[i].Required) break;
            if (word.Length == 0 && IsScalar(parameters[i].Kind))
            {
                if (parameters[i].Required)
                {
                    error = i > 0 && !given
                        ? Missing(i, parameters)
                        : $"expected type '{NameOf(parameters[i].Kind)}' at position {i + 1}, but got nothing";
                    return null;
                }

                values.Add(SampleArgument.Absent.Value);
                continue;
            }

            if (!given && i > 0)
            {
                error = Missing(i, parameters);
                return null;
            }

            var value = ReadValue(parameters[i].Kind, word, out var fault);
            if (value is null)
            {
                // Numbers and addresses are checked while the list is read, all else when it is complete.
                if (IsScalar(parameters[i].Kind))
                {
                    error = $"failed to parse '{word}' as type '{NameOf(parameters[i].Kind)}' at position {i + 1}";
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
            if (written.Length > parameters.Length)
            {
                faulty = parameters.Length == 0 ? 1 : kept;
                var rest = parameters.Length == 0 ? written[0].Start : written[kept].Start - 1;
                error = rest < text.Length ? $"expected ')' before '{text[rest..]}'" : "expected ')'";
                return null;
            }

            if (!list.Closed)
            {
                faulty = kept == parameters.Length ? kept + 1 : Math.Max(1, kept);
                error = "expected ')'";
                return null;
            }
        }

        error = valueError;
        return [.. values];
    }

    /// <summary>A variable name with its scope (configuration.txt 2.8); the error is HAProxy's.</summary>
    public static SampleArgument.Variable? ReadVariable(string word, out string error)
    {
        error = "";
        if (word.Length == 0)
        {
            error = "Empty variable name cannot be accepted";
            return null;
        }

        var dot = word.IndexOf('.', StringComparison.Ordinal);
        var scope = dot < 0 ? "" : word[..dot];
        if (scope is not ("proc" or "sess" or "txn" or "req" or "res" or "check") || dot + 1 == word.Length)
        {
            error = $"invalid variable name '{word}'. A variable name must be start by its scope. The scope can be 'proc', 'sess', 'txn', 'req', 'res' or 'check'";
            return null;
        }

        for (var i = dot + 1; i < word.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(word[i]) || word[i] is '_' or '.') continue;
            error = $"invalid syntax at char '{word[i..]}'";
            return null;
        }

        return new SampleArgument.Variable(scope, word[(dot + 1)..]);
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
        $"missing arguments (got {got}/{parameters.Count(p => p.Required)}), type '{NameOf(parameters[got].Kind)}' expected";

    private static bool IsScalar(ArgumentKind kind) => kind is ArgumentKind.Integer or ArgumentKind.IPv4 or ArgumentKind.IPv6 or ArgumentKind.IPv4Mask or ArgumentKind.IPv6Mask;

    private static string NameOf(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Integer => "integer",
        ArgumentKind.IPv4 => "IPv4 address",
        ArgumentKind.IPv6 => "IPv6 address",
        ArgumentKind.IPv4Mask => "IPv4 mask",
        ArgumentKind.IPv6Mask => "IPv6 mask",
        ArgumentKind.Frontend => "frontend",
        ArgumentKind.Backend => "backend",
        _ => "string",
    };

    private static SampleArgument? ReadValue(ArgumentKind kind, string word, out string error)
    {
        error = "";
        switch (kind)
        {
            case ArgumentKind.Integer:
                return TryReadNumber(word, out var number) ? new SampleArgument.Integer(number) : null;

            case ArgumentKind.Text:
                return new SampleArgument.Text(word);

            case ArgumentKind.Variable:
                return ReadVariable(word, out error);

            case ArgumentKind.IntegerOrVariable:
                if (word.Length == 0) return new SampleArgument.Integer(0);
                if (TryReadNumber(word, out var operand)) return new SampleArgument.Integer(operand);
                if (ReadVariable(word, out _) is { } variable) return variable;
                error = "expects an integer or a variable name";
                return null;

            case ArgumentKind.Boolean:
                if (word == "1" || word.Equals("true", StringComparison.OrdinalIgnoreCase)) return new SampleArgument.Integer(1);
                if (word == "0" || word.Equals("false", StringComparison.OrdinalIgnoreCase)) return new SampleArgument.Integer(0);
                error = "Expects 'true', 'false', '0' or '1'";
                return null;

            case ArgumentKind.IPv4:
                return IPAddress.TryParse(word, out var v4) && v4.AddressFamily == AddressFamily.InterNetwork ? new SampleArgument.Address(v4) : null;

            case ArgumentKind.IPv6:
                return IPAddress.TryParse(word, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? new SampleArgument.Address(v6) : null;

            case ArgumentKind.IPv4Mask:
                return NetworkPatterns.TryReadMask(word, out var bits) ? new SampleArgument.Mask(bits) : null;

            case ArgumentKind.IPv6Mask:
                return TryReadNumber(word, out var bits6) && bits6 is >= 0 and <= 128 ? new SampleArgument.Mask((int)bits6) : null;

            case ArgumentKind.Frontend or ArgumentKind.Backend:
                return new SampleArgument.ProxyName(word);

            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }
}
