using ConfParsers.Haproxy.Expressions;
using Daemon.Linux;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

/// <summary><c>set-header</c> and <c>add-header</c>: the header stands at the end; an empty value is a header without value.</summary>
internal sealed class WriteHeaderStep(byte[] name, FormattedText value, bool replace, bool isResponse) : RuleStep
{
    public override StepOutcome Run(StreamContext stream)
    {
        var head = isResponse ? stream.Response : stream.Request;
        var text = value.Make(stream);
        return Fits(replace ? head.Set(name, text) : head.Add(name, text));
    }
}

/// <summary><c>del-header name [-m meth]</c>: names are compared in lower case, also with a regular expression (measured).</summary>
internal sealed class DeleteHeaderStep(byte[] name, MatchMethod method, bool isResponse) : RuleStep
{
    private readonly Pcre2? _expression = method == MatchMethod.Regex ? Pcre2.Compile(name, ignoreCase: false, out _) : null;

    public override StepOutcome Run(StreamContext stream)
    {
        var head = isResponse ? stream.Response : stream.Request;
        if (method == MatchMethod.String)
        {
            head.RemoveAll(name);
            return StepOutcome.Next;
        }

        for (var slot = 0; slot < head.Count; slot++)
        {
            if (!head.IsRemoved(slot) && Matches(head.Name(slot))) head.Remove(slot);
        }

        return StepOutcome.Next;
    }

    private bool Matches(ReadOnlySpan<byte> header) => method switch
    {
        MatchMethod.Beginning => header.StartsWith(name),
        MatchMethod.End => header.EndsWith(name),
        MatchMethod.Substring => header.IndexOf(name) >= 0,
        _ => _expression!.IsMatch(header),
    };
}

/// <summary><c>set-status</c></summary>
internal sealed class SetStatusStep(int status, byte[] reason) : RuleStep
{
    public override StepOutcome Run(StreamContext stream)
    {
        stream.Response.Status = status;
        return Fits(stream.Response.SetReason(reason));
    }
}
