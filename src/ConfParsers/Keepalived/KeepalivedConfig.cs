using ConfParsers.Keepalived.Blocks;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <param name="Strict">Takes every deliberate difference from keepalived 2.2.7 back (docs/compatibility.md).</param>
public sealed record KeepalivedOptions(bool Strict = false)
{
    /// <summary>Whether the daemon carries a keyword out; null: nobody asks. What it does not is named with a notice.</summary>
    public Func<KeywordId, bool>? Carries { get; init; }

    /// <summary><c>-i</c>: what <c>@ID</c> lines are compared with; null: the first part of the host's name.</summary>
    public string? ConfigId { get; init; }

    /// <summary><c>-e</c>: every include is checked, as after a plain <c>include_check</c>.</summary>
    public bool ChecksIncludes { get; init; }

    /// <summary>A daemon is to run on it: what it does not carry out is an alert, and the result fatal.</summary>
    public bool ForStart { get; init; }
}

/// <summary>A configuration as it was understood, and what was found on the way.</summary>
/// <param name="Model">What can be used of it, also after faults: 2.2.7 runs with defaults where a line is wrong.</param>
/// <param name="Diagnostics">In the order of the lines, then what only the whole shows.</param>
/// <param name="IsFound">False when the file could not be read: a daemon then ends with 6, <c>-t</c> with 0.</param>
/// <param name="IsFatal">True when a daemon must not start on it, and a running one must keep what it has.</param>
/// <param name="ExitCode">Of <c>-t</c>: 0 good, 2 a mandatory word is missing, 5 any other fault or warning, 6 scripts without their checks.</param>
public sealed record KeepalivedResult(KeepalivedModel Model, IReadOnlyList<Diagnostic> Diagnostics, bool IsFound, bool IsFatal, int ExitCode)
{
    /// <summary>The configuration with its includes as one text, as 2.2.7 hands it to its children.</summary>
    public string Consolidated { get; init; } = "";
}

/// <summary>
/// The reader of keepalived.conf: file, includes and surroundings in; model and diagnostics out. Any bytes give diagnostics, never an
/// exception. (keepalived.conf(5); docs/architecture.md "The way of the data")
/// </summary>
public static class KeepalivedConfig
{
    /// <param name="path">As the user wrote it: messages repeat it. A relative one is relative to the working directory.</param>
    /// <param name="surroundings">Null: this machine.</param>
    public static KeepalivedResult Load(string path, ISurroundings? surroundings = null, KeepalivedOptions? options = null)
    {
        surroundings ??= new Host();
        var strict = options?.Strict ?? false;
        var id = options?.ConfigId ?? HostId();
        var reading = new Reading(surroundings, strict, id);
        var bytes = reading.Surroundings.Read(path, out var fault);
        if (bytes is null) reading.Note(DiagnosticKind.Unreadable, null, fault ?? $"Config files missing '{path}'.");
        var source = new SourceText(path, bytes ?? []);

        var reader = new LineReader(reading) { Check = options is { ChecksIncludes: true } ? IncludeCheck.All : IncludeCheck.None };
        var lines = reader.ReadAll(source, Path.GetDirectoryName(path) ?? "");
        reading.Ahead = GlobalsAhead(surroundings, strict, lines);
        new BlockReader(reading, lines).ReadAll(KeepalivedCatalog.Root, reading);
        var model = ModelBuilder.Build(reading);
        var exitCode = ExitCode(reading);
        ReportNotCarriedOut(reading, options);
        return new KeepalivedResult(model, [.. reading.Diagnostics.Items.DistinctBy(diagnostic => diagnostic.Message, StringComparer.Ordinal)], bytes is not null, reading.IsFatal, exitCode) { Consolidated = reader.Copy };
    }

    /// <summary>2.2.7 reads everything twice; what global_defs says holds from the beginning. Faults are told by the second reading.</summary>
    private static GlobalDefs GlobalsAhead(ISurroundings surroundings, bool strict, List<Blocks.ConfLine> lines)
    {
        var reading = new Reading(surroundings, strict, "");
        new BlockReader(reading, lines, isAhead: true).ReadAll(KeepalivedCatalog.GlobalsOnly, reading);
        return reading.Global;
    }

    private static string HostId() => Environment.MachineName.Split('.')[0];

    /// <summary>The verdict of <c>-t</c> stays keepalived's.</summary>
    private static void ReportNotCarriedOut(Reading reading, KeepalivedOptions? options)
    {
        if (options?.Carries is not { } carries || (options.Strict && !options.ForStart)) return;
        var any = NotCarriedOut.Report(reading.Diagnostics, reading.Uses.All, carries, options.ForStart, "keepalived 2.2.7", PlaceForm.Keepalived);
        if (any && options.ForStart) reading.IsFatal = true;
    }

    private static int ExitCode(Reading reading)
    {
        if (reading.Aborted) return 2;
        if (reading.IsInsecure) return 6;
        return reading.Diagnostics.HasAlerts || reading.Diagnostics.HasWarnings ? 5 : 0;
    }
}
