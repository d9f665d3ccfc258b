using System.Text;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;
using Daemon.Linux;
using HAProxy.Net.AccessLog;
using HAProxy.Net.Runtime;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

/// <summary>Turns the rules of one proxy's model into steps, when the runtime is built.</summary>
/// <param name="proxyName">The default realm of <c>auth</c>.</param>
public sealed class RuleCompiler(SampleCompiler samples, string proxyName)
{
    /// <returns>Null when there are no rules.</returns>
    public HttpRules? Compile(HttpRule[] rules, bool isResponse) => rules.Length == 0
        ? null
        : new CompiledRules([.. rules.Select(rule => (CompiledCondition.Compile(rule.Condition, samples), Step(rule.Action, isResponse)))]);

    /// <returns>Null when there are no lines.</returns>
    public BackendSwitch? Compile(UseBackend[] lines, Func<string, Backend?> find) => lines.Length == 0
        ? null
        : new CompiledSwitch(
            [.. lines.Select(line => (CompiledCondition.Compile(line.Condition, samples), line.Backend is null ? null : find(line.Backend.Name), line.Dynamic is null ? null : Text(line.Dynamic)))],
            find);

    private RuleStep Step(RuleAction action, bool isResponse) => action switch
    {
        RuleAction.Allow => new AllowStep(),
        RuleAction.Deny { Reply: null } deny => new OwnReplyStep(deny.Status, StepOutcome.Denied, isResponse),
        RuleAction.Deny deny => Reply(deny.Reply!, StepOutcome.Denied, isResponse),
        RuleAction.Return @return => Reply(@return.Reply, StepOutcome.Answered, isResponse),
        RuleAction.Redirect redirect => new RedirectStep(redirect, Text(redirect.Target), StatusReasons.Of(redirect.Code).ToArray(), redirect.SetCookie is { } cookie ? ByteText.Encode(cookie) : null),
        RuleAction.SetHeader header => new WriteHeaderStep(Lower(header.Name), Text(header.Value), replace: true, isResponse),
        RuleAction.AddHeader header => new WriteHeaderStep(Lower(header.Name), Text(header.Value), replace: false, isResponse),
        RuleAction.DeleteHeader header => new DeleteHeaderStep(header.Method == MatchMethod.Regex ? ByteText.Encode(header.Name) : Lower(header.Name), header.Method, isResponse),
        RuleAction.SetVariable { Format: { } format } variable => new FormatVariableStep(samples.IndexOfVariable(variable.Variable), Text(format)),
        RuleAction.SetVariable variable => new SetVariableStep(samples.IndexOfVariable(variable.Variable), samples.Compile(variable.Value!)),
        RuleAction.UnsetVariable variable => new UnsetVariableStep(samples.IndexOfVariable(variable.Variable)),
        RuleAction.SetPath set => new SetTargetStep(TargetPart.Path, Text(set.Value)),
        RuleAction.SetPathAndQuery set => new SetTargetStep(TargetPart.PathAndQuery, Text(set.Value)),
        RuleAction.ReplaceHeader replace => new ReplaceHeaderStep(Lower(replace.Name), Expression(replace.Pattern), Text(replace.Value), replace.Whole, isResponse),
        RuleAction.ReplaceTarget replace => new ReplaceTargetStep(
            replace.Part switch { TargetReplacement.Path => TargetPart.Path, TargetReplacement.PathAndQuery => TargetPart.PathAndQuery, _ => TargetPart.Uri },
            Expression(replace.Pattern), Text(replace.Value)),
        RuleAction.SetQuery set => new SetTargetStep(TargetPart.Query, Text(set.Value)),
        RuleAction.SetUri set => new SetTargetStep(TargetPart.Uri, Text(set.Value)),
        RuleAction.SetMethod set => new SetTargetStep(TargetPart.Method, Text(set.Value)),
        RuleAction.SetStatus set => new SetStatusStep(set.Status, set.Reason is { } reason ? ByteText.Encode(reason) : StatusReasons.Of(set.Status).ToArray()),
        RuleAction.Auth auth => new AuthStep(Encoding.UTF8.GetBytes($"Basic realm=\"{auth.Realm ?? proxyName}\"")),
        _ => throw new InvalidOperationException($"no implementation of the action {action.GetType().Name}"),
    };

    private RuleStep Reply(HttpReply reply, StepOutcome outcome, bool isResponse)
    {
        if (reply.DefaultErrorFiles) return new OwnReplyStep(reply.Status, outcome, isResponse);
        if (reply.RawMessage is { } raw) return new RawReplyStep(raw, outcome);
        return new ReplyStep
        {
            Status = reply.Status,
            Reason = StatusReasons.Of(reply.Status).ToArray(),
            Outcome = outcome,
            ContentType = reply.ContentType is { } type ? ByteText.Encode(type) : null,
            Body = reply.Body ?? [],
            FormattedBody = reply.FormattedBody is { } format ? Text(format) : null,
            Headers = [.. reply.Headers.Select(h => (Lower(h.Name), Text(h.Value)))],
        };
    }

    private FormattedText Text(LogFormat format) => new(CompiledLogFormat.Compile(format, samples, isLog: false));

    private static Pcre2 Expression(string pattern) =>
        Pcre2.Compile(ByteText.Encode(pattern), ignoreCase: false, out var fault) ?? throw new InvalidOperationException(fault);

    private static byte[] Lower(string name) => ByteText.Encode(name.ToLowerInvariant());
}

/// <summary>The <c>use_backend</c> lines of a frontend: the first that applies (configuration.txt 4.2 "use_backend").</summary>
internal sealed class CompiledSwitch((CompiledCondition? Condition, Backend? Backend, FormattedText? Name)[] lines, Func<string, Backend?> find) : BackendSwitch
{
    public override Backend? Choose(StreamContext stream)
    {
        foreach (ref readonly var line in lines.AsSpan())
        {
            if (line.Condition is { } condition && !condition.Matches(stream)) continue;
            if (line.Name is null) return line.Backend;

            // A name that is no backend's: the default backend serves the request.
            return find(Encoding.UTF8.GetString(line.Name.Make(stream)));
        }

        return null;
    }
}
