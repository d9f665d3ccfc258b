using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy;

/// <summary>What a reading gave: the model, or null when an alert was found, and all findings in their order.</summary>
public sealed record LoadResult(HaproxyModel? Model, DiagnosticBag Diagnostics)
{
    /// <summary>The environment after the last line (setenv and its kin).</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>A backend has a bind line: it is ignored with a warning, and counts as a listener all the same (measured).</summary>
    internal bool BindsInBackends { get; init; }

    /// <summary>True when the configuration has something that listens, be it only for peers or the master; without it <c>-c</c> ends with 2.</summary>
    public bool HasListener => Model is { } m && (BindsInBackends || m.Proxies.Any(p => !p.Disabled && p.Binds.Length > 0) || m.Global.Stats.Sockets.Length > 0
        || m.Global.Process.MasterWorker || m.LogForwards.Any(l => l.Binds.Length + l.DatagramBinds.Length > 0) || m.Peers.Any(p => !p.Disabled));
}

/// <summary>The entry of the reader of haproxy.cfg: files and environment in, model and diagnostics out (docs/architecture.md §2).</summary>
public static class HaproxyConfig
{
    /// <summary>Reads several files as one configuration; each begins outside of any section.</summary>
    /// <param name="paths">As on the command line.</param>
    /// <param name="files">How paths are read.</param>
    /// <param name="environment">Variables for expansion in double quotes and for <c>.if defined()</c>.</param>
    public static LoadResult Load(
        IEnumerable<string> paths, IFiles files, IEnumerable<KeyValuePair<string, string>> environment, LoadOptions? options = null)
    {
        var diagnostics = new DiagnosticBag();
        var variables = new ConfigEnvironment(environment);
        var context = new ConfigContext(files, variables, options ?? new LoadOptions(), diagnostics);
        var list = paths.ToArray();
        variables.Set("HAPROXY_CFGFILES", string.Join(';', list));
        if (context.Options.LocalPeer is { } peer) variables.Set("HAPROXY_LOCALPEER", peer);

        var sources = new List<SourceText>();
        foreach (var path in list)
        {
            if (files.TryRead(path, out var bytes, out var error))
            {
                sources.Add(new SourceText(path, bytes));
                continue;
            }

            diagnostics.Alert(DiagnosticKind.Unreadable, new Span(new SourceText(path, default), 0), PlaceForm.None, $"Cannot open configuration file/directory {path} : {error}");
            return new LoadResult(null, diagnostics) { Environment = variables.Variables };
        }

        var reader = new SectionReader(context);
        var verdict = Verdict.Good;
        foreach (var source in sources)
        {
            var one = reader.Read(source);
            if (one == Verdict.Good) continue;
            verdict = one;
            if (reader.Stopped) continue;
            diagnostics.Alert(DiagnosticKind.Summary, null, PlaceForm.None, reader.Summarise(source.Path));
            if (one == Verdict.Abort) break;
        }

        var builder = new ModelBuilder(context);
        if (reader.Stopped) verdict = Verdict.Abort;
        var model = builder.Build(afterFaults: verdict != Verdict.Good);
        diagnostics.Later = false;
        ReportNotCarriedOut(context);
        Hints.Add(context, sources);
        if (verdict == Verdict.Faulty || (verdict == Verdict.Good && (diagnostics.HasAlerts || builder.FailedSilently) && !builder.HostsUnresolved))
        {
            diagnostics.Alert(DiagnosticKind.Summary, null, PlaceForm.None, "Fatal errors found in configuration.");
        }
        else if (verdict == Verdict.Good && diagnostics.HasWarnings && (context.Options.ZeroWarning || context.Global.ZeroWarning))
        {
            diagnostics.Alert(DiagnosticKind.Summary, null, PlaceForm.None, "Some warnings were found and 'zero-warning' is set. Aborting.");
        }

        return new LoadResult(diagnostics.HasAlerts ? null : model, diagnostics)
        {
            Environment = variables.Variables,
            BindsInBackends = context.Proxies.Exists(proxy => proxy is { HasFrontend: false, Disabled: false, Binds.Count: > 0 }),
        };
    }

    private static void ReportNotCarriedOut(ConfigContext context)
    {
        if (context.Options.Carries is not { } carries) return;
        NotCarriedOut.Report(context.Diagnostics, context.AllUses, carries, context.Options.ForStart, "HAProxy 2.6", PlaceForm.Parsing);
    }

    /// <summary>Reads one text, named as the path says.</summary>
    public static LoadResult Parse(string text, string path = "haproxy.cfg", LoadOptions? options = null) =>
        Load([path], new InMemoryFiles().Add(path, text), [], options);
}
