using System.Net;
using System.Text;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Tests.Expressions;

/// <summary>Small helpers of the expression tests: a context, and words by the rules a test line needs (blanks and single quotes).</summary>
internal static class Lines
{
    public static readonly Span Place = new(new SourceText("t.cfg", Encoding.UTF8.GetBytes("x\n")), 1);

    public static ExpressionContext Context(SamplePlaces where = SamplePlaces.FrontendRequest, IFiles? files = null) =>
        new(new ExpressionScope
        {
            Diagnostics = new DiagnosticBag(),
            Files = files ?? new InMemoryFiles(),
            ResolveHost = host => host == "localhost" ? IPAddress.Loopback : null,
        }, Place) { Where = where };

    public static string[] Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        var open = false;
        foreach (var c in line)
        {
            if (c == '\'')
            {
                quoted = !quoted;
                open = true;
            }
            else if (c == ' ' && !quoted)
            {
                if (open) words.Add(word.ToString());
                word.Clear();
                open = false;
            }
            else
            {
                word.Append(c);
                open = true;
            }
        }

        if (open) words.Add(word.ToString());
        return [.. words];
    }
}
