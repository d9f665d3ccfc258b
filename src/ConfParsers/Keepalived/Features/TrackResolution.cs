using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>
/// The names in <c>track_...</c> blocks become the things they name. 2.2.7 knows only what was declared before its use and drops the
/// rest; here a name is resolved wherever its declaration stands, with a warning, unless <c>--strict</c> is given.
/// </summary>
internal static class TrackResolution
{
    /// <param name="ownInterface">It is watched anyway; null for a sync group.</param>
    /// <param name="scripts">Those whose file was found.</param>
    public static Tracking Resolve(Reading reading, ITracker tracker, string? ownInterface, VrrpScript[] scripts) => new()
    {
        Interfaces = Interfaces(reading, tracker, ownInterface),
        Scripts = Things(reading, tracker, TrackKinds.Script, name => Array.Find(scripts, script => IsNamed(script.Name, name)), name => reading.Scripts.Find(script => IsNamed(script.Name, name))?.Script.Place,
            (script, use) => new TrackedScript(script, use.Weight, Reverse(use, script.Reverse), use.Place)),
        Files = Things(reading, tracker, TrackKinds.File, name => reading.TrackFiles.Find(file => IsNamed(file.Name, name)), name => reading.TrackFiles.Find(file => IsNamed(file.Name, name))?.Place,
            (file, use) => new TrackedFile(file, use.Weight, Reverse(use, file.Reverse), use.Place)),
        Processes = Things(reading, tracker, TrackKinds.Process, name => reading.TrackProcesses.Find(process => IsNamed(process.Name, name)), name => reading.TrackProcesses.Find(process => IsNamed(process.Name, name))?.Place,
            (process, use) => new TrackedProcess(process, use.Weight, Reverse(use, process.Reverse), use.Place)),
        Bfds = Things(reading, tracker, TrackKinds.Bfd, name => reading.Bfds.Find(bfd => IsNamed(bfd.Name, name)), name => reading.Bfds.Find(bfd => IsNamed(bfd.Name, name))?.Place,
            (bfd, use) => new TrackedBfd(bfd, use.Weight, Reverse(use, bfd.Reverse), use.Place)),
    };

    private static bool IsNamed(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    /// <summary>A weight of the use's own comes without the thing's direction.</summary>
    private static bool Reverse(TrackUse use, bool own) => use.Reverse ?? (use.Weight is null && own);

    private static TrackedInterface[] Interfaces(Reading reading, ITracker tracker, string? ownInterface)
    {
        var tracked = new List<TrackedInterface>();
        foreach (var use in tracker.Tracks.Interfaces)
        {
            if (ownInterface is not null && IsNamed(use.Name, ownInterface))
            {
                reading.WarnAtEnd(DiagnosticKind.Ignored, use.Place, $"({tracker.Name}) Ignoring track_interface {use.Name} since own interface");
                continue;
            }

            tracked.Add(new TrackedInterface(use.Name, use.Weight ?? 0, use.Place) { Reverse = use.Reverse ?? false });
        }

        return [.. tracked];
    }

    /// <param name="usable">The thing of a name, when it can be used.</param>
    /// <param name="declaration">Where a thing of that name was declared; null: nowhere.</param>
    private static TTracked[] Things<TThing, TTracked>(Reading reading, ITracker tracker, TrackKind kind, Func<string, TThing?> usable, Func<string, Span?> declaration, Func<TThing, TrackUse, TTracked> track)
        where TThing : class
    {
        var tracked = new List<TTracked>();
        foreach (var use in kind.UsesOf(tracker.Tracks))
        {
            if (declaration(use.Name) is not { } place)
            {
                reading.Warn(DiagnosticKind.UnresolvedName, use.Place, kind.NotFound(tracker.Name, use.Name));
                continue;
            }

            if (use.IsForward)
            {
                reading.Diagnostics.Add(new Diagnostic(DiagnosticKind.Order, Severity.Warning, use.Place, PlaceForm.Keepalived, $"({tracker.Name}) track {kind.Name} {use.Name} is declared after its use")
                {
                    Hint = "keepalived 2.2.7 would ignore it: move its declaration before its use",
                    Related = (place, "declared here"),
                });
            }

            if (usable(use.Name) is { } thing) tracked.Add(track(thing, use));
        }

        return [.. tracked];
    }
}
