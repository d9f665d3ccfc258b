using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <param name="Weight">Null: the script's own.</param>
public sealed record TrackedScript(VrrpScript Script, int? Weight, bool Reverse, Span Place)
{
    public int EffectiveWeight => Weight ?? Script.Weight;
}

/// <summary>
/// <c>NAME [weight NUMBER [reverse|noreverse]]</c> (keepalived.conf(5) "track_script"). 2.2.7 knows only the scripts declared before
/// their use and drops the others; here a name is resolved wherever its script stands, with a warning, unless <c>--strict</c> is given.
/// </summary>
internal static class TrackScript
{
    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Lines<InstanceDraft>("track_script", "{ <name> [weight <-253:253> [reverse|noreverse]] }", Line) { Manual = "VRRP instance(s)" },
    ];

    /// <summary>The uses of scripts that can be run.</summary>
    /// <param name="usable">Those whose file was found.</param>
    public static TrackedScript[] Resolve(Reading reading, InstanceDraft instance, VrrpScript[] usable)
    {
        var tracked = new List<TrackedScript>();
        foreach (var use in instance.TrackScripts)
        {
            var draft = reading.Scripts.Find(script => string.Equals(script.Name, use.Name, StringComparison.Ordinal));
            if (draft is null)
            {
                reading.Warn(DiagnosticKind.UnresolvedName, use.Place, NotFound(instance, use.Name));
                continue;
            }

            if (use.IsForward)
            {
                reading.Diagnostics.Add(new Diagnostic(DiagnosticKind.Order, Severity.Warning, use.Place, PlaceForm.Keepalived, $"({instance.Name}) track script {use.Name} is declared after its use")
                {
                    Hint = "keepalived 2.2.7 would ignore it: move the vrrp_script block before the vrrp_instance",
                    Related = (draft.Script.Place, "declared here"),
                });
            }

            var script = Array.Find(usable, candidate => ReferenceEquals(candidate, draft.Script));
            if (script is not null) tracked.Add(new TrackedScript(script, use.Weight, use.Reverse ?? (use.Weight is null && script.Reverse), use.Place));
        }

        return [.. tracked];
    }

    private static string NotFound(InstanceDraft instance, string name) => $"({instance.Name}) track script {name} not found, ignoring...";

    private static void Line(Words words, InstanceDraft instance)
    {
        words.Next(out var name);
        var place = words.PlaceOfLast;
        var isForward = !words.Reading.Scripts.Exists(script => string.Equals(script.Name, name, StringComparison.Ordinal));
        if (isForward && words.Reading.Strict)
        {
            words.Warn(DiagnosticKind.UnresolvedName, NotFound(instance, name));
            return;
        }

        if (instance.TrackScripts.Exists(use => string.Equals(use.Name, name, StringComparison.Ordinal)))
        {
            words.Warn(DiagnosticKind.Duplicate, $"({instance.Name}) duplicate track_script {name} - ignoring");
            return;
        }

        int? weight = null;
        bool? reverse = null;
        if (words.Next(out var option))
        {
            if (!string.Equals(option, "weight", StringComparison.Ordinal))
            {
                words.Warn(DiagnosticKind.UnknownKeyword, $"({instance.Name}) unknown track script option {option} - ignoring");
                return;
            }

            if (!Weight(words, instance, name, out var given)) return;
            weight = given;
            reverse = Direction(words, instance, name);
        }

        instance.TrackScripts.Add(new ScriptUse(name, weight, reverse, isForward, place));
    }

    private static bool Weight(Words words, InstanceDraft instance, string name, out int weight)
    {
        weight = 0;
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"({instance.Name}) weight without value specified for track script {name} - ignoring");
            return false;
        }

        if (!words.Signed(word, -254, 254, out weight))
        {
            // 2.2.7 drops the number and keeps the script with its own weight: the caller cannot tell, so the use is dropped with it.
            words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) track script {name}: weight must be between [-253..253] inclusive, ignoring...");
            return false;
        }

        if (weight is not (-254 or 254)) return true;
        words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) weight for {name} cannot be +/-254. Setting to +/-253");
        weight = Math.Sign(weight) * 253;
        return true;
    }

    private static bool? Direction(Words words, InstanceDraft instance, string name)
    {
        if (!words.Next(out var word)) return null;
        switch (word)
        {
            case "reverse":
                return true;
            case "noreverse":
                return false;
            default:
                words.Warn(DiagnosticKind.UnknownKeyword, $"({instance.Name}) unknown track_script {name} weight option {word} - ignoring");
                return null;
        }
    }
}
