using System.Text;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tests.Process;

/// <summary>What one program leaves to the next, which may be of another version.</summary>
public sealed class HandoverTests
{
    [Fact]
    public void What_is_left_is_found()
    {
        var file = PosixProcess.MemoryFile("test");
        new Handover(7, Maintenance: true, [new ScriptPlace("check  web", 5, long.MaxValue, IsTerminated: true, 8)], [new FifoPlace("vrrp notify fifo", IsMade: true, 30, 0)], [9, 10], ["1 VI_1 MASTER 100"]).Save(file);
        var left = Handover.Load(file);
        Assert.Equal((7, true), (left.ChildId, left.Maintenance));
        Assert.Equal(new ScriptPlace("check  web", 5, long.MaxValue, IsTerminated: true, 8), Assert.Single(left.Scripts));
        Assert.Equal(new FifoPlace("vrrp notify fifo", IsMade: true, 30, 0), Assert.Single(left.Fifos));
        Assert.Equal([9, 10], left.Orphans);
        Assert.Equal(["1 VI_1 MASTER 100"], left.Events);
        PosixProcess.Close(file);
    }

    [Fact]
    public void What_another_version_adds_is_passed_over()
    {
        var file = PosixProcess.MemoryFile("test");
        PosixProcess.ReplaceContents(file, Encoding.UTF8.GetBytes("child 7\nweather fine\nmaintenance 0\n"));
        Assert.Equal(7, Handover.Load(file).ChildId);
        PosixProcess.Close(file);
    }
}
