using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The keyword <c>monitor fail</c>: when the answer to <c>monitor-uri</c> is 503 (configuration.txt 4.2).</summary>
internal static class MonitorKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("monitor", In.Frontend | In.Listen, "fail { if | unless } <condition>", Fail) { Manual = "4.2" },
    ];

    private static void Fail(Words words, ProxyBuilder proxy)
    {
        if (!words.Take("fail"))
        {
            words.Alert(DiagnosticKind.BadValue, "'monitor' only supports 'fail'.");
            return;
        }

        if (!RuleConditions.Follows(words))
        {
            words.Alert(DiagnosticKind.MissingArgument, "'monitor fail' requires either 'if' or 'unless' followed by a condition.");
            return;
        }

        if (RuleConditions.Read(words, proxy, SamplePlaces.Everywhere, out var error) is not { } condition)
        {
            words.Alert(DiagnosticKind.BadCondition, $"error detected while parsing a 'monitor fail' condition : {error}.");
            return;
        }

        RuleOrder.Warn(words, proxy, RuleStage.Monitor);
        proxy.MonitorFail.Add(condition);
    }
}
