using ConfParsers.Keepalived;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>vrrpSyncGroupTable and its members (KEEPALIVED-MIB vrrp 1 and 2).</summary>
internal static class SyncGroupTables
{
    public static void Write(MibBuilder mib, MibSource source)
    {
        var groups = mib.Table(2, 1, 1);
        var members = mib.Table(2, 2, 1);
        for (var i = 0; i < source.Model.SyncGroups.Length; i++)
        {
            var group = source.Model.SyncGroups[i];
            var row = groups.Row((uint)i + 1);
            row.Text(2, group.Name);
            row.Integer(3, MibWords.State(State(group, source)));
            row.Choice(4, group.SmtpAlert);
            row.Choice(5, !group.Notify.IsEmpty);
            row.Text(6, MibWords.Command(group.Notify.Master));
            row.Text(7, MibWords.Command(group.Notify.Backup));
            row.Text(8, MibWords.Command(group.Notify.Fault));
            row.Text(9, MibWords.Command(group.Notify.Any));
            row.Choice(10, group.TrackingWeight);
            row.Text(11, MibWords.Command(group.Notify.Stop));
            for (var j = 0; j < group.Members.Length; j++) members.Row((uint)i + 1, (uint)j + 1).Text(2, group.Members[j]);
        }
    }

    /// <summary>Once they have one, all members share it.</summary>
    private static VrrpState State(SyncGroup group, MibSource source) =>
        group.Members.Length > 0 && source.View.Page.TryFind(group.Members[0], out var record) ? record.State : VrrpState.Init;
}
