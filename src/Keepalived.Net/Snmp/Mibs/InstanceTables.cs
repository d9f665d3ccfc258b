using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>vrrpInstanceTable (KEEPALIVED-MIB vrrp 3).</summary>
internal static class InstanceTables
{
    public const uint BasePriority = 7;

    public const uint Preempt = 13;

    /// <summary>The conceptual row.</summary>
    public static readonly ObjectId Entry = KeepalivedMib.Root.Below(2, 3, 1);

    public static void Write(MibBuilder mib, MibSource source)
    {
        var table = mib.Table(2, 3, 1);
        for (var i = 0; i < source.Model.Instances.Length; i++)
        {
            var row = table.Row((uint)i + 1);
            var instance = source.Model.Instances[i];
            WriteState(row, instance, source);
            WriteSettings(row, instance, source.Model);
            WriteScripts(row, instance);
        }
    }

    private static void WriteState(in MibRow row, VrrpInstance instance, MibSource source)
    {
        var record = source.Record(instance);
        row.Text(2, instance.Name);
        row.Gauge(3, instance.VirtualRouterId);
        row.Integer(4, MibWords.State(record.State));
        row.Integer(5, MibWords.State(instance.WantedState));
        row.Integer(6, MibWords.State(record.State));
        row.Integer((int)BasePriority, instance.Priority);
        row.Integer(8, record.EffectivePriority);
        row.Choice(9, record.State == VrrpState.Master);
        row.Text(10, source.Link(instance));
    }

    private static void WriteSettings(in MibRow row, VrrpInstance instance, KeepalivedModel model)
    {
        // The original says so of any interface.
        row.Choice(11, instance.Tracking.Interfaces.Length > 0);
        // Seconds in version 2, hundredths of a second in version 3.
        row.Gauge(12, (long)(instance.Version == 2 ? instance.AdvertInterval.TotalSeconds : instance.AdvertInterval.TotalMilliseconds / 10));
        row.Choice(Preempt, !instance.NoPreempt);
        row.Gauge(14, (long)instance.PreemptDelay.TotalSeconds);
        row.Integer(15, instance.Authentication?.Type switch { VrrpAuthenticationType.Pass => 1, VrrpAuthenticationType.AuthenticationHeader => 2, _ => 0 });
        row.Choice(16, instance.LvsSyncDaemonInterface is not null);
        row.Text(17, instance.LvsSyncDaemonInterface);
        row.Text(18, instance.SyncGroup);
        row.Gauge(19, (long)instance.Garp.Delay.TotalSeconds);
        row.Choice(20, instance.SmtpAlert);
        row.Choice(21, !instance.Notify.IsEmpty);
        // The MIB has no word for version 2, where the question does not arise; the original says 0.
        row.Integer(27, instance.Version == 2 ? 0 : MibWords.Choice(instance.Accept));
        row.Choice(28, instance.PromoteSecondaries);
        row.Choice(29, instance.LinkbeatUsePolling || Array.Exists(model.LinkbeatInterfaces, each => each.Interface == instance.Interface));
        row.Integer(30, instance.Version);
        row.Choice(33, instance.NotifyDeleted);
        if (RouterPlan.IsUnicast(instance)) return;
        row.Integer(34, MibWords.AddressType(instance.MulticastGroup));
        row.Address(35, instance.MulticastGroup);
    }

    private static void WriteScripts(in MibRow row, VrrpInstance instance)
    {
        row.Text(22, MibWords.Command(instance.Notify.Master));
        row.Text(23, MibWords.Command(instance.Notify.Backup));
        row.Text(24, MibWords.Command(instance.Notify.Fault));
        row.Text(25, MibWords.Command(instance.Notify.Stop));
        row.Text(26, MibWords.Command(instance.Notify.Any));
        row.Text(31, MibWords.Command(instance.Notify.MasterReceivesLowerPriority));
        row.Text(32, MibWords.Command(instance.Notify.Deleted));
    }
}
