using System.Globalization;

namespace Keepalived.Net.Process;

/// <summary>What a parent that executes itself anew leaves to the parent it becomes: its child goes on meanwhile.</summary>
/// <param name="ChildId">The process id of the serving VRRP child.</param>
/// <param name="Channel">The descriptor of the socket to it.</param>
/// <param name="Page">The descriptor of the status page.</param>
public sealed record Handover(int ChildId, int Channel, int Page, bool Maintenance)
{
    public string Encode() => string.Create(CultureInfo.InvariantCulture, $"{ChildId}:{(Maintenance ? 1 : 0)}");

    /// <param name="text">Of <see cref="Encode"/>; the descriptors have their fixed numbers by then.</param>
    public static Handover Decode(string text)
    {
        var parts = text.Split(':');
        return new Handover(int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), SelfProcess.ControlDescriptor, SelfProcess.PageDescriptor, parts[1] == "1");
    }
}
