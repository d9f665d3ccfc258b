using System.Text;
using ConfParsers.Tests.Haproxy;

namespace Fuzz;

/// <summary>What docs/compatibility.md lists as a difference that <c>--strict</c> does not take back: such files are not judged.</summary>
internal static class DeliberateDifferences
{
    public static bool Explain(ConfigCase wanted, Answer ours, Answer real)
    {
        if (ours == real) return false;
        var text = Encoding.Latin1.GetString(wanted.Config);
        return text.Contains("opentracing", StringComparison.Ordinal);
    }
}
