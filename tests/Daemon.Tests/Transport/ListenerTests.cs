using Daemon.Linux;
using Daemon.Loop;
using Daemon.Transport;

namespace Daemon.Tests.Transport;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ListenerTests
{
    /// <summary>Counts per loop and keeps each connection open until told otherwise.</summary>
    private sealed class Counter(int loops, int expected) : IAcceptor
    {
        private readonly int[] _counts = new int[loops];
        private int _total;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Total => Volatile.Read(ref _total);

        public int[] Counts => _counts;

        public void OnAccepted(EventLoop loop, int fd, in SockAddr peer)
        {
            Assert.Same(loop, EventLoop.Current);
            _counts[loop.Index]++;
            _ = Libc.Close(fd);
            if (Interlocked.Increment(ref _total) == expected) Done.TrySetResult();
        }
    }

    private static int Listen(SockAddr address)
    {
        var listening = ListeningSocket.Open(address, new ListenOptions());
        Assert.Null(listening.Error);
        return listening.Descriptor;
    }

    private static int Dial(in SockAddr address)
    {
        var fd = Sockets.Create(address.Family, Sockets.Stream);
        var connected = Sockets.Connect(fd, address);
        Assert.True(connected == 0 || Libc.Errno == Errno.InProgress);
        return fd;
    }

    [Fact]
    public async Task Four_loops_accept_every_connection_of_one_listener_exactly_once()
    {
        using var on = new OnLoop(4);
        const int connections = 500;
        var counter = new Counter(4, connections);
        var listener = new Listener(Listen(SockAddr.IPv4(0x7f000001, 0)), counter);
        listener.Start(on.Loops);
        var dialled = Enumerable.Range(0, connections).Select(_ => Dial(listener.Address)).ToArray();
        await counter.Done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(connections, counter.Counts.Sum());
        foreach (var fd in dialled) _ = Libc.Close(fd);
        listener.Close();
    }

    /// <summary>Keeps what comes in registered with its loop.</summary>
    private sealed class Keeper(int loops, int expected) : IAcceptor
    {
        private int _total;

        public List<SocketTransport>[] Kept { get; } = [.. Enumerable.Range(0, loops).Select(_ => new List<SocketTransport>())];

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnAccepted(EventLoop loop, int fd, in SockAddr peer)
        {
            Kept[EventLoop.Current!.Index].Add(SocketTransport.Over(loop, fd)!);
            if (Interlocked.Increment(ref _total) == expected) Done.TrySetResult();
        }
    }

    [Fact]
    public async Task Connections_that_stay_are_spread_over_the_loops()
    {
        const int connections = 400, loops = 4;
        using var on = new OnLoop(loops);
        var keeper = new Keeper(loops, connections);
        var listener = new Listener(Listen(SockAddr.IPv4(0x7f000001, 0)), keeper);
        listener.Start(on.Loops);
        var dialled = new List<int>();
        for (var i = 0; i < connections; i++) dialled.Add(Dial(listener.Address));
        await keeper.Done.Task.WaitAsync(TimeSpan.FromSeconds(20));
        // How even it is depends on which threads the machine lets run; that nobody is left out does not.
        Assert.All(keeper.Kept, Assert.NotEmpty);
        for (var i = 0; i < loops; i++)
        {
            var kept = keeper.Kept[i];
            await on.Run(async loop =>
            {
                kept.ForEach(transport => transport.Close());
                await new LoopSignal(loop).WaitAsync(0);
            }, i);
        }
        foreach (var fd in dialled) _ = Libc.Close(fd);
        listener.Close();
    }

    [Fact]
    public async Task A_paused_listener_leaves_connections_in_the_backlog_and_takes_them_when_resumed()
    {
        using var on = new OnLoop(2);
        var counter = new Counter(2, 3);
        var listener = new Listener(Listen(SockAddr.IPv4(0x7f000001, 0)), counter);
        listener.Start(on.Loops);
        listener.Pause();
        await on.Run(static async loop => await new LoopSignal(loop).WaitAsync(0));
        await on.Run(static async loop => await new LoopSignal(loop).WaitAsync(0), loop: 1);
        var dialled = Enumerable.Range(0, 3).Select(_ => Dial(listener.Address)).ToArray();
        await on.Run(static async loop => await new LoopSignal(loop).WaitAsync(10));
        Assert.Equal(0, counter.Total);
        listener.Resume();
        await counter.Done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        foreach (var fd in dialled) _ = Libc.Close(fd);
        listener.Close();
    }

    [Fact]
    public void Two_instances_listen_on_one_port_unless_reuse_is_off()
    {
        var first = Listen(SockAddr.IPv4(0x7f000001, 0));
        var address = Sockets.LocalAddress(first);
        var second = ListeningSocket.Open(address, new ListenOptions());
        Assert.Null(second.Error);
        var third = ListeningSocket.Open(address, new ListenOptions { ReusePort = false });
        Assert.Equal("cannot bind socket (Address already in use)", third.Error);
        _ = Libc.Close(first);
        _ = Libc.Close(second.Descriptor);
    }

    [Fact]
    public async Task An_inherited_descriptor_a_unix_path_and_an_abstract_name_serve_alike()
    {
        using var on = new OnLoop();
        var path = Path.Combine(Path.GetTempPath(), $"daemon-test-{Environment.ProcessId}.sock");
        var unix = ListeningSocket.Open(SockAddr.Unix(path), new ListenOptions { Mode = 0x180 });
        Assert.Null(unix.Error);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var inherited = ListeningSocket.Inherit(Listen(SockAddr.IPv4(0x7f000001, 0)), new ListenOptions());
        Assert.Null(inherited.Error);
        var counter = new Counter(1, 3);
        Listener[] listeners =
        [
            new(unix.Descriptor, counter),
            new(inherited.Descriptor, counter),
            new(Listen(SockAddr.AbstractUnix($"daemon-test-{Environment.ProcessId}")), counter),
        ];
        foreach (var listener in listeners) listener.Start(on.Loops);
        int[] dialled = [Dial(SockAddr.Unix(path)), Dial(listeners[1].Address), Dial(listeners[2].Address)];
        await counter.Done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        foreach (var fd in dialled) _ = Libc.Close(fd);
        foreach (var listener in listeners) listener.Close();
        File.Delete(path);
    }

    [Fact]
    public void What_is_no_listening_socket_is_refused_with_words()
    {
        var file = EventFd.Create();
        Assert.Equal($"fd {file} is not a stream socket", ListeningSocket.Inherit(file, new ListenOptions()).Error);
        _ = Libc.Close(file);
        Assert.Equal("cannot bind socket (Cannot assign requested address)", ListeningSocket.Open(SockAddr.IPv4(0xc0000201, 80), new ListenOptions()).Error);
    }

    [Fact]
    public async Task A_closed_listener_refuses_new_connections()
    {
        using var on = new OnLoop(2);
        var listener = new Listener(Listen(SockAddr.IPv4(0x7f000001, 0)), new Counter(2, 1));
        listener.Start(on.Loops);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        listener.Close(closed.SetResult);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var result = await on.Run(loop => SocketTransport.ConnectAsync(loop, listener.Address, ConnectOptions.Default));
        Assert.Equal(Errno.ConnectionRefused, result.ErrorNumber);
        Assert.Equal(-1, listener.Descriptor);
    }
}
