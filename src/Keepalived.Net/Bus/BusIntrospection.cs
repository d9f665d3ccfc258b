using System.Text;
using Keepalived.Net.Process;

namespace Keepalived.Net.Bus;

/// <summary>What an object says of itself, in the original's form and order: tools compare it. (D-Bus specification "Introspection Data Format")</summary>
internal static class BusIntrospection
{
    public const string DaemonObject = """
          <interface name="org.keepalived.Vrrp1.Vrrp">
            <method name="PrintData">
            </method>
            <method name="PrintStats">
            </method>
            <method name="PrintStatsClear">
            </method>
            <method name="ReloadConfig">
            </method>
            <signal name="VrrpStarted">
            </signal>
            <signal name="VrrpReloaded">
            </signal>
            <signal name="VrrpStopped">
            </signal>
          </interface>

        """;

    public const string InstanceObject = """
          <interface name="org.keepalived.Vrrp1.Instance">
            <method name="SendGarp">
            </method>
            <signal name="VrrpStatusChange">
              <arg type="u" name="status">
              </arg>
            </signal>
            <property type="s" name="Name" access="read">
            </property>
            <property type="(us)" name="State" access="read">
            </property>
          </interface>

        """;

    private const string EveryObject = """
          <interface name="org.freedesktop.DBus.Properties">
            <method name="Get">
              <arg type="s" name="interface_name" direction="in"/>
              <arg type="s" name="property_name" direction="in"/>
              <arg type="v" name="value" direction="out"/>
            </method>
            <method name="GetAll">
              <arg type="s" name="interface_name" direction="in"/>
              <arg type="a{sv}" name="properties" direction="out"/>
            </method>
            <method name="Set">
              <arg type="s" name="interface_name" direction="in"/>
              <arg type="s" name="property_name" direction="in"/>
              <arg type="v" name="value" direction="in"/>
            </method>
            <signal name="PropertiesChanged">
              <arg type="s" name="interface_name"/>
              <arg type="a{sv}" name="changed_properties"/>
              <arg type="as" name="invalidated_properties"/>
            </signal>
          </interface>
          <interface name="org.freedesktop.DBus.Introspectable">
            <method name="Introspect">
              <arg type="s" name="xml_data" direction="out"/>
            </method>
          </interface>
          <interface name="org.freedesktop.DBus.Peer">
            <method name="Ping"/>
            <method name="GetMachineId">
              <arg type="s" name="machine_uuid" direction="out"/>
            </method>
          </interface>

        """;

    /// <param name="paths">Of all objects there are.</param>
    /// <param name="own">The interface of the object at <paramref name="path"/>; null: there is none, or it only has children.</param>
    public static string Of(string path, string? own, IEnumerable<string> paths)
    {
        var text = new StringBuilder("<!DOCTYPE node PUBLIC \"-//freedesktop//DTD D-BUS Object Introspection 1.0//EN\"\n");
        text.Append("                      \"http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd\">\n");
        text.Append("<!-- keepalived.net ").Append(Process.Version.Product).Append(" -->\n<node>\n");
        if (own is not null) text.Append(EveryObject).Append(own);
        var above = path == "/" ? "/" : path + "/";
        foreach (var child in paths.Where(each => each.StartsWith(above, StringComparison.Ordinal)).Select(each => each[above.Length..].Split('/')[0]).Distinct(StringComparer.Ordinal))
        {
            text.Append("  <node name=\"").Append(child).Append("\"/>\n");
        }

        return text.Append("</node>\n").ToString();
    }
}
