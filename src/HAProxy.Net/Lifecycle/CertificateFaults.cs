using ConfParsers.Haproxy;
using Daemon.Logging;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// Certificates that OpenSSL does not take, in the words in which HAProxy refuses the line while it reads the configuration. Only here do they show: the
/// reader hands the bytes on without looking into them.
/// </summary>
public static class CertificateFaults
{
    /// <summary>For <c>-c</c>.</summary>
    /// <returns>False when there were faults: they have been reported.</returns>
    public static bool Check(HaproxyModel model, StartupLog log)
    {
        if (!Array.Exists(model.Proxies, proxy => Array.Exists(proxy.Binds, bind => bind.Tls is not null))) return true;

        // Nothing but the listeners: what the engine cannot do yet is no reason not to look at certificates.
        var listeners = model.Proxies.Select(proxy => new ProxyModel(proxy.Name, proxy.Kind, proxy.Id, proxy.Place)
        {
            Mode = proxy.Mode,
            Disabled = proxy.Disabled,
            // A line with a crt-list only has none that the engine knows.
            Binds = [.. proxy.Binds.Where(bind => bind.Tls is null or { Certificates.Length: > 0 })],
        });
        using var engine = new Engine(model with { Proxies = [.. listeners] }, new EngineOptions { Loops = 1 });
        return Check(engine, log);
    }

    /// <summary>For a start: the contexts are kept by the engine.</summary>
    public static bool Check(Engine engine, StartupLog log)
    {
        var file = "";
        engine.Prepare((proxy, bind, text) =>
        {
            file = bind.Place.Source.Path;
            var section = proxy.Kind == ProxyKind.Listen ? "listen" : "frontend";
            log.Alert($"config : parsing [{bind.Place}] : 'bind {bind.Address.Host}:{bind.Address.PortLow}' in section '{section}' : {text}.");
        });
        if (file.Length == 0) return true;
        log.Alert($"config : Error(s) found in configuration file : {file}");
        log.Alert("config : Fatal errors found in configuration.");
        return false;
    }
}
