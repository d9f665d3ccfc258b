using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Notify;

/// <summary>Subject and body of the mails, in 2.2.7's words: people sort by them.</summary>
public static class AlertText
{
    public static string Subject(string routerId, in NotifyEvent happened) =>
        $"[{routerId}] VRRP {(happened.IsGroup ? "Group" : "Instance")} {happened.Name} - Entering {happened.Word} state";

    public static string Body(in NotifyEvent happened) => happened switch
    {
        { IsGroup: true } => $"=> All VRRP group instances are now in {happened.Word} state <=",
        { State: NotifiedState.Master } => "=> VRRP Instance is now owning VRRP VIPs <=",
        _ => "=> VRRP Instance is no longer owning VRRP VIPs <=",
    };
}
