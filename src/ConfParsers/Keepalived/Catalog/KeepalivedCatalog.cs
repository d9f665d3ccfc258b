using ConfParsers.Keepalived.Features;

namespace ConfParsers.Keepalived.Catalog;

/// <summary>All rows, block by block: the features of the language put together.</summary>
internal static class KeepalivedCatalog
{
    public const string RootPath = "(root)";

    private static readonly Block<Reading> GlobalDefs = new("global_defs",
    [
        .. GlobalDefsFeature.Keywords,
        .. GratuitousArpDraft.GlobalKeywords,
        .. Scripts.Keywords,
    ]);

    private static readonly Block<InstanceDraft> Instance = new("vrrp_instance",
    [
        .. VrrpInstanceFeature.Keywords,
        .. Advertisement.Keywords,
        .. Authentication.Keywords,
        .. Preemption.Keywords,
        .. VirtualAddresses.Keywords,
        .. TrackInterface.Keywords,
        .. TrackScript.Keywords,
        .. GratuitousArpDraft.InstanceKeywords,
        .. Notify.Keywords,
    ]);

    public static readonly Block<Reading> Root = new(RootPath,
    [
        new Section<Reading, Reading>("global_defs", "{ }", (_, reading) => reading, GlobalDefs) { Manual = "Global definitions" },
        new Section<Reading, InstanceDraft>("vrrp_instance", "[name] { }", VrrpInstanceFeature.Open, Instance) { Manual = "VRRP instance(s)" },
        .. VrrpScriptFeature.Keywords,
    ]);
}
