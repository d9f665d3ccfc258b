using System.Runtime.CompilerServices;
using Daemon.Loop;

namespace Daemon.Tests.Loop;

public sealed class LoopTaskTests
{
    private static async LoopTask<int> AddLater(LoopSignal signal, int left, int right)
    {
        await signal.WaitAsync();
        return left + right;
    }

    private static async LoopTask<int> Nested(LoopSignal signal, int depth)
    {
        if (depth == 0) return await AddLater(signal, 1, 0);
        return 1 + await Nested(signal, depth - 1);
    }

    [Fact]
    public async Task A_suspended_method_returns_its_result_through_all_its_callers()
    {
        using var on = new OnLoop();
        var result = await on.Run(async loop =>
        {
            var signal = new LoopSignal(loop);
            var task = Nested(signal, 20);
            Assert.False(task.IsCompleted);
            signal.Set();
            return await task;
        });
        Assert.Equal(21, result);
    }

    [Fact]
    public async Task An_exception_reaches_the_awaiter_before_and_after_a_suspension()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var signal = new LoopSignal(loop);
            Assert.Equal("early", await MessageOf(Throw(null, "early")));
            signal.Set();
            Assert.Equal("late", await MessageOf(Throw(signal, "late")));
        });

        static async LoopTask Throw(LoopSignal? signal, string text)
        {
            if (signal is not null) await signal.WaitAsync();
            throw new InvalidOperationException(text);
        }

        static async LoopTask<string> MessageOf(LoopTask task)
        {
            try
            {
                await task;
                return "";
            }
            catch (InvalidOperationException e)
            {
                return e.Message;
            }
        }
    }

    [Fact]
    public async Task Awaiting_twice_is_refused()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var signal = new LoopSignal(loop);
            var task = AddLater(signal, 1, 2);
            signal.Set();
            Assert.Equal(3, await task);
            Assert.Throws<InvalidOperationException>(() => task.IsCompleted);
        });
    }

    [Fact]
    public async Task A_forgotten_method_reports_what_it_throws_to_the_loop()
    {
        using var on = new OnLoop();
        var reported = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        on.Loop.OnUnhandled = reported.SetResult;
        on.Loop.Post(_ => Fail(new LoopSignal(on.Loop)).Forget(), null);
        var exception = await reported.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("forgotten", exception.Message);

        static async LoopTask Fail(LoopSignal signal)
        {
            await signal.WaitAsync(1);
            throw new InvalidOperationException("forgotten");
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<int> AsValueTask(LoopSignal signal)
    {
        await signal.WaitAsync();
        return 7;
    }

    [Fact]
    public async Task A_method_with_the_signature_of_ValueTask_uses_the_same_boxes()
    {
        using var on = new OnLoop();
        Assert.Equal(7, await on.Run(async loop =>
        {
            var signal = new LoopSignal(loop);
            var task = AsValueTask(signal);
            signal.Set();
            return await task;
        }));
    }

    [Fact]
    public async Task A_thousand_methods_suspended_at_once_allocate_nothing_in_the_steady_state()
    {
        using var on = new OnLoop();
        var allocated = await on.Run(async loop =>
        {
            const int concurrent = 1000, rounds = 50, warmUp = 5;
            var signals = new LoopSignal[concurrent];
            for (var i = 0; i < concurrent; i++) signals[i] = new LoopSignal(loop);
            var turn = new LoopSignal(loop);
            long before = 0;
            for (var round = 0; round < rounds + warmUp; round++)
            {
                if (round == warmUp) before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < concurrent; i++) Outer(signals[i]).Forget();
                for (var i = 0; i < concurrent; i++) signals[i].Set();
                turn.Set();
                await turn.WaitAsync();
                await turn.WaitAsync(0); // all resumed by now: they were queued before this wait ends
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated);

        static async LoopTask Outer(LoopSignal signal)
        {
            var sum = await AddLater(signal, 1, 2);
            if (sum != 3) throw new InvalidOperationException("wrong sum");
        }
    }
}
