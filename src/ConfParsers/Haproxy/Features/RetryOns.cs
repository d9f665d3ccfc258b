using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The failures after which a request is sent once more (configuration.txt 4.2 "retry-on").</summary>
[Flags]
public enum RetryReasons
{
    None = 0,

    /// <summary>The request could not be sent; the default.</summary>
    ConnectionFailure = 1,

    /// <summary>The connection was closed without a byte of answer.</summary>
    EmptyResponse = 2,

    /// <summary>What came was no complete HTTP answer.</summary>
    JunkResponse = 4,
    ResponseTimeout = 8,

    /// <summary>Early data that the server refused.</summary>
    EarlyDataRejected = 16,
}

/// <summary><c>retry-on</c>: reasons, and the statuses that count as failures.</summary>
public sealed record RetryOn(RetryReasons Reasons, int[] Statuses)
{
    public static readonly RetryOn Default = new(RetryReasons.ConnectionFailure, []);
}

/// <summary>The keyword <c>retry-on</c> (configuration.txt 4.2).</summary>
internal static class RetryOnKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("retry-on", In.BackSide, "<reason>...", Retry) { Listed = true, Manual = "4.2", Since = "2.0", Misplaced = Misplaced.Binder },
    ];

    private static readonly FrozenDictionary<string, RetryReasons> Reasons = new Dictionary<string, RetryReasons>(StringComparer.Ordinal)
    {
        ["conn-failure"] = RetryReasons.ConnectionFailure,
        ["empty-response"] = RetryReasons.EmptyResponse,
        ["junk-response"] = RetryReasons.JunkResponse,
        ["response-timeout"] = RetryReasons.ResponseTimeout,
        ["0rtt-rejected"] = RetryReasons.EarlyDataRejected,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly int[] Statuses = [401, 403, 404, 408, 425, 500, 501, 502, 503, 504];

    /// <summary>What <c>all-retryable-errors</c> stands for.</summary>
    private static readonly RetryOn All = new(
        RetryReasons.ConnectionFailure | RetryReasons.EmptyResponse | RetryReasons.JunkResponse | RetryReasons.ResponseTimeout | RetryReasons.EarlyDataRejected,
        [500, 502, 503, 504]);

    private static void Retry(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'retry-on' needs at least one keyword to specify when to retry");
            return;
        }

        if (!proxy.HasBackend)
        {
            words.Alert(DiagnosticKind.WrongSection, "'retry-on' only available in backend or listen section", at: words[0]);
            return;
        }

        var retry = new RetryOn(RetryReasons.None, []);
        foreach (var word in words.Remaining)
        {
            if (word.Text == "none")
            {
                if (words.Remaining.Count == 1) break;
                words.Alert(DiagnosticKind.Conflict, "'retry-on' 'none' keyworld only usable alone", at: word);
                return;
            }

            var status = Array.Find(Statuses, s => word.Text == s.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (word.Text == "all-retryable-errors") retry = new RetryOn(retry.Reasons | All.Reasons, [.. retry.Statuses.Union(All.Statuses)]);
            else if (Reasons.TryGetValue(word.Text, out var reason)) retry = retry with { Reasons = retry.Reasons | reason };
            else if (status != 0) retry = retry with { Statuses = [.. retry.Statuses.Union([status])] };
            else
            {
                words.Alert(DiagnosticKind.BadValue, $"'retry-on': unknown keyword '{word.Text}'", at: word);
                return;
            }
        }

        proxy.RetryOn = retry;
    }
}
