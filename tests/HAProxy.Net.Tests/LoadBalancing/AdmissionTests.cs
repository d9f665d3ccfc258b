using HAProxy.Net.LoadBalancing;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Tests.LoadBalancing;

public class AdmissionTests
{
    [Fact]
    public void Requests_beyond_maxconn_wait_and_are_served_in_order_of_arrival()
    {
        var backend = Backends.Create([new() { MaxConn = 1 }]);
        var first = new Request();
        var second = new Request();
        var third = new Request();
        Assert.Equal(AdmissionResult.Assigned, backend.Admission.Request(first, null, null));
        Assert.Equal(AdmissionResult.Queued, backend.Admission.Request(second, null, null));
        Assert.Equal(AdmissionResult.Queued, backend.Admission.Request(third, null, null));
        Assert.Equal(2, backend.Queue.Peak);

        backend.Admission.Release(backend.Servers[0]);
        Assert.True(second.Granted.IsCompletedSuccessfully);
        Assert.False(third.Granted.IsCompleted);
        Assert.Same(backend.Servers[0], second.Assigned);
        Assert.Equal(1, second.BackendQueuePosition);
        Assert.True(backend.Admission.Cancel(third));
        Assert.Equal(2, third.BackendQueuePosition);
        Assert.False(backend.Admission.Cancel(third));
        Assert.Equal(0, backend.Queue.Current);
    }

    [Fact]
    public void Who_waits_for_a_server_that_goes_down_asks_again()
    {
        var backend = Backends.Create([new() { MaxConn = 1 }, new() { MaxConn = 1 }]);
        Assert.Equal(AdmissionResult.Assigned, backend.Admission.Request(new Request(), backend.Servers[0], null));
        var waiting = new Request();
        Assert.Equal(AdmissionResult.Queued, backend.Admission.Request(waiting, backend.Servers[0], null));
        backend.Admission.Change(backend.Servers[0], health: ServerHealth.Down);
        Assert.True(waiting.Granted.IsCompletedSuccessfully);
        Assert.Null(waiting.Assigned);
        Assert.Equal(AdmissionResult.Assigned, backend.Admission.Request(waiting, null, null));
        Assert.Same(backend.Servers[1], waiting.Assigned);
    }

    [Fact]
    public void No_usable_server_is_said_at_once()
    {
        var backend = Backends.Create([new()]);
        backend.Admission.Change(backend.Servers[0], ServerAdministration.Maintenance);
        Assert.Equal(AdmissionResult.NoServer, backend.Admission.Request(new Request(), null, null));
    }

    [Fact]
    public void A_server_that_comes_back_takes_those_who_wait()
    {
        var backend = Backends.Create([new() { MaxConn = 1 }, new() { MaxConn = 1 }]);
        backend.Admission.Change(backend.Servers[1], health: ServerHealth.Down);
        Assert.Equal(AdmissionResult.Assigned, backend.Admission.Request(new Request(), null, null));
        var waiting = new Request();
        Assert.Equal(AdmissionResult.Queued, backend.Admission.Request(waiting, null, null));
        backend.Admission.Change(backend.Servers[1], health: ServerHealth.Up);
        Assert.Same(backend.Servers[1], waiting.Assigned);
    }

    [Fact]
    public async Task Four_loops_never_exceed_maxconn_one_and_nobody_is_forgotten()
    {
        var backend = Backends.Create([new() { MaxConn = 1 }]);
        var server = backend.Servers[0];
        var inside = 0;
        var tooMany = 0;
        var served = 0;

        async Task Loop()
        {
            for (var i = 0; i < 2000; i++)
            {
                var request = new Request();
                if (backend.Admission.Request(request, null, null) == AdmissionResult.Queued) await request.Granted;
                if (Interlocked.Increment(ref inside) != 1) Interlocked.Increment(ref tooMany);
                Interlocked.Increment(ref served);
                Interlocked.Decrement(ref inside);
                backend.Admission.Release(server);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Loop)));
        Assert.Equal(0, tooMany);
        Assert.Equal(8000, served);
        Assert.Equal(0, server.Served.Current);
        Assert.Equal(1, server.Served.Peak);
    }

    private sealed class Request : PendingRequest
    {
        private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Granted => _granted.Task;

        protected internal override void OnGranted() => _granted.SetResult();
    }
}
