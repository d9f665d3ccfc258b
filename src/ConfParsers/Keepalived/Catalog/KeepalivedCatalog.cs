using ConfParsers.Keepalived.Features;

namespace ConfParsers.Keepalived.Catalog;

/// <summary>All rows, block by block: the features of the language put together.</summary>
internal static class KeepalivedCatalog
{
    public const string RootPath = "(root)";

    private static readonly Block<Reading> GlobalDefs = new("global_defs",
    [
        .. GlobalDefsFeature.Keywords,
        .. EmailFeature.Keywords,
        .. ProcessesFeature.Keywords,
        .. GlobalScripts.Keywords,
        .. NftablesFeature.Keywords,
        .. LvsDefaultsFeature.Keywords,
        .. SnmpFeature.Keywords,
        .. BuffersFeature.Keywords,
        .. HousekeepingFeature.Keywords,
        .. IncludeChecks.Keywords,
        .. GratuitousArpDraft.GlobalKeywords,
        .. Scripts.Keywords,
    ]);

    private static readonly Section<Reading, Reading> GlobalSection = new("global_defs", "{ }", (_, reading) => reading, GlobalDefs) { Manual = "Global definitions" };

    private static readonly Block<InstanceDraft> Instance = new("vrrp_instance",
    [
        .. VrrpInstanceFeature.Keywords,
        .. Advertisement.Keywords,
        .. Authentication.Keywords,
        .. AuthenticationHmac.Keywords,
        .. Preemption.Keywords,
        .. VirtualAddresses.Keywords,
        .. TrackKinds.RowsOf<InstanceDraft>("VRRP instance(s)"),
        .. UnicastDraft.Keywords,
        .. SourceAddresses.Keywords,
        .. VirtualMacDraft.Keywords,
        .. Behaviour.Keywords,
        .. Routes.Keywords,
        .. Rules.Keywords,
        .. GratuitousArpDraft.InstanceKeywords,
        .. Notify.Keywords,
    ]);

    /// <summary>For the reading ahead: the other blocks are skipped.</summary>
    public static readonly Block<Reading> GlobalsOnly = new(RootPath, [GlobalSection]);

    public static readonly Block<Reading> Root = new(RootPath,
    [
        GlobalSection,
        new Section<Reading, InstanceDraft>("vrrp_instance", "[name] { }", VrrpInstanceFeature.Open, Instance, VrrpInstanceFeature.Close) { Manual = "VRRP instance(s)" },
        .. VrrpScriptFeature.Keywords,
        .. RootSettings.Keywords,
        .. SyncGroupDraft.Keywords,
        .. TrackFileDraft.Keywords,
        .. TrackProcessDraft.Keywords,
        .. BfdDraft.Keywords,
        .. Groups.Keywords,
        .. VirtualAddresses.StaticKeywords,
        .. Routes.StaticKeywords,
        .. Rules.StaticKeywords,
        .. VirtualServerGroups.Keywords,
        .. VirtualServerRows.Keywords,
    ]);
}
