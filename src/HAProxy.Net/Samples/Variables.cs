namespace HAProxy.Net.Samples;

public enum VariableScope : byte
{
    Process,
    Session,
    Transaction,
    Request,
    Response,
    Check,
}

/// <summary>
/// The variables of one stream (configuration.txt 2.8 "variables"; set-var, var()). Names are numbered when the configuration
/// is compiled, so that reading one is an array access. Values are copied into the owner's storage.
/// </summary>
public sealed class Variables
{
    private Sample[] _values = [];
    private byte[]?[] _storage = [];
    private bool[] _present = [];

    /// <param name="index">From <see cref="VariableNames"/>.</param>
    public bool TryGet(int index, out Sample value)
    {
        if ((uint)index < (uint)_present.Length && _present[index])
        {
            value = _values[index];
            return true;
        }

        value = default;
        return false;
    }

    public void Set(int index, in Sample value)
    {
        if (index >= _present.Length)
        {
            Array.Resize(ref _values, index + 1);
            Array.Resize(ref _storage, index + 1);
            Array.Resize(ref _present, index + 1);
        }

        ref var slot = ref _values[index];
        slot = value;
        if (!value.Bytes.IsEmpty)
        {
            // The sample's bytes are only borrowed: the copy's array is kept for the next stream.
            ref var storage = ref _storage[index];
            if (storage is null || storage.Length < value.Bytes.Length) storage = new byte[Math.Max(64, value.Bytes.Length)];
            value.Bytes.Span.CopyTo(storage);
            slot.Bytes = storage.AsMemory(0, value.Bytes.Length);
        }

        _present[index] = true;
    }

    public void Unset(int index)
    {
        if ((uint)index < (uint)_present.Length) _present[index] = false;
    }

    /// <summary>Forgets every variable whose scope ends; storage stays.</summary>
    public void Clear() => Array.Clear(_present);
}
