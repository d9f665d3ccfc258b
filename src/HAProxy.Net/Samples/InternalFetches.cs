using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>Constants and internal states (configuration.txt 7.3.2).</summary>
internal static class InternalFetches
{
    public static bool AlwaysFalse(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetBoolean(false);
        return true;
    }

    public static bool AlwaysTrue(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetBoolean(true);
        return true;
    }

    public static bool Boolean(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetBoolean(operands.Number(0) != 0);
        return true;
    }

    public static bool Integer(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetInteger(operands.Number(0));
        return true;
    }

    public static bool One(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetInteger(1);
        return true;
    }

    /// <summary><c>str</c>; and what cannot change after the start: <c>env</c>, <c>hostname</c>.</summary>
    public static bool Text(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetString(operands.Text(0));
        return true;
    }

    public static bool Address(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        var bytes = operands.Text(0);
        sample.Type = bytes.Length == 4 ? SampleType.IPv4 : SampleType.IPv6;
        sample.Bytes = bytes;
        return true;
    }

    /// <summary><c>date([offset[,unit]])</c>: seconds, milliseconds or microseconds since 1970; the offset counts in the same unit.</summary>
    public static bool Date(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        var micros = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var unit = operands.Text(1);
        var divisor = unit.AsSpan().SequenceEqual("us"u8) ? 1 : unit.AsSpan().SequenceEqual("ms"u8) ? 1000 : 1_000_000;
        sample.SetInteger(micros / divisor + operands.Number(0));
        return true;
    }

    /// <summary>The microseconds of the current second.</summary>
    public static bool DateMicroseconds(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetInteger((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond % 1_000_000);
        return true;
    }

    /// <summary>A random UUID (RFC 9562 version 4).</summary>
    public static bool Uuid(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        var bytes = Scratch.Current.Take(36);
        Guid.NewGuid().TryFormat(bytes.Span, out _, "D");
        sample.SetString(bytes);
        return true;
    }

    /// <summary><c>bin(hex)</c></summary>
    public static bool Bytes(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.Type = SampleType.Binary;
        sample.Bytes = operands.Text(0);
        return true;
    }

    /// <summary>32 random bits, or a number below the argument.</summary>
    public static bool Random(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        var bits = (uint)System.Random.Shared.NextInt64(1L << 32);
        var range = operands.Number(0);
        sample.SetInteger(operands.Count == 0 ? bits : (long)(bits * (ulong)(uint)range >> 32));
        return true;
    }

    public static bool BackendConnections(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetInteger(operands.Backend!.Sessions.Current);
        return true;
    }

    public static bool FrontendConnections(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetInteger(operands.Frontend!.Sessions.Current);
        return true;
    }

    /// <summary>Usable servers; the backup servers count only when no other is left, and without allbackups they are one.</summary>
    public static bool UsableServers(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        var backend = operands.Backend!;
        var active = backend.ActiveServers;
        sample.SetInteger(active > 0 ? active : Math.Min(backend.BackupServers, 1));
        return true;
    }

    /// <summary>A variable, or the second argument when it is not set.</summary>
    public static bool Variable(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (stream.Variables.TryGet(operands.Variable, out sample)) return true;
        if (operands.Count < 2 || operands.Texts[1] is not { } fallback) return false;
        sample.SetString(fallback);
        return true;
    }
}
