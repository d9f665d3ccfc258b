using Daemon.Loop;

namespace Daemon.Tests.Loop;

public sealed class LoopSignalTests
{
    [Fact]
    public async Task Set_before_waiting_is_remembered_once()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var signal = new LoopSignal(loop);
            signal.Set();
            Assert.True(await signal.WaitAsync(0));
            Assert.False(await signal.WaitAsync(1));
        });
    }

    [Fact]
    public async Task A_wait_ends_with_false_when_its_time_has_passed_and_the_signal_serves_again()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var signal = new LoopSignal(loop);
            var before = loop.NowMs;
            for (var i = 1; i <= 5; i++)
            {
                Assert.False(await signal.WaitAsync(3));
                Assert.True(loop.NowMs >= before + (3 * i));
            }
            signal.Set();
            Assert.True(await signal.WaitAsync(10_000));
            Assert.False(signal.IsArmed);
        });
    }

    [Fact]
    public async Task Another_thread_resumes_the_waiter_on_its_own_loop()
    {
        using var on = new OnLoop(2);
        await on.Run(async loop =>
        {
            var signal = new LoopSignal(loop);
            for (var i = 0; i < 100; i++)
            {
                var use = signal.Reset();
                on.Loops[1].Post(_ => signal.SetFromAnyThread(use), null);
                Assert.True(await signal.WaitAsync(30_000));
                Assert.Same(loop, EventLoop.Current);
            }
        });
    }

    [Fact]
    public async Task A_set_that_was_meant_for_an_earlier_use_resumes_nobody()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var signal = new LoopSignal(loop);
            var stale = signal.Reset();
            signal.Reset();
            signal.SetFromAnyThread(stale);
            Assert.False(await signal.WaitAsync(5));
        });
    }
}
