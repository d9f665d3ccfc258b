using System.Runtime.InteropServices;
using System.Text;

namespace Daemon.Tls;

/// <summary>
/// The certificates of a <c>bind ... ssl</c> line: one SSL_CTX each, chosen by the name the client asks for; an exact name goes before a wildcard, and the
/// first certificate is the default. (configuration.txt 5.1 "crt", "strict-sni"; RFC 6066 §3)
/// </summary>
public sealed unsafe class TlsServerContext : TlsContext
{
    private const int ExtensionOk = 0, ExtensionFatal = 2, ExtensionIgnore = 3;
    private const int UnrecognizedName = 112;

    private readonly List<nint> _contexts = [];
    private readonly Dictionary<string, nint> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, nint> _wildcard = new(StringComparer.OrdinalIgnoreCase);
    private readonly byte[] _alpn;
    private readonly bool _strict;
    private GCHandle _self;

    /// <exception cref="TlsException">A bundle or setting is not usable; the text is HAProxy's where it has one.</exception>
    public TlsServerContext(TlsServerSettings settings)
    {
        _alpn = AlpnWire(settings.Alpn);
        if (_alpn.Length > 0)
        {
            // Pinned, because OpenSSL keeps a pointer into it as the chosen protocol.
            var pinned = GC.AllocateArray<byte>(_alpn.Length, pinned: true);
            _alpn.CopyTo(pinned, 0);
            _alpn = pinned;
        }
        _strict = settings.StrictSni;
        _self = GCHandle.Alloc(this);
        try
        {
            for (var i = 0; i < settings.Certificates.Count; i++)
            {
                Add(settings, settings.Certificates[i], i < settings.CertificateNames.Count ? settings.CertificateNames[i] : "");
            }
            if (_contexts.Count == 0) throw new TlsException("no SSL certificate specified");
        }
        catch (TlsException)
        {
            Dispose();
            throw;
        }
    }

    internal override nint Handle => _contexts.Count > 0 ? _contexts[0] : 0;

    /// <summary>Connections under way keep what they use.</summary>
    public override void Dispose()
    {
        foreach (var context in _contexts) LibSsl.ContextFree(context);
        _contexts.Clear();
        if (_self.IsAllocated) _self.Free();
    }

    private void Add(TlsServerSettings settings, byte[] pem, string name)
    {
        using var bundle = PemBundle.Read(pem);
        var context = Create(LibSsl.ServerMethod(), settings);
        _contexts.Add(context);
        UseBundle(context, bundle, name);
        UseDh(context, bundle, settings.DhBits);
        if (!settings.Tickets) _ = LibSsl.ContextSetOptions(context, LibSsl.OptionNoTicket);
        if (!settings.PreferClientCiphers) _ = LibSsl.ContextSetOptions(context, LibSsl.OptionServerPreference);
        fixed (byte* id = "haproxy.net"u8) _ = LibSsl.ContextSetSessionIdContext(context, id, 11);
        var self = (void*)GCHandle.ToIntPtr(_self);
        delegate* unmanaged<nint, int*, nint, int> onServerName = &OnServerName;
        _ = LibSsl.ContextCallbackControl(context, LibSsl.ControlServerNameCallback, onServerName);
        _ = LibSsl.ContextControl(context, LibSsl.ControlServerNameArgument, 0, self);
        if (_alpn.Length > 0)
        {
            delegate* unmanaged<nint, byte**, byte*, byte*, uint, nint, int> onAlpn = &OnAlpn;
            LibSsl.ContextSetAlpnCallback(context, onAlpn, GCHandle.ToIntPtr(_self));
        }
        foreach (var dnsName in bundle.Names())
        {
            if (dnsName.StartsWith("*.", StringComparison.Ordinal)) _wildcard.TryAdd(dnsName[2..], context);
            else _exact.TryAdd(dnsName, context);
        }
    }

    private static void UseDh(nint context, PemBundle bundle, int bits)
    {
        var parameters = bundle.TakeDhParameters();
        if (parameters == 0 && bits >= 2048) parameters = NamedGroup(bits);
        if (parameters != 0 && LibSsl.ContextSetDhParameters(context, parameters) == 1) return; // the context owns them now
        if (parameters != 0) LibCrypto.KeyFree(parameters);
        _ = LibSsl.ContextControl(context, LibSsl.ControlDhAuto, 1, null);
        LibCrypto.ClearErrors();
    }

    /// <summary>The largest group of RFC 7919 that has no more bits.</summary>
    private static nint NamedGroup(int bits)
    {
        var group = bits switch
        {
            >= 8192 => "ffdhe8192",
            >= 6144 => "ffdhe6144",
            >= 4096 => "ffdhe4096",
            >= 3072 => "ffdhe3072",
            _ => "ffdhe2048",
        };
        nint parameters = 0;
        var generation = LibCrypto.KeyContextNew(0, "DH", 0);
        if (LibCrypto.ParameterGenerationInit(generation) == 1 && LibCrypto.SetGroupName(generation, group) == 1)
        {
            _ = LibCrypto.GenerateParameters(generation, &parameters);
        }
        LibCrypto.KeyContextFree(generation);
        return parameters;
    }

    /// <summary>The context for a name; 0: none of the certificates has it.</summary>
    private nint Choose(ReadOnlySpan<char> name)
    {
        if (_exact.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var context)) return context;
        var dot = name.IndexOf('.');
        return dot > 0 && _wildcard.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[(dot + 1)..], out context) ? context : 0;
    }

    [UnmanagedCallersOnly]
    private static int OnServerName(nint ssl, int* alert, nint argument)
    {
        var self = (TlsServerContext)GCHandle.FromIntPtr(argument).Target!;
        const int hostName = 0;
        var name = LibSsl.ServerName(ssl, hostName);
        nint chosen = 0;
        if (name != null)
        {
            var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
            Span<char> text = stackalloc char[256];
            if (bytes.Length <= text.Length) chosen = self.Choose(text[..Encoding.Latin1.GetChars(bytes, text)]);
        }
        if (chosen != 0)
        {
            if (chosen != self.Handle) _ = LibSsl.SetContext(ssl, chosen);
            return ExtensionOk;
        }
        if (!self._strict) return name == null ? ExtensionIgnore : ExtensionOk;
        *alert = UnrecognizedName;
        return ExtensionFatal;
    }

    [UnmanagedCallersOnly]
    private static int OnAlpn(nint ssl, byte** chosen, byte* chosenLength, byte* offered, uint offeredLength, nint argument)
    {
        var self = (TlsServerContext)GCHandle.FromIntPtr(argument).Target!;
        const int negotiated = 1;
        fixed (byte* own = self._alpn)
        {
            // No common protocol: go on without, as haproxy does (SSL_TLSEXT_ERR_NOACK).
            return LibSsl.SelectNextProtocol(chosen, chosenLength, own, (uint)self._alpn.Length, offered, offeredLength) == negotiated ? ExtensionOk : ExtensionIgnore;
        }
    }
}
