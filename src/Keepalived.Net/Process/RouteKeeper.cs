using Keepalived.Net.Network;

namespace Keepalived.Net.Process;

/// <summary>Hears when somebody removes a route or a rule, and has whoever holds it put it back. Only where some are configured.</summary>
public sealed class RouteKeeper(VrrpChild child, RouteCommands routing, StaticHoldings statics) : IDisposable
{
    private RouteWatch? watch;

    /// <summary>The configuration is another one.</summary>
    public void Follow()
    {
        if (watch is not null || !(child.Model.StaticRoutes.Length + child.Model.StaticRules.Length > 0 || child.Routers.Any(router => router.Configuration.Routes.Length + router.Configuration.Rules.Length > 0))) return;
        watch = new RouteWatch
        {
            RouteRemoved = key =>
            {
                if (routing.WasOurs(key) || child.Routers.Any(router => router.OnRouteRemoved(key, MonotonicClock.NowUs)) || !statics.PutBack(key)) return;
                child.Log.Write($"Restoring deleted static route {key.Destination}/{key.PrefixLength}");
            },
            RuleRemoved = key =>
            {
                if (routing.WasOurs(key) || child.Routers.Any(router => router.OnRuleRemoved(key, MonotonicClock.NowUs)) || !statics.PutBack(key)) return;
                child.Log.Write($"Restoring deleted static rule of preference {key.Preference}");
            },
        };
        watch.SetReceiveBuffer(child.Model.Global.Buffers.VrrpNetlinkMonitor);
        child.Polls.Add(watch.Descriptor, watch.Read);
    }

    public void Dispose() => watch?.Dispose();
}
