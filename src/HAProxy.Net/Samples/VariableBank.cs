namespace HAProxy.Net.Samples;

/// <summary>
/// The variables of one scope. Names are numbered when the configuration is compiled, so that reading one is an array access;
/// values are copied into arrays that stay for the next owner, so that setting one allocates nothing in the steady state.
/// </summary>
internal sealed class VariableBank
{
    private Sample[] _values = [];
    private byte[]?[] _storage = [];
    private bool[] _present = [];

    public bool TryGet(int place, out Sample value)
    {
        if ((uint)place < (uint)_present.Length && _present[place])
        {
            value = _values[place];
            return true;
        }

        value = default;
        return false;
    }

    public void Set(int place, in Sample value)
    {
        if (place >= _present.Length)
        {
            Array.Resize(ref _values, place + 1);
            Array.Resize(ref _storage, place + 1);
            Array.Resize(ref _present, place + 1);
        }

        ref var slot = ref _values[place];
        slot = value;
        if (!value.Bytes.IsEmpty)
        {
            // The sample's bytes are only borrowed: the copy's array is kept for the next stream.
            ref var storage = ref _storage[place];
            if (storage is null || storage.Length < value.Bytes.Length) storage = new byte[Math.Max(64, value.Bytes.Length)];
            value.Bytes.Span.CopyTo(storage);
            slot.Bytes = storage.AsMemory(0, value.Bytes.Length);
        }

        _present[place] = true;
    }

    public void Unset(int place)
    {
        if ((uint)place < (uint)_present.Length) _present[place] = false;
    }

    public void Clear() => Array.Clear(_present);
}
