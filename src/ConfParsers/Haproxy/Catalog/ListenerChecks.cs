using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What HAProxy checks of bind lines after the last line: threads, protocols, and whether TLS can be served (configuration.txt 5.1).</summary>
internal sealed class ListenerChecks(ConfigContext context, bool afterFaults)
{
    public void Threads(ProxyBuilder proxy)
    {
        var count = context.Global.Process.Threads > 0 ? context.Global.Process.Threads : Math.Min(Environment.ProcessorCount, 64);
        var there = ulong.MaxValue >> (64 - count);
        foreach (var bind in proxy.Binds)
        {
            if (!IsGood(bind) || bind.Options.Threads is not { } set || (set.Mask & there) != 0) continue;
            var fault = set.Group == 0 ? "contains threads that belong to no group" : "only references threads not belonging to the group";
            Alert(DiagnosticKind.OutOfRange, bind, $"Proxy '{proxy.Name}': 'thread' directive {fault} in 'bind {bind.Spoken}' at [{bind.Place}].");
        }
    }

    public void Protocols(ProxyBuilder proxy)
    {
        foreach (var bind in proxy.Binds)
        {
            if (!IsGood(bind) || bind.Options.Protocol is not { } protocol || MuxProtocols.Usable(protocol, proxy.Mode, toServer: false)) continue;
            Alert(DiagnosticKind.Conflict, bind,
                $"{proxy.TypeName} '{proxy.Name}' : MUX protocol '{MuxProtocols.NameOf(protocol)}' is not usable for 'bind {bind.Spoken}' at [{bind.Place}].");
        }
    }

    public void Tls(ProxyBuilder proxy)
    {
        foreach (var bind in proxy.Binds)
        {
            if (bind.Ssl && IsGood(bind)) Tls(proxy.Name, bind);
        }
    }

    private static bool IsGood(BindBuilder bind) => bind is { Faulty: false, Addresses.Count: > 0 };

    private void Alert(DiagnosticKind kind, BindBuilder bind, string text) => Add(Severity.Alert, kind, bind, text);

    private void Add(Severity severity, DiagnosticKind kind, BindBuilder bind, string text, Span? at = null) =>
        context.Diagnostics.Add(new Diagnostic(kind, severity, at ?? bind.Place, PlaceForm.None, text) { Continuation = afterFaults });

    /// <param name="owner">The proxy, or the local peer.</param>
    public void Tls(string owner, BindBuilder bind)
    {
        var where = $"Proxy '{owner}': ";
        if (bind.Tls.Certificates.Length == 0 && bind.Tls.CertificateLists.All(list => list.Lines.Length == 0))
        {
            if (!bind.Tls.StrictSni)
            {
                Add(Severity.Alert, DiagnosticKind.MissingArgument, bind, $"{where}no SSL certificate specified for bind '{bind.Spoken}' at [{bind.Place}] (use 'crt').", MeantWords.Option(bind.Place, "ssl"));
                return;
            }

            Add(Severity.Warning, DiagnosticKind.MissingArgument, bind,
                $"{where}no SSL certificate specified for bind '{bind.Spoken}' at [{bind.Place}], ssl connections will fail (use 'crt').", MeantWords.Option(bind.Place, "ssl"));
        }

        if (Versions(where, bind, bind.Tls) is { } limits)
        {
            foreach (var line in Listed(bind))
            {
                if (line.Options is not { } options || (options.MinimumVersion ?? options.MaximumVersion) is null) continue;
                Versions(where, bind, new TlsBind { MinimumVersion = options.MinimumVersion ?? limits.Minimum, MaximumVersion = options.MaximumVersion ?? limits.Maximum });
            }
        }

        Contexts(where, bind);
        Signing(where, bind);
    }

    private static IEnumerable<CertificateLine> Listed(BindBuilder bind) => bind.Tls.CertificateLists.SelectMany(list => list.Lines);

    /// <summary>What a line of a crt-list leaves open the bind line says.</summary>
    private static TlsBind Over(TlsBind bind, TlsBind line) => bind with
    {
        MinimumVersion = line.MinimumVersion ?? bind.MinimumVersion,
        MaximumVersion = line.MaximumVersion ?? bind.MaximumVersion,
        Verify = line.Verify ?? bind.Verify,
        Authorities = line.Authorities ?? bind.Authorities,
        VerifyAuthorities = line.VerifyAuthorities ?? bind.VerifyAuthorities,
        Ciphers = line.Ciphers ?? bind.Ciphers,
        CipherSuites = line.CipherSuites ?? bind.CipherSuites,
        Curves = line.Curves ?? bind.Curves,
        Curve = line.Curve ?? bind.Curve,
    };

    /// <returns>The lowest and the highest version that are left; null when there is none.</returns>
    private (string Minimum, string Maximum)? Versions(string where, BindBuilder bind, TlsBind tls)
    {
        var at = $"for bind '{bind.Spoken}' at [{bind.Place}]";
        var minimum = tls.MinimumVersion;
        string[] disabled = tls.DisabledVersions;
        if (disabled.Length > 0 && (minimum ?? tls.MaximumVersion) is not null)
        {
            Add(Severity.Warning, DiagnosticKind.Ignored, bind, $"{where}no-sslv3/no-tlsv1x are ignored {at}. Use only 'ssl-min-ver' and 'ssl-max-ver' to fix.");
            disabled = [];
        }

        if (minimum is null && tls.MaximumVersion is { } maximum && TlsVersions.IsLower(maximum, TlsVersions.Floor))
        {
            Add(Severity.Warning, DiagnosticKind.Conflict, bind,
                $"{where}Ambiguous configuration {at}: the ssl-min-ver value is not configured and the ssl-max-ver value is lower than the default ssl-min-ver value ({TlsVersions.Floor}). Setting the ssl-min-ver to {maximum}. Use 'ssl-min-ver' to fix this.");
            minimum = maximum;
        }

        var left = TlsVersions.Left(minimum ?? TlsVersions.Floor, tls.MaximumVersion, disabled, out var holes);
        foreach (var hole in holes)
        {
            Add(Severity.Warning, DiagnosticKind.Conflict, bind,
                $"{where}SSL/TLS versions range not contiguous {at}. Hole find for {hole}. Use only 'ssl-min-ver' and 'ssl-max-ver' to fix.");
        }

        if (left is null) Alert(DiagnosticKind.Conflict, bind, $"{where}all SSL/TLS versions are disabled {at}.");
        return left;
    }

    /// <summary>
    /// HAProxy makes a context for the line and one for each certificate, and says what is wrong with each of them: in one message.
    /// </summary>
    private void Contexts(string where, BindBuilder bind)
    {
        TlsBind[] contexts = [bind.Tls, .. bind.Tls.Certificates.Select(_ => bind.Tls), .. Listed(bind).Select(l => l.Options is null ? bind.Tls : Over(bind.Tls, l.Options))];
        var faults = contexts.SelectMany(tls => Faults(tls)).Select(fault => $"{where}{fault} for bind '{bind.Spoken}' at [{bind.Place}].").ToArray();
        if (faults.Length > 0) Alert(DiagnosticKind.BadValue, bind, string.Join('\n', faults));
    }

    private IEnumerable<string> Faults(TlsBind tls)
    {
        var accepts = context.Options.AcceptsTls;
        if (tls.Verify is ClientVerify.Optional or ClientVerify.Required && tls.Authorities is null && tls.VerifyAuthorities is null) yield return "verify is enabled but no CA file specified";
        if (tls.Ciphers is { } ciphers && accepts?.Invoke(TlsParameter.Ciphers, ciphers) == false) yield return $"unable to set SSL cipher list to '{ciphers}'";
        if (tls.CipherSuites is { } suites && accepts?.Invoke(TlsParameter.CipherSuites, suites) == false) yield return $"unable to set TLS 1.3 cipher suites to '{suites}'";
        if (tls.Curves is { } curves && accepts?.Invoke(TlsParameter.Curves, curves) == false) yield return $"unable to set SSL curves list to '{curves}'";
        if (tls.Curves is null && tls.Curve is { } curve && accepts?.Invoke(TlsParameter.Curves, curve) == false) yield return $"unable to set elliptic named curve to '{curve}'";
    }

    private void Signing(string where, BindBuilder bind)
    {
        if (!bind.Tls.GenerateCertificates) return;
        if (bind.Tls.SigningFile is not { } path)
        {
            Alert(DiagnosticKind.MissingArgument, bind, $"{where}cannot enable certificate generation, no CA certificate File configured at [{bind.Place}].");
            return;
        }

        string? fault = $"cannot open the file '{path}'.";
        var bundle = context.Files.TryRead(path, out _, out _) ? TlsFiles.Bundle(context, path, out fault) : null;
        if (bundle is not null) bind.Tls.Signing = bundle;
        else Alert(DiagnosticKind.Unreadable, bind, $"{where}Failed to read CA certificate file '{path}' at [{bind.Place}]. Chain loading failed: {fault}\n");
    }
}
