using Daemon.Linux;
using Daemon.Loop;

namespace Daemon.Transport;

/// <summary>Takes what a listener accepts, on the loop that is to serve it.</summary>
public interface IAcceptor
{
    /// <summary>A connection came in for this loop, which is the calling one. The descriptor now belongs to the acceptor; it is non-blocking, and TCP_NODELAY is inherited.</summary>
    void OnAccepted(EventLoop loop, int fd, in SockAddr peer);
}

/// <summary>
/// One listening socket for which every loop waits; the kernel wakes one of them a connection (EPOLLEXCLUSIVE). It may be paused as a whole, which is how <c>maxconn</c> is
/// kept: what is not accepted waits in the kernel's backlog. A loop that has clearly more connections than another hands the new one over,
/// because the kernel wakes the loops in no even order. (configuration.txt 3.2 "tune.maxaccept", "tune.listener.multi-queue"; epoll_ctl(2))
/// </summary>
public sealed class Listener
{
    private static readonly Action<object?> s_apply = static state => ((Post)state!).Apply();

    private static readonly Action<object?> s_handOver = static state =>
    {
        var handed = (HandOver)state!;
        handed.Listener._acceptor.OnAccepted(handed.Loop, handed.Descriptor, handed.Peer);
        handed.Listener.Leave();
    };

    private readonly IAcceptor _acceptor;
    private readonly int _maxAccept;
    private Post[] _posts = [];
    private volatile bool _paused;
    private volatile bool _closed;
    private Action? _whenClosed;

    /// <summary>Loops that still wait for the socket, and connections on their way from one loop to another.</summary>
    private int _users;

    /// <param name="fd">Bound, listening, non-blocking; the listener owns it from now on.</param>
    /// <param name="maxAccept">Connections accepted in a row before other work is done; negative: no limit.</param>
    public Listener(int fd, IAcceptor acceptor, int maxAccept = 4)
    {
        Descriptor = fd;
        Address = Sockets.LocalAddress(fd);
        _acceptor = acceptor;
        _maxAccept = maxAccept < 0 ? int.MaxValue : Math.Max(1, maxAccept);
    }

    /// <summary>The socket; -1 once it is closed.</summary>
    public int Descriptor { get; private set; }

    /// <summary>What it is bound to, with the port the kernel chose if 0 was asked for.</summary>
    public SockAddr Address { get; }

    public bool IsPaused => _paused;

    public bool IsClosed => _closed;

    /// <summary>Starts accepting on these loops, each from its next turn on. Call it once.</summary>
    public void Start(IEnumerable<EventLoop> loops)
    {
        _posts = [.. loops.Select(loop => new Post(this, loop))];
        _users = _posts.Length;
        ApplyAll();
    }

    /// <summary>Accepts no more until <see cref="Resume"/>; from any thread. A loop amid accepting may take one more connection.</summary>
    public void Pause()
    {
        if (_paused) return;
        _paused = true;
        ApplyAll();
    }

    /// <summary>Accepts again; from any thread.</summary>
    public void Resume()
    {
        if (!_paused) return;
        _paused = false;
        ApplyAll();
    }

    /// <summary>Leaves all loops and closes the socket after the last; from any thread. Connections in the backlog are lost unless another process has the socket.</summary>
    /// <param name="whenClosed">Called once no loop will accept any more and every connection accepted has reached its acceptor; on any thread.</param>
    public void Close(Action? whenClosed = null)
    {
        if (_closed) return;
        _whenClosed = whenClosed;
        _closed = true;
        if (_posts.Length == 0) CloseSocket();
        else ApplyAll();
    }

    /// <summary>The loop for one more connection: handing it over costs a wake-up, so the other loop must have clearly less.</summary>
    private EventLoop LoopFor(EventLoop own)
    {
        var least = own;
        foreach (var post in _posts)
        {
            if (post.Loop.Registered < least.Registered) least = post.Loop;
        }
        return own.Registered - least.Registered > 8 + (least.Registered / 8) ? least : own;
    }

    private void ApplyAll()
    {
        foreach (var post in _posts) post.Loop.Post(s_apply, post);
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0) CloseSocket();
    }

    private void CloseSocket()
    {
        _ = Libc.Close(Descriptor);
        Descriptor = -1;
        _whenClosed?.Invoke();
    }

    private sealed record HandOver(Listener Listener, EventLoop Loop, int Descriptor, SockAddr Peer);

    /// <summary>The listener as one loop sees it.</summary>
    private sealed class Post(Listener listener, EventLoop loop) : DescriptorHandler
    {
        private const int RetryMs = 100;
        private int _burst = 1;
        private bool _left;

        public EventLoop Loop { get; } = loop;

        public void Apply()
        {
            if (_left) return;
            var wanted = !listener._paused && !listener._closed;
            if (wanted && Registration < 0)
            {
                // Level-triggered: what one turn leaves in the backlog is reported to the next.
                if (Loop.Register(listener.Descriptor, this, EpollEvents.In | EpollEvents.Exclusive) != 0) Loop.Arm(this, RetryMs);
            }
            else if (!wanted && Registration >= 0)
            {
                Loop.Unregister(listener.Descriptor, this);
            }
            if (!listener._closed) return;
            _left = true;
            Loop.Timers.Disarm(this);
            listener.Leave();
        }

        protected internal override void OnEvents(EpollEvents events)
        {
            // One connection at first: asking for another costs a system call that mostly answers EAGAIN. As long as there are more, ask for more.
            var accepted = 0;
            while (accepted < _burst && !listener._paused && !listener._closed)
            {
                var fd = Sockets.Accept(listener.Descriptor, out var peer);
                if (fd < 0)
                {
                    OnRefused(Libc.Errno);
                    _burst = 1;
                    return;
                }
                accepted++;
                var server = listener.LoopFor(Loop);
                if (server == Loop)
                {
                    listener._acceptor.OnAccepted(Loop, fd, peer);
                    continue;
                }
                Interlocked.Increment(ref listener._users);
                server.Post(s_handOver, new HandOver(listener, server, fd, peer));
            }
            _burst = Math.Min(_burst * 2, listener._maxAccept);
        }

        protected internal override void OnDue(long nowMs) => Apply();

        private void OnRefused(int errno)
        {
            // Out of descriptors or memory: accepting would fail again at once, so try a little later.
            if (errno is not (Errno.TooManyFiles or Errno.TableFull or Errno.NoBuffers or Errno.OutOfMemory)) return;
            if (Registration >= 0) Loop.Unregister(listener.Descriptor, this);
            Loop.Arm(this, RetryMs);
        }
    }
}
