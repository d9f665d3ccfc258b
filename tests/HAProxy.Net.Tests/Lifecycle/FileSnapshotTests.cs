using ConfParsers.Text;
using HAProxy.Net.Lifecycle;

namespace HAProxy.Net.Tests.Lifecycle;

/// <summary>What a master read is what its worker reads, without a path being opened again.</summary>
public sealed class FileSnapshotTests
{
    [Fact]
    public void A_worker_reads_the_same_bytes_faults_and_folders_and_nothing_else()
    {
        var disk = new InMemoryFiles().Add("a.cfg", "global\n").Add("dir/1.pem", "one").Add("dir/2.pem", "two").Add("unread.cfg", "x");
        var master = new FileSnapshot(disk);
        Assert.True(master.TryRead("a.cfg", out _, out _));
        Assert.False(master.TryRead("missing", out _, out var fault));
        Assert.Equal(["1.pem", "2.pem"], master.List("dir"));
        Assert.Null(master.List("nowhere"));

        var worker = FileSnapshot.FromDescriptor(master.ToDescriptor());
        Assert.True(worker.TryRead("a.cfg", out var bytes, out _));
        Assert.Equal("global\n"u8.ToArray(), bytes.ToArray());
        Assert.False(worker.TryRead("missing", out _, out var again));
        Assert.Equal(fault, again);
        Assert.Equal(["1.pem", "2.pem"], worker.List("dir"));
        Assert.Null(worker.List("nowhere"));
        Assert.False(worker.TryRead("unread.cfg", out _, out _));
    }
}
