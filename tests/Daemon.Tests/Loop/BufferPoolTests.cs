using Daemon.Loop;

namespace Daemon.Tests.Loop;

public class BufferPoolTests
{
    [Fact]
    public void What_a_burst_left_behind_is_given_up_at_the_second_trim()
    {
        var pool = new BufferPool(1024);
        Return(pool, Rent(pool, 100));
        Assert.Equal(0, pool.Trim()); // a moment ago all of them were in use
        Assert.Equal(100, pool.Kept);
        Assert.Equal(100 * 1024, pool.Trim());
        Assert.Equal(0, pool.Kept);
    }

    [Fact]
    public void Buffers_that_were_needed_in_between_are_kept()
    {
        var pool = new BufferPool(1024);
        Return(pool, Rent(pool, 100));
        pool.Trim();
        Return(pool, Rent(pool, 30));
        Assert.Equal(70 * 1024, pool.Trim());
        Assert.Equal(30, pool.Kept);
        Return(pool, Rent(pool, 30));
        Assert.Equal(0, pool.Trim());
        Assert.Equal(30, pool.Kept);
    }

    private static LoopBuffer[] Rent(BufferPool pool, int count) => [.. Enumerable.Range(0, count).Select(_ => pool.Rent())];

    private static void Return(BufferPool pool, LoopBuffer[] buffers)
    {
        foreach (var buffer in buffers) pool.Return(buffer);
    }
}
