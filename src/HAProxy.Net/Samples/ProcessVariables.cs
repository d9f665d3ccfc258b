namespace HAProxy.Net.Samples;

/// <summary>
/// The variables of scope <c>proc</c> (configuration.txt 2.8): one set for the process, read and written by every loop. A value's bytes are
/// never changed after they were stored: who still reads the old ones on another loop reads them whole.
/// </summary>
internal static class ProcessVariables
{
    private static readonly Lock Gate = new();
    private static (bool Present, Sample Value)[] s_values = [];

    public static bool TryGet(int place, out Sample value)
    {
        lock (Gate)
        {
            var known = (uint)place < (uint)s_values.Length && s_values[place].Present;
            value = known ? s_values[place].Value : default;
            return known;
        }
    }

    public static void Set(int place, in Sample value)
    {
        var kept = value;
        if (!value.Bytes.IsEmpty) kept.Bytes = value.Bytes.ToArray();
        lock (Gate)
        {
            if (place >= s_values.Length) Array.Resize(ref s_values, place + 1);
            s_values[place] = (true, kept);
        }
    }

    public static void Unset(int place)
    {
        lock (Gate)
        {
            if ((uint)place < (uint)s_values.Length) s_values[place] = default;
        }
    }
}
