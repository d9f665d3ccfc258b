using System.Text;
using ConfParsers.Haproxy.Features;

namespace HAProxy.Net.Runtime;

/// <summary><c>cookie</c> of a backend as the data path reads it (configuration.txt 4.2 "cookie").</summary>
public sealed class CookieSettings(CookiePersistence model)
{
    public byte[] Name { get; } = Encoding.UTF8.GetBytes(model.Name);

    public CookieMode Mode { get; } = model.Mode;

    public bool Indirect { get; } = model.Indirect;

    public bool NoCache { get; } = model.NoCache;

    public bool PostOnly { get; } = model.PostOnly;

    /// <summary>Value of the Set-Cookie header for one server.</summary>
    public static byte[] SetCookie(CookiePersistence model, string server)
    {
        var text = new StringBuilder($"{model.Name}={server}; path=/");
        foreach (var domain in model.Domains) text.Append("; domain=").Append(domain);
        if (model.HttpOnly) text.Append("; HttpOnly");
        if (model.Secure) text.Append("; Secure");
        foreach (var attribute in model.Attributes) text.Append("; ").Append(attribute);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
