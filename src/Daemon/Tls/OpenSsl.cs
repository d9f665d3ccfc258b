using System.Runtime.InteropServices;

namespace Daemon.Tls;

/// <summary>What OpenSSL refused, in its own words.</summary>
/// <param name="message">In HAProxy's words where it has any, without a final full stop.</param>
/// <param name="reason">OpenSSL's reason; empty when it gave none.</param>
public sealed class TlsException(string message, string reason = "") : Exception(message)
{
    public string Reason { get; } = reason;
}

/// <summary>The library as a whole: loading it in time, and its error texts (ERR_get_error(3)).</summary>
public static unsafe class OpenSsl
{
    /// <summary>
    /// Loads both libraries, their configuration and default provider. Call it before a chroot: afterwards their files cannot be found.
    /// </summary>
    /// <exception cref="DllNotFoundException">OpenSSL 3 is not installed.</exception>
    public static void Load()
    {
        _ = LibSsl.Initialize(0, 0);
        var context = LibSsl.ContextNew(LibSsl.ServerMethod());
        if (context == 0) throw Failure("cannot create an SSL context");
        LibSsl.ContextFree(context);
    }

    /// <summary>The reason of an error code, such as <c>unsupported protocol</c>.</summary>
    public static string Reason(ulong code)
    {
        if (code == 0) return "";
        var text = LibCrypto.ReasonText(code);
        return text == null ? "unknown error" : Marshal.PtrToStringUTF8((nint)text)!;
    }

    internal static TlsException Failure(string what)
    {
        var code = LibCrypto.LastError();
        LibCrypto.ClearErrors();
        return new TlsException(what, Reason(code));
    }
}
