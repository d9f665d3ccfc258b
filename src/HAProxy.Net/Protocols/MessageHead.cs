using System.Buffers.Text;

namespace HAProxy.Net.Protocols;

/// <summary>
/// Start line and headers of one HTTP message, whatever protocol it came in by: offsets into one arena that belongs to the
/// stream, no strings. Names are stored in lower case, as HAProxy sends them (2.6 re-serialises every message). Rules change
/// a head through the methods here; a changed value is appended to the arena and the slot points there.
/// </summary>
/// <remarks>Reused from request to request: <see cref="Reset"/> keeps the arrays.</remarks>
public sealed class MessageHead
{
    private readonly record struct Slice(int Offset, int Length);

    private struct Header
    {
        public Slice Name;
        public Slice Value;
        public bool Removed;
    }

    private byte[] _arena = [];
    private int _used;
    private Header[] _headers = [];
    private int _count;
    private Slice _method;
    private Slice _receivedMethod;
    private Slice _target;
    private Slice _reason;

    /// <summary>Major * 10 + minor of the version: 9, 10, 11, 20.</summary>
    public int Version { get; set; }

    /// <summary>Status of a response; 0 in a request.</summary>
    public int Status { get; set; }

    public ReadOnlySpan<byte> Method => At(_method);

    /// <summary>The request target as it stands now: origin-form, absolute-form, authority or <c>*</c>.</summary>
    public ReadOnlySpan<byte> Target => At(_target);

    public ReadOnlySpan<byte> Reason => At(_reason);

    /// <summary>Slots, removed ones included; see <see cref="IsRemoved"/>.</summary>
    public int Count => _count;

    /// <summary>Bytes in use of the arena; the arena's length is the limit for heads and rewrites together (tune.bufsize).</summary>
    public int Used => _used;

    public int Capacity => _arena.Length;

    /// <summary>Empties the head and gives it the arena it shall fill.</summary>
    public void Reset(byte[] arena, int maxHeaders)
    {
        _arena = arena;
        if (_headers.Length < maxHeaders) _headers = new Header[maxHeaders];
        Clear();
    }

    public void Clear()
    {
        _used = 0;
        _count = 0;
        _method = _receivedMethod = _target = _reason = default;
        Version = 0;
        Status = 0;
    }

    /// <summary>Drops the arena: an idle connection holds none.</summary>
    public byte[] Release()
    {
        var arena = _arena;
        _arena = [];
        Clear();
        return arena;
    }

    public bool IsRemoved(int slot) => _headers[slot].Removed;

    public ReadOnlySpan<byte> Name(int slot) => At(_headers[slot].Name);

    public ReadOnlySpan<byte> Value(int slot) => At(_headers[slot].Value);

    /// <summary>The value as memory, for samples that outlive the span.</summary>
    public ReadOnlyMemory<byte> ValueMemory(int slot) => _arena.AsMemory(_headers[slot].Value.Offset, _headers[slot].Value.Length);

    public ReadOnlyMemory<byte> TargetMemory => _arena.AsMemory(_target.Offset, _target.Length);

    /// <summary>The method as it came: rules that change it do not change what conditions see (measured).</summary>
    public ReadOnlyMemory<byte> ReceivedMethodMemory => _arena.AsMemory(_receivedMethod.Offset, _receivedMethod.Length);

    public ReadOnlyMemory<byte> ReasonMemory => _arena.AsMemory(_reason.Offset, _reason.Length);

    /// <returns>False when the arena is full; nothing is changed then.</returns>
    public bool SetMethod(ReadOnlySpan<byte> value)
    {
        if (!Store(value, ref _method)) return false;
        if (_receivedMethod.Length == 0) _receivedMethod = _method;
        return true;
    }

    public bool SetTarget(ReadOnlySpan<byte> value) => Store(value, ref _target);

    public bool SetReason(ReadOnlySpan<byte> value) => Store(value, ref _reason);

    /// <summary>Appends a header.</summary>
    /// <param name="name">Lower-cased on the way in.</param>
    /// <param name="value">Without surrounding blanks.</param>
    /// <returns>False when slots or arena are full.</returns>
    public bool Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_count == _headers.Length || name.Length + value.Length > _arena.Length - _used) return false;
        ref var header = ref _headers[_count];
        header.Removed = false;
        System.Text.Ascii.ToLower(name, _arena.AsSpan(_used), out var written);
        if (written != name.Length) return false;
        header.Name = new Slice(_used, name.Length);
        value.CopyTo(_arena.AsSpan(_used + name.Length));
        header.Value = new Slice(_used + name.Length, value.Length);
        _used += name.Length + value.Length;
        _count++;
        return true;
    }

    /// <summary>Appends a header with a decimal number as its value.</summary>
    public bool Add(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var length);
        return Add(name, digits[..length]);
    }

    public bool SetValue(int slot, ReadOnlySpan<byte> value) => Store(value, ref _headers[slot].Value);

    public void Remove(int slot) => _headers[slot].Removed = true;

    /// <summary>Removes every header of that name and appends one; the meaning of <c>set-header</c>.</summary>
    public bool Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        RemoveAll(name);
        return Add(name, value);
    }

    /// <param name="name">Lower case.</param>
    public void RemoveAll(ReadOnlySpan<byte> name)
    {
        for (var slot = Find(name); slot >= 0; slot = Find(name, slot + 1)) Remove(slot);
    }

    /// <summary>The first slot from <paramref name="from"/> on with that name, or -1.</summary>
    /// <param name="name">Lower case: stored names are.</param>
    public int Find(ReadOnlySpan<byte> name, int from = 0)
    {
        for (var slot = from; slot < _count; slot++)
        {
            ref readonly var header = ref _headers[slot];
            if (header.Name.Length == name.Length && !header.Removed && At(header.Name).SequenceEqual(name)) return slot;
        }

        return -1;
    }

    /// <summary>Like <see cref="Find"/> with a name of any case.</summary>
    public int FindIgnoreCase(ReadOnlySpan<byte> name, int from = 0)
    {
        for (var slot = from; slot < _count; slot++)
        {
            ref readonly var header = ref _headers[slot];
            if (header.Name.Length == name.Length && !header.Removed && System.Text.Ascii.EqualsIgnoreCase(At(header.Name), name)) return slot;
        }

        return -1;
    }

    /// <summary>Keeps bytes beside the head, for a body that is made per request: they live as long as the head.</summary>
    /// <returns>False when the arena is full.</returns>
    public bool TryKeep(ReadOnlySpan<byte> bytes, out ReadOnlyMemory<byte> kept)
    {
        var slice = default(Slice);
        var stored = Store(bytes, ref slice);
        kept = stored ? _arena.AsMemory(slice.Offset, slice.Length) : default;
        return stored;
    }

    private ReadOnlySpan<byte> At(Slice slice) => _arena.AsSpan(slice.Offset, slice.Length);

    private bool Store(ReadOnlySpan<byte> value, ref Slice slice)
    {
        if (value.Length > _arena.Length - _used) return false;
        value.CopyTo(_arena.AsSpan(_used));
        slice = new Slice(_used, value.Length);
        _used += value.Length;
        return true;
    }
}
