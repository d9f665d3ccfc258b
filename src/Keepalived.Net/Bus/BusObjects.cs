using ConfParsers.Keepalived;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;
using Tmds.DBus.Protocol;

namespace Keepalived.Net.Bus;

/// <summary>What may be asked of the daemon by a method call.</summary>
public enum BusVerb
{
    /// <summary>The VRRP part of keepalived.data.</summary>
    PrintData,
    PrintStatistics,
    PrintAndClearStatistics,
    Reload,

    /// <summary>One gratuitous ARP for each address of an instance that is master.</summary>
    Announce,
}

/// <summary>
/// The daemon's objects on the D-Bus: one for the daemon, one for each virtual router. A call in, an answer out, in the words of GDBus, which
/// the original answers with. (/usr/share/dbus-1/interfaces/org.keepalived.Vrrp1.*.xml)
/// </summary>
/// <param name="execute">Does what was asked for; with the instance's name where it is about one.</param>
public sealed class BusObjects(BusPaths paths, Func<StatusView> view, Action<BusVerb, string> execute)
{
    private const string Properties = "org.freedesktop.DBus.Properties";
    private const string Introspectable = "org.freedesktop.DBus.Introspectable";
    private const string Peer = "org.freedesktop.DBus.Peer";

    /// <summary>What a state is called in the property State; what is not yet decided counts as FAULT.</summary>
    public static (uint Number, string Word) State(VrrpState state) => state switch
    {
        VrrpState.Master => (2, "Master"),
        VrrpState.Backup => (1, "Backup"),
        _ => (3, "Fault"),
    };

    public BusAnswer Answer(BusCall call)
    {
        var now = view();
        var router = Array.Find(now.Model.Instances, each => paths.Of(each) == call.Path);
        var isDaemon = call.Path == paths.Daemon;
        if (call is { Interface: Introspectable, Member: "Introspect", Signature: "" })
        {
            return BusAnswer.Of(BusIntrospection.Of(call.Path, isDaemon ? BusIntrospection.DaemonObject : router is null ? null : BusIntrospection.InstanceObject, Paths(now.Model)));
        }

        if (call is { Interface: Peer, Member: "Ping", Signature: "" }) return BusAnswer.Nothing;
        if (!isDaemon && router is null) return BusAnswer.UnknownMethod($"Object does not exist at path “{call.Path}”");
        if (call.Interface == Properties) return AnswerProperties(call, router, now);
        if (call.Interface != (isDaemon ? BusPaths.DaemonInterface : BusPaths.InstanceInterface))
        {
            return BusAnswer.UnknownMethod($"No such interface “{call.Interface}” on object at path {call.Path}");
        }

        if (Verb(call.Member, isDaemon) is not { } verb) return BusAnswer.UnknownMethod($"No such method “{call.Member}”");
        if (call.Signature.Length > 0) return BusAnswer.InvalidArguments($"Type of message, “({call.Signature})”, does not match expected type “()”");
        execute(verb, router?.Name ?? "");
        return BusAnswer.Nothing;
    }

    private IEnumerable<string> Paths(KeepalivedModel model) => model.Instances.Select(paths.Of).Prepend(paths.Daemon);

    private static BusVerb? Verb(string member, bool isDaemon) => (isDaemon, member) switch
    {
        (true, "PrintData") => BusVerb.PrintData,
        (true, "PrintStats") => BusVerb.PrintStatistics,
        (true, "PrintStatsClear") => BusVerb.PrintAndClearStatistics,
        (true, "ReloadConfig") => BusVerb.Reload,
        (false, "SendGarp") => BusVerb.Announce,
        _ => null,
    };

    private static BusAnswer AnswerProperties(BusCall call, VrrpInstance? router, StatusView now)
    {
        var expected = call.Member switch
        {
            "Get" => "ss",
            "GetAll" => "s",
            "Set" => "ssv",
            _ => null,
        };
        // GDBus: what does not fit here is taken for another interface, which the object has not.
        if (expected != call.Signature) return BusAnswer.UnknownMethod($"No such interface “{Properties}” on object at path {call.Path}");
        if (call.Words[0] != (router is null ? BusPaths.DaemonInterface : BusPaths.InstanceInterface)) return BusAnswer.InvalidArguments($"No such interface “{call.Words[0]}”");
        var properties = router is null ? [] : PropertiesOf(router, now);
        if (call.Member == "GetAll") return BusAnswer.Of(properties);
        var at = Array.FindIndex(properties, each => each.Key == call.Words[1]);
        if (at < 0) return BusAnswer.InvalidArguments($"No such property “{call.Words[1]}”");
        return call.Member == "Get" ? BusAnswer.Of(properties[at].Value) : BusAnswer.InvalidArguments($"Property “{call.Words[1]}” is not writable");
    }

    /// <summary>The name too comes as a structure, whatever the introspection says: so the original's clients read it.</summary>
    private static KeyValuePair<string, VariantValue>[] PropertiesOf(VrrpInstance router, StatusView now)
    {
        var (number, word) = State(now.Page.TryFind(router.Name, out var record) ? record.State : VrrpState.Init);
        return [new("Name", VariantValue.Struct(router.Name)), new("State", VariantValue.Struct(number, word))];
    }
}
