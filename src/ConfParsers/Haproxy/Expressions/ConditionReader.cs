using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>
/// The words behind <c>if</c> and <c>unless</c> (configuration.txt 7.2): named ACLs, anonymous ones between braces, <c>!</c>,
/// <c>or</c> and <c>||</c>. As in HAProxy a group without terms is never true, and a <c>!</c> at the end is nothing.
/// </summary>
public static class ConditionReader
{
    /// <summary>Predefined ACLs (configuration.txt 7.4).</summary>
    private static readonly FrozenDictionary<string, string> Predefined = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["FALSE"] = "always_false",
        ["HTTP"] = "req.proto_http",
        ["HTTP_1.0"] = "req.ver 1.0",
        ["HTTP_1.1"] = "req.ver 1.1",
        ["HTTP_2.0"] = "req.ver 2.0",
        ["HTTP_CONTENT"] = "req.hdr_val(content-length) gt 0",
        ["HTTP_URL_ABS"] = "url_reg ^[^/:]*://",
        ["HTTP_URL_SLASH"] = "url_beg /",
        ["HTTP_URL_STAR"] = "url *",
        ["LOCALHOST"] = "src 127.0.0.1/8 ::1",
        ["METH_CONNECT"] = "method CONNECT",
        ["METH_DELETE"] = "method DELETE",
        ["METH_GET"] = "method GET HEAD",
        ["METH_HEAD"] = "method HEAD",
        ["METH_OPTIONS"] = "method OPTIONS",
        ["METH_POST"] = "method POST",
        ["METH_PUT"] = "method PUT",
        ["METH_TRACE"] = "method TRACE",
        ["RDP_COOKIE"] = "req.rdp_cookie_cnt gt 0",
        ["REQ_CONTENT"] = "req.len gt 0",
        ["TRUE"] = "always_true",
        ["WAIT_END"] = "wait_end",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="unless">The word before was <c>unless</c>.</param>
    /// <param name="words">Behind <c>if</c> or <c>unless</c>, to the end of the line.</param>
    /// <param name="error">In HAProxy's words, without final period.</param>
    /// <param name="at">Index of the word that is faulty.</param>
    /// <param name="read">Called when the condition is good, before it is said where it cannot hold.</param>
    public static Condition? Read(bool unless, ReadOnlySpan<string> words, ExpressionContext context, out string error, out int at, Action? read = null)
    {
        error = "";
        List<ConditionTerm[]>? groups = null;
        var terms = new List<ConditionTerm>(words.Length);
        var negated = false;
        List<Acl>? seen = null;
        for (at = 0; at < words.Length; at++)
        {
            var word = words[at];
            while (word.StartsWith('!'))
            {
                negated = !negated;
                word = word[1..];
            }

            if (word.Length == 0) continue;
            if (word is "or" or "||")
            {
                if (terms.Count > 0) (groups ??= []).Add([.. terms]);
                terms.Clear();
                negated = false;
                continue;
            }

            Acl? acl;
            if (word == "{")
            {
                var close = words[(at + 1)..].IndexOf("}");
                if (close < 0)
                {
                    error = "missing closing '}' in condition";
                    return null;
                }

                if (AclReader.Read(words.Slice(at + 1, close), context, out error, out var within) is not { } test)
                {
                    at += 1 + within;
                    return null;
                }

                acl = new Acl(null, [test]);
                at += close + 1;
            }
            else
            {
                acl = context.Scope.FindAcl(word) ?? ReadPredefined(word, context, out error);
                if (acl is null)
                {
                    if (error.Length == 0) error = $"no such ACL : '{word}'";
                    return null;
                }
            }

            (seen ??= []).Add(acl);
            terms.Add(new ConditionTerm(negated, acl));
            negated = false;
        }

        read?.Invoke();
        seen?.Exists(acl => WarnWhereUnavailable(acl, context));
        ConditionTerm[][] last = terms.Count > 0 ? [[.. terms]] : [];
        var condition = new Condition(unless, groups is null ? last : [.. groups, .. last], context.Place);
        context.Scope.Note(condition);
        return condition;
    }

    private static Acl? ReadPredefined(string name, ExpressionContext context, out string error)
    {
        error = "";
        if (!Predefined.TryGetValue(name, out var text)) return null;
        return AclReader.Read(text.Split(' '), context, out error, out _) is { } test ? new Acl(name, [test]) : null;
    }

    /// <summary>HAProxy speaks of the first such ACL of a condition only.</summary>
    private static bool WarnWhereUnavailable(Acl acl, ExpressionContext context)
    {
        if (acl.Tests.Length == 0) return false;
        foreach (var test in acl.Tests)
        {
            if ((Signatures.Fetch(test.Sample.Fetch)!.Places & context.Where) != SamplePlaces.None) return false;
        }

        var place = PlaceNames.Of(context.Where);
        var within = context.RuleSet.Length == 0 ? "" : $" in '{context.RuleSet}'";
        context.Diagnostics.Warning(DiagnosticKind.BadCondition, context.Place, PlaceForm.Parsing, acl.Name is null
            ? $"anonymous acl will never match{within} because it uses keyword '{acl.Tests[0].Sample.Fetch}' which is incompatible with '{place}'"
            : $"acl '{acl.Name}' will never match{within} because it only involves keywords that are incompatible with '{place}'");
        return true;
    }
}
