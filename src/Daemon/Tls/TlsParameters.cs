using System.Text;

namespace Daemon.Tls;

/// <summary>Asks OpenSSL whether it takes a list of ciphers or groups, without keeping anything.</summary>
public static unsafe class TlsParameters
{
    /// <summary>Ciphers up to TLSv1.2 (ciphers(1)).</summary>
    public static bool AcceptsCiphers(string list) => Try(context => LibSsl.ContextSetCiphers(context, list) == 1);

    /// <summary>Cipher suites of TLSv1.3.</summary>
    public static bool AcceptsCipherSuites(string list) => Try(context => LibSsl.ContextSetCipherSuites(context, list) == 1);

    /// <summary>Curves and other groups, separated by colons.</summary>
    public static bool AcceptsGroups(string list) => Try(context =>
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(list + "\0"))
        {
            return LibSsl.ContextControl(context, LibSsl.ControlGroupsList, 0, text) == 1;
        }
    });

    private static bool Try(Func<nint, bool> set)
    {
        var context = LibSsl.ContextNew(LibSsl.ServerMethod());
        if (context == 0) throw OpenSsl.Failure("unable to allocate an SSL context");
        try
        {
            return set(context);
        }
        finally
        {
            LibSsl.ContextFree(context);
            LibCrypto.ClearErrors();
        }
    }
}
