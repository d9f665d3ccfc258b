namespace Keepalived.Net.Vrrp;

/// <summary>keepalived 2.2.7's own log texts: people's scripts look for them.</summary>
public static class RouterLog
{
    /// <param name="source">The sender's address, for the lines that name it.</param>
    public static string Text(in RouterAction line, string source) => line.Line switch
    {
        RouterLine.AdvertisementTimeout => "Receive advertisement timeout",
        RouterLine.EnteringMaster => "Entering MASTER STATE",
        RouterLine.EnteringBackup => "Entering BACKUP STATE",
        RouterLine.EnteringBackupInit => "Entering BACKUP STATE (init)",
        RouterLine.EnteringFault => "Entering FAULT STATE",
        RouterLine.EnteringFaultInit => "entering FAULT state",
        RouterLine.SentPriorityZero => "sent 0 priority",
        RouterLine.BackupReceivedPriorityZero => "Backup received priority 0 advertisement",
        RouterLine.MasterReceivedPriorityZero => "Master received priority 0 message",
        RouterLine.LowerPriorityDiscarded => $"received lower priority ({line.A}) advert from {source} - discarding",
        RouterLine.HigherPriorityReceived => $"Master received advert from {source} with higher priority {line.A}, ours {line.B}",
        RouterLine.HigherAddressReceived => $"Master received advert from {source} with same priority {line.A} but higher IP address than ours",
        RouterLine.LowerPriorityNewElection => $"Received advert from {source} with lower priority {line.A}, ours {line.B}, forcing new election",
        RouterLine.LowerPriorityReceived => $"Received advert from {source} with lower priority {line.A}, ours {line.B}",
        RouterLine.OwnAddressReceived => "WARNING - equal priority advert received from remote host with our IP address.",
        RouterLine.TwoOwners => "CONFIGURATION ERROR: local instance and a remote instance are both configured as address owner, please fix - reducing local priority",
        RouterLine.IntervalLearned => $"advertisement interval updated from {line.A}ms to {line.B}ms by master",
        RouterLine.IntervalRestored => $"changing advert interval from {line.A}ms to locally configured {line.B}ms",
        RouterLine.PreemptDelayStarted => $"start preempt delay ({line.A}.{line.B:D6})",
        RouterLine.PreemptDelayStopped => "stop preempt delay",
        RouterLine.PriorityChanged => $"Changing effective priority from {line.A} to {line.B}",
        _ => line.Line.ToString(),
    };

    /// <summary>Lines that appear only with <c>-D</c>.</summary>
    public static bool IsDetail(RouterLine line) => line is RouterLine.AdvertisementTimeout or RouterLine.SentPriorityZero or RouterLine.BackupReceivedPriorityZero or RouterLine.EnteringFaultInit;

    /// <summary>Why an advertisement was dropped.</summary>
    /// <param name="address">Of AddressList: our address that is missing in it.</param>
    /// <param name="source">The sender.</param>
    /// <param name="limits">Of PeerTimeToLive: what is accepted of that peer, <c>10 - 20</c>.</param>
    public static string Text(in CheckResult check, int routerId, string address, string source = "", string limits = "") => check.Refusal switch
    {
        Refusal.HeaderTooShort => $"IPv4 VRRP packet with AH too short - {check.Received} bytes",
        Refusal.HeaderUnexpected => "Received AH header but auth type not AH",
        Refusal.HeaderMissing => "No AH header but auth type is AH",
        Refusal.NotAPeer => $"unicast source address {source} not a unicast peer",
        Refusal.PeerTimeToLive => $"TTL/HL {check.Received} not in range {limits}",
        Refusal.SecurityParameters => $"IPSEC AH : invalid IPSEC SPI value. {(uint)check.Received} and expect {(uint)check.Expected}",
        Refusal.Replayed => $"IPSEC-AH : sequence number {(uint)check.Received} already processed. Packet dropped. Local({(uint)check.Expected})",
        Refusal.CheckValue => "IPSEC-AH : invalid IPSEC HMAC-MD5 value. Due to fields mutation or bad password !",
        Refusal.TimeToLive => $"invalid TTL/HL. Received {check.Received} and expect {check.Expected}",
        Refusal.Length => $"vrrp packet too {(check.Received < check.Expected ? "short" : "long")}, length {check.Received} and expect {check.Expected}",
        Refusal.Version => $"wrong version. Received {check.Received} and expect {check.Expected}",
        Refusal.Type => $"Invalid packet type. {check.Received} and expect {check.Expected}",
        Refusal.AuthenticationType when check.Received > Packet.LastAuthenticationType => $"Invalid auth type: {check.Received}",
        Refusal.AuthenticationType => $"received a {check.Received} auth, expecting {check.Expected}!",
        Refusal.Password => "received an invalid passwd!",
        Refusal.AddressCount => $"received an unexpected ip number count {check.Received}, expected {check.Expected}!",
        Refusal.AddressList => $"ip address associated with VRID {routerId} not present in MASTER advert: {address}",
        Refusal.Checksum => $"Invalid VRRPv{check.Expected} checksum",
        Refusal.Interval => $"advertisement interval mismatch mine={check.Expected} sec rcv'd={check.Received} sec",
        _ => "",
    };
}
