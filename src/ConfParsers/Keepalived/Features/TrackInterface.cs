using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <param name="Weight">0: down means FAULT; otherwise added to the priority while up (positive) or while down (negative).</param>
public sealed record TrackedInterface(string Name, int Weight, Span Place);

/// <summary><c>NAME [weight NUMBER [reverse|noreverse]]</c> (keepalived.conf(5) "track_interface").</summary>
internal static class TrackInterface
{
    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Lines<InstanceDraft>("track_interface", "{ <name> [weight <-253:253>] }", Line) { Manual = "VRRP instance(s)" },
    ];

    /// <summary>The instance's own interface is watched anyway.</summary>
    public static TrackedInterface[] Check(Reading reading, InstanceDraft instance)
    {
        foreach (var tracked in instance.TrackInterfaces.Where(IsOwn))
        {
            reading.WarnAtEnd(DiagnosticKind.Ignored, tracked.Place, $"({instance.Name}) Ignoring track_interface {tracked.Name} since own interface");
        }

        return [.. instance.TrackInterfaces.Where(tracked => !IsOwn(tracked))];

        bool IsOwn(TrackedInterface tracked) => string.Equals(tracked.Name, instance.Interface, StringComparison.Ordinal);
    }

    private static void Line(Words words, InstanceDraft instance)
    {
        words.Next(out var name);
        var place = words.PlaceOfLast;
        if (!words.Reading.Surroundings.HasInterface(name))
        {
            words.Reading.MissingInterface(place, $"({instance.Name}) tracked interface {name} doesn't exist");
            if (words.Reading.Strict) return;
        }

        if (instance.TrackInterfaces.Exists(tracked => string.Equals(tracked.Name, name, StringComparison.Ordinal)))
        {
            words.Warn(DiagnosticKind.Duplicate, $"({instance.Name}) duplicate track_interface {name} - ignoring");
            return;
        }

        var weight = 0;
        while (words.Next(out var option))
        {
            if (string.Equals(option, "weight", StringComparison.Ordinal))
            {
                if (!Weight(words, instance, name, out weight)) return;
                continue;
            }

            words.Warn(DiagnosticKind.UnknownKeyword, $"({instance.Name}) unknown track_interface {name} option {option} - ignoring");
            return;
        }

        instance.TrackInterfaces.Add(new TrackedInterface(name, weight, place));
    }

    private static bool Weight(Words words, InstanceDraft instance, string name, out int weight)
    {
        weight = 0;
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"({instance.Name}) weight without value specified for track_interface {name} - ignoring");
            return false;
        }

        if (!words.Signed(word, -254, 254, out weight))
        {
            words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) weight {word} for {name} must be between [-253..253] inclusive. Ignoring...");
            return false;
        }

        if (weight is -254 or 254)
        {
            words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) weight for {name} cannot be +/-254. Setting to +/-253");
            weight = Math.Sign(weight) * 253;
        }

        if (!words.Next(out var direction)) return true;
        switch (direction)
        {
            case "reverse":
                words.Reading.Unsupported(words.PlaceOfLast, direction, "track_interface");
                return false;
            case "noreverse":
                return true;
            default:
                // The spelling is 2.2.7's.
                words.Warn(DiagnosticKind.UnknownKeyword, $"({instance.Name}) unknown track_interace {name} weight option {direction} - ignoring");
                return true;
        }
    }
}
