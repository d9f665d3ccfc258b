using Daemon.Linux;

namespace Daemon.Loop;

/// <summary>
/// Which handler an event belongs to. The kernel's data word holds a place in a table and the number of its use, so that an event of
/// a descriptor closed earlier in the same batch finds nobody, even when its place is already taken anew.
/// </summary>
public sealed unsafe partial class EventLoop
{
    private const ulong WakeData = ulong.MaxValue;

    /// <summary>Each descriptor is registered once with this; readiness is remembered by its handler.</summary>
    private const EpollEvents BothWays = EpollEvents.In | EpollEvents.Out | EpollEvents.ReadHangUp | EpollEvents.EdgeTriggered;

    private DescriptorHandler?[] _handlers = new DescriptorHandler?[64];
    private uint[] _uses = new uint[64];
    private int[] _freePlaces = new int[64];
    private int _freeCount;
    private int _places;

    /// <summary>Handlers registered now.</summary>
    public int Registered => _places - _freeCount;

    /// <summary>
    /// Registers a descriptor, edge-triggered for both directions: its state of now is reported as the first event. 0, or the error number.
    /// </summary>
    public int Register(int fd, DescriptorHandler handler) => Register(fd, handler, BothWays);

    /// <summary>Registers a descriptor for particular events (a listener: <c>In | Exclusive</c>). 0, or the error number.</summary>
    public int Register(int fd, DescriptorHandler handler, EpollEvents events)
    {
        var place = _freeCount > 0 ? _freePlaces[--_freeCount] : NewPlace();
        _handlers[place] = handler;
        handler.Registration = place;
        if (Epoll.Watch(_epoll, fd, events, ((ulong)_uses[place] << 32) | (uint)place) == 0) return 0;
        var error = Libc.Errno;
        Release(handler);
        return error;
    }

    /// <summary>Removes a descriptor that stays open, before it goes to another loop.</summary>
    public void Unregister(int fd, DescriptorHandler handler)
    {
        _ = Epoll.Forget(_epoll, fd);
        Release(handler);
    }

    /// <summary>Closes a registered descriptor; the kernel forgets it by itself, which saves the call.</summary>
    public void CloseRegistered(int fd, DescriptorHandler handler)
    {
        Release(handler);
        _ = Libc.Close(fd);
    }

    private void Release(DescriptorHandler handler)
    {
        var place = handler.Registration;
        if (place < 0) return;
        handler.Registration = -1;
        _handlers[place] = null;
        _uses[place]++;
        if (_freeCount == _freePlaces.Length) Array.Resize(ref _freePlaces, _freeCount * 2);
        _freePlaces[_freeCount++] = place;
    }

    private int NewPlace()
    {
        if (_places == _handlers.Length)
        {
            Array.Resize(ref _handlers, _places * 2);
            Array.Resize(ref _uses, _places * 2);
        }
        return _places++;
    }

    private void Dispatch(ulong data, EpollEvents events)
    {
        if (data == WakeData)
        {
            TakePosted();
            return;
        }
        var place = (int)(uint)data;
        if (_uses[place] != (uint)(data >> 32) || _handlers[place] is not { } handler) return;
        try
        {
            handler.OnEvents(events);
        }
        catch (Exception e) when (Report(e))
        {
        }
    }
}
