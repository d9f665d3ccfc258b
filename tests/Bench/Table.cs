using System.Globalization;

namespace Bench;

/// <summary>Medians and spreads, and the lines of the table: ours, real, ratio.</summary>
internal static class Table
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Median of the paired ratios with its quartiles: <c>0.72 (0.70..0.75)</c>.</summary>
    public static string Ratio(IReadOnlyList<double> ours, IReadOnlyList<double> real)
    {
        var ratios = ours.Zip(real, (a, b) => b == 0 ? 0 : a / b).Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"**{Median(ratios):0.00}** ({Quantile(ratios, 0.25):0.00}..{Quantile(ratios, 0.75):0.00})");
    }

    public static string Number(double value) => value.ToString(value >= 1000 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static double Quantile(double[] sorted, double at) => sorted[(int)Math.Round((sorted.Length - 1) * at)];
}
