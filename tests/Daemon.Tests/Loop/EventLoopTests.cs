using Daemon.Linux;
using Daemon.Loop;

namespace Daemon.Tests.Loop;

public sealed class EventLoopTests
{
    [Fact]
    public async Task Posts_of_one_thread_keep_their_order_and_none_is_lost_when_many_threads_post()
    {
        using var on = new OnLoop(3);
        const int each = 20_000;
        var seen = new int[4];
        var total = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < each; i++)
            {
                var number = i;
                on.Loop.Post(_ =>
                {
                    if (seen[thread] != number) done.TrySetException(new InvalidOperationException("out of order"));
                    seen[thread]++;
                    if (++total == 4 * each) done.TrySetResult();
                }, null);
            }
        });
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task What_was_posted_before_the_stop_is_still_done()
    {
        var loop = new EventLoop();
        var count = 0;
        var thread = new Thread(loop.Run);
        thread.Start();
        for (var i = 0; i < 100; i++) loop.Post(_ => count++, null);
        loop.Stop();
        await Task.Run(thread.Join);
        Assert.Equal(100, count);
        loop.Dispose();
    }

    [Fact]
    public async Task A_turn_ends_with_its_hooks_after_everything_else()
    {
        using var on = new OnLoop();
        var order = new List<string>();
        await on.Run(async loop =>
        {
            var ended = new LoopSignal(loop);
            loop.AtTurnEnd(() =>
            {
                if (order is ["post"])
                {
                    order.Add("end");
                    ended.Set();
                }
            });
            loop.Post(_ => order.Add("post"), null);
            await ended.WaitAsync();
        });
        Assert.Equal(["post", "end"], order);
    }

    [Fact]
    public async Task Who_yields_goes_on_after_the_descriptors_had_their_turn()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var fd = EventFd.Create();
            var handler = new Closer(loop) { Fd = fd };
            loop.Register(fd, handler, EpollEvents.In | EpollEvents.EdgeTriggered);
            for (var i = 1; i <= 10; i++)
            {
                EventFd.Signal(fd);
                await loop.NextTurn();
                Assert.Equal(i, handler.Events);
            }
            loop.CloseRegistered(fd, handler);
        });
    }

    private sealed class Closer(EventLoop loop) : DescriptorHandler
    {
        public int Fd = -1;
        public Closer? Other;
        public Action? OnFirst;
        public int Events;

        protected internal override void OnEvents(EpollEvents events)
        {
            Events++;
            if (Other is null) return;
            var other = Other;
            Other = null;
            other.Other = null;
            loop.CloseRegistered(other.Fd, other);
            OnFirst?.Invoke();
        }
    }

    [Fact]
    public async Task An_event_of_a_descriptor_closed_earlier_in_the_same_turn_reaches_nobody_even_when_its_place_is_taken_anew()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var first = new Closer(loop) { Fd = EventFd.Create() };
            var second = new Closer(loop) { Fd = EventFd.Create() };
            var newcomer = new Closer(loop) { Fd = EventFd.Create() };
            first.Other = second;
            second.Other = first;
            first.OnFirst = second.OnFirst = () => Assert.Equal(0, loop.Register(newcomer.Fd, newcomer, EpollEvents.In | EpollEvents.EdgeTriggered));
            EventFd.Signal(first.Fd);
            EventFd.Signal(second.Fd);
            loop.Register(first.Fd, first, EpollEvents.In | EpollEvents.EdgeTriggered);
            loop.Register(second.Fd, second, EpollEvents.In | EpollEvents.EdgeTriggered);
            var later = new LoopSignal(loop);
            await later.WaitAsync(5);
            Assert.Equal(1, first.Events + second.Events);
            Assert.Equal(0, newcomer.Events);
        });
    }

    [Fact]
    public async Task A_loop_bound_to_a_processor_runs_there_only()
    {
        using var group = new LoopGroup(1);
        var processor = Affinity.OfCurrentThread()[0];
        group.Start([[processor]]);
        var seen = new TaskCompletionSource<int[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        group.Loops[0].Post(_ => seen.SetResult(Affinity.OfCurrentThread()), null);
        Assert.Equal([processor], await seen.Task.WaitAsync(TimeSpan.FromSeconds(60)));
    }
}
