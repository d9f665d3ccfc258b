using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

public enum ForwardingMethod
{
    Nat,
    DirectRouting,
    Tunnel,
}

public enum TunnelType
{
    IpIp,
    Gue,
    Gre,
}

public enum TunnelChecksum
{
    None,
    Local,
    Remote,
}

/// <summary>How packets reach a real server (keepalived.conf(5) "lvs_method").</summary>
/// <param name="Port">UDP port of a GUE tunnel.</param>
public sealed record LvsMethod(ForwardingMethod Method, TunnelType Tunnel = TunnelType.IpIp, int Port = 0, TunnelChecksum Checksum = TunnelChecksum.None);

/// <inheritdoc cref="LvsMethod"/>
internal static class LvsMethods
{
    public const string Arguments = "<NAT|DR|TUN> [type ipip|gue|gre] [port <port>] [nocsum|csum|remcsum]";

    /// <param name="who">As messages name it: <c>real server</c>.</param>
    /// <returns>Null when it is faulty, which was reported.</returns>
    public static LvsMethod? Read(Words words, string who)
    {
        words.Next(out var word);
        ForwardingMethod? method = word switch
        {
            "NAT" => ForwardingMethod.Nat,
            "DR" => ForwardingMethod.DirectRouting,
            "TUN" => ForwardingMethod.Tunnel,
            _ => null,
        };
        if (method is null)
        {
            words.Warn(DiagnosticKind.BadValue, $"PARSER : unknown [{word}] routing method for {who}.");
            return null;
        }

        words.Use("lvs_method", word);
        var result = new LvsMethod(method.Value);
        while (words.Next(out var option))
        {
            if (method != ForwardingMethod.Tunnel || Option(words, who, result, option) is not { } changed)
            {
                if (method != ForwardingMethod.Tunnel) words.Warn(DiagnosticKind.UnknownKeyword, $"Invalid tunnel option {option} for {who}.");
                return null;
            }

            result = changed;
        }

        if (result.Tunnel == TunnelType.Gue != result.Port > 0)
        {
            words.Warn(DiagnosticKind.Conflict, "gue tunnels require port, otherwise cannot have port.");
            return null;
        }

        if (result.Tunnel != TunnelType.IpIp || result.Checksum == TunnelChecksum.None) return result;
        words.Warn(DiagnosticKind.Conflict, "ipip tunnels do not support checksum option.");
        return null;
    }

    private static LvsMethod? Option(Words words, string who, LvsMethod method, string option)
    {
        if (option is "type" or "port" or "nocsum" or "csum" or "remcsum") words.Use("lvs_method", option);
        switch (option)
        {
            case "type":
                return Type(words, who) is { } type ? method with { Tunnel = type } : null;
            case "port":
                if (!words.Next(out var word))
                {
                    words.Warn(DiagnosticKind.MissingArgument, $"Missing port for {who} gue tunnel.");
                    return null;
                }

                if (words.Unsigned(word, 1, ushort.MaxValue, out var port)) return method with { Port = (int)port };
                words.Warn(DiagnosticKind.OutOfRange, $"Invalid gue tunnel port {word} for {who}.");
                return null;
            case "nocsum":
                return method with { Checksum = TunnelChecksum.None };
            case "csum":
                return method with { Checksum = TunnelChecksum.Local };
            case "remcsum":
                return method with { Checksum = TunnelChecksum.Remote };
            default:
                words.Warn(DiagnosticKind.UnknownKeyword, $"Invalid tunnel option {option} for {who}.");
                return null;
        }
    }

    private static TunnelType? Type(Words words, string who)
    {
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"Missing tunnel type for {who}.");
            return null;
        }

        if (word is "ipip" or "gue" or "gre") words.Use("lvs_method", word);
        switch (word)
        {
            case "ipip":
                return TunnelType.IpIp;
            case "gue":
                return TunnelType.Gue;
            case "gre":
                return TunnelType.Gre;
            default:
                words.Warn(DiagnosticKind.UnknownKeyword, $"Unknown tunnel type {word} for {who}.");
                return null;
        }
    }
}
