using System.Runtime.CompilerServices;
using System.Text;
using ConfParsers.Haproxy.Features;
using HAProxy.Net.LoadBalancing;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Tests.LoadBalancing;

public class RoundRobinTests
{
    public static TheoryData<string, string> Observed()
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Folder(), "roundrobin-2.6.12.txt")))
        {
            if (line.StartsWith('#')) continue;
            var parts = line.Split(" : ");
            data.Add(parts[0], parts[1]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Observed))]
    public void Servers_are_picked_in_the_order_of_haproxy(string weights, string picks)
    {
        var backend = Backends.Create([.. weights.Split(',').Select(weight => new ServerOptions { Weight = int.Parse(weight) })]);
        var order = new StringBuilder();
        for (var i = 0; i < picks.Length; i++)
        {
            var server = backend.Balancer.Take(avoid: null)!;
            order.Append((char)('a' + Array.IndexOf(backend.Servers, server)));
            backend.Admission.Release(server);
        }

        Assert.Equal(picks, order.ToString());
    }

    [Fact]
    public void A_full_server_is_passed_over_and_keeps_its_place()
    {
        var backend = Backends.Create([new() { MaxConn = 1 }, new() { MaxConn = 1 }]);
        var first = backend.Balancer.Take(null);
        var second = backend.Balancer.Take(null);
        Assert.NotSame(first, second);
        Assert.Null(backend.Balancer.Take(null));
        backend.Admission.Release(second!);
        Assert.Same(second, backend.Balancer.Take(null));
    }

    [Fact]
    public void A_backup_serves_only_when_no_active_server_can()
    {
        var backend = Backends.Create([new(), new() { Backup = true }, new() { Backup = true }]);
        Assert.Same(backend.Servers[0], backend.Balancer.Take(null));
        backend.Admission.Change(backend.Servers[0], health: ServerHealth.Down);
        Assert.Same(backend.Servers[1], backend.Balancer.Take(null));
        Assert.Same(backend.Servers[1], backend.Balancer.Take(null));
        Assert.Equal(0, backend.ActiveServers);
        Assert.Equal(2, backend.BackupServers);
    }

    [Fact]
    public void A_redispatched_request_goes_to_another_server_if_there_is_one()
    {
        var two = Backends.Create([new(), new()]);
        for (var i = 0; i < 4; i++) Assert.Same(two.Servers[1], two.Balancer.Take(avoid: two.Servers[0]));
        var one = Backends.Create([new()]);
        Assert.Same(one.Servers[0], one.Balancer.Take(avoid: one.Servers[0]));
    }

    [Fact]
    public void A_weight_of_zero_takes_a_server_out_and_a_new_weight_brings_it_back()
    {
        var backend = Backends.Create([new(), new()]);
        backend.Admission.Change(backend.Servers[0], userWeight: 0);
        for (var i = 0; i < 3; i++) Assert.Same(backend.Servers[1], backend.Balancer.Take(null));
        backend.Admission.Change(backend.Servers[0], userWeight: 1);
        var seen = new[] { backend.Balancer.Take(null), backend.Balancer.Take(null) };
        Assert.Contains(backend.Servers[0], seen);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
