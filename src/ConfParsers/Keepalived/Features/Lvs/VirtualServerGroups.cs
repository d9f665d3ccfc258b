using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary><c>virtual_server_group</c> and <c>SSL</c> (keepalived.conf(5) "Virtual server group(s)", "SSL").</summary>
internal static class VirtualServerGroups
{
    public static readonly Keyword<Reading>[] Keywords =
    [
        new NamedLines("virtual_server_group", "<name> { <address>[-<last>] <port> | fwmark <mark> [inet|inet6] }", Member) { Manual = "Virtual server group(s)" },
        new Section<Reading, SslDraft>("SSL", "{ }", OpenSsl, new Block<SslDraft>("SSL",
        [
            Text("password", "password", draft => draft.Password, (draft, text) => draft.Password = text),
            Text("ca", "cafile", draft => draft.CaFile, (draft, text) => draft.CaFile = text),
            Text("certificate", "certfile", draft => draft.CertificateFile, (draft, text) => draft.CertificateFile = text),
            Text("key", "keyfile", draft => draft.KeyFile, (draft, text) => draft.KeyFile = text),
        ]), (words, reading, draft) => reading.Ssl = new SslSettings(draft.Password, draft.CaFile, draft.CertificateFile, draft.KeyFile, words.Place)) { Manual = "SSL" },
    ];

    private sealed class SslDraft
    {
        public string? Password { get; set; }

        public string? CaFile { get; set; }

        public string? CertificateFile { get; set; }

        public string? KeyFile { get; set; }
    }

    /// <summary>A block of lines that has a name.</summary>
    private sealed record NamedLines(string Name, string Arguments, Action<Words, string, List<VirtualServerKey>> Bind) : Keyword<Reading>(Name, Arguments)
    {
        public override void Read(BlockReader reader, ConfParsers.Keepalived.Blocks.ConfLine line, Reading target)
        {
            var members = new List<VirtualServerKey>();
            var heading = new Words(line, target);
            heading.Next(out var name);
            reader.ReadLines(line with { Words = [line.Words[0]] }, words => Bind(words, name, members));
            target.VirtualServerGroups.Add(new VirtualServerGroup(name, [.. members], line.Place));
        }
    }

    /// <summary><c>ADDRESS</c> or <c>ADDRESS-LAST</c>, where LAST is the end of the last part only; null when it is neither.</summary>
    public static (IPAddress First, IPAddress? Last)? Range(string word)
    {
        var dash = word.IndexOf('-', StringComparison.Ordinal);
        if (Addresses.ParseBeforeSlash(dash < 0 ? word : word[..dash]) is not { } first) return null;
        if (dash < 0) return (first, null);
        var bytes = first.GetAddressBytes();
        var isIPv6 = first.AddressFamily == AddressFamily.InterNetworkV6;
        var style = isIPv6 ? System.Globalization.NumberStyles.AllowHexSpecifier : System.Globalization.NumberStyles.None;
        if (!ushort.TryParse(word.AsSpan(dash + 1), style, System.Globalization.CultureInfo.InvariantCulture, out var end) || (!isIPv6 && end > byte.MaxValue)) return null;
        if (isIPv6) bytes[^2] = (byte)(end >> 8);
        bytes[^1] = (byte)end;
        return (first, new IPAddress(bytes));
    }

    private static void Member(Words words, string group, List<VirtualServerKey> members)
    {
        words.Next(out var word);
        if (string.Equals(word, "fwmark", StringComparison.Ordinal))
        {
            Mark(words, group, members);
            return;
        }

        var hasPort = words.Next(out var portText);
        uint port = 0;
        var isGoodPort = !hasPort || portText == "0" || words.Unsigned(portText, 1, ushort.MaxValue, out port);
        if (isGoodPort && Range(word) is var (first, last)) members.Add(new VirtualServerKey(first, last, (int)port, 0, null));
        else words.Warn(DiagnosticKind.BadAddress, $"Invalid virtual server group IP address {word} /port/{(hasPort ? portText : "(none)")} - skipping");
    }

    private static void Mark(Words words, string group, List<VirtualServerKey> members)
    {
        if (!words.Required(out var word)) return;
        if (!words.Unsigned(word, 0, uint.MaxValue, out var mark))
        {
            words.Warn(DiagnosticKind.BadNumber, $"({group}): fwmark '{word}' must be in [0, 4294967295] - ignoring");
            return;
        }

        if (words.Next(out var family) && family is not ("inet" or "inet6"))
        {
            words.Warn(DiagnosticKind.BadValue, $"({group}): fwmark '{word}' family {family} unknown - ignoring");
            return;
        }

        members.Add(new VirtualServerKey(family == "inet6" ? IPAddress.IPv6Any : null, null, 0, mark, null));
    }

    private static SslDraft OpenSsl(Words words, Reading reading)
    {
        if (reading.Ssl is not null) reading.Warn(DiagnosticKind.Duplicate, words.Place, "SSL context already specified - replacing");
        return new SslDraft();
    }

    private static Setting<SslDraft> Text(string name, string what, Func<SslDraft, string?> get, Action<SslDraft, string> set) => new(name, "[text]", (words, draft) =>
    {
        if (!words.Next(out var text))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"SSL {what} missing");
            return;
        }

        if (get(draft) is not null) words.Warn(DiagnosticKind.Duplicate, $"SSL {what} already specified - replacing");
        set(draft, text);
    })
    { Manual = "SSL" };
}
