namespace Keepalived.Net.Snmp.AgentX;

/// <summary>
/// What a subagent answers to its master: requests in, responses out, no socket. A set comes in steps, of which the last may not fail.
/// (RFC 2741 §7.2)
/// </summary>
/// <param name="view">All variables of this moment.</param>
/// <param name="test">Whether a variable may be set to a value.</param>
/// <param name="commit">Sets it; it was tested.</param>
public sealed class AgentXAgent(Func<MibView> view, Func<Binding, AgentXError> test, Action<Binding> commit)
{
    /// <summary>The most variables of one answer to a GetBulk: a packet has to fit into a datagram in the end.</summary>
    private const int MaxBulk = 1000;

    /// <summary>By transaction: what is to be set, and what was there before once it is.</summary>
    private readonly Dictionary<uint, (List<Binding> Wanted, Binding[] Before)> sets = [];

    /// <returns>Null: nothing is to be answered.</returns>
    public byte[]? Answer(in AgentXHeader header, ReadOnlySpan<byte> payload)
    {
        try
        {
            return header.Kind switch
            {
                AgentXKind.Get => Get(header, payload),
                AgentXKind.GetNext => GetNext(header, payload),
                AgentXKind.GetBulk => GetBulk(header, payload),
                AgentXKind.TestSet => TestSet(header, payload),
                AgentXKind.CommitSet => CommitSet(header),
                AgentXKind.UndoSet => UndoSet(header),
                AgentXKind.CleanupSet => CleanupSet(header),
                _ => null,
            };
        }
        catch (InvalidDataException)
        {
            return AgentXWriter.Response(header, AgentXError.ParseError, 0, []);
        }
    }

    private byte[] Get(in AgentXHeader header, ReadOnlySpan<byte> payload)
    {
        var now = view();
        var ranges = new AgentXReader(header, payload).Ranges();
        return AgentXWriter.Response(header, AgentXError.None, 0, ranges.Select(range => new Binding(range.Start, now.Get(range.Start))));
    }

    private byte[] GetNext(in AgentXHeader header, ReadOnlySpan<byte> payload)
    {
        var now = view();
        var ranges = new AgentXReader(header, payload).Ranges();
        return AgentXWriter.Response(header, AgentXError.None, 0, ranges.Select(range => now.Next(range.Start, range.Include, range.End)));
    }

    private byte[] GetBulk(in AgentXHeader header, ReadOnlySpan<byte> payload)
    {
        var now = view();
        var reader = new AgentXReader(header, payload);
        var (once, repetitions) = (reader.Short(), reader.Short());
        var ranges = reader.Ranges();
        var answer = new List<Binding>();
        foreach (var range in ranges.Take(once)) answer.Add(now.Next(range.Start, range.Include, range.End));
        var repeated = ranges.Skip(once).ToArray();
        for (var round = 0; round < repetitions && repeated.Length > 0 && answer.Count < MaxBulk; round++)
        {
            var found = repeated.Select(range => now.Next(range.Start, range.Include, range.End)).ToArray();
            answer.AddRange(found);
            if (Array.TrueForAll(found, each => each.Value.Type == SnmpType.EndOfMibView)) break;
            for (var i = 0; i < repeated.Length; i++) repeated[i] = new SearchRange(found[i].Name, Include: false, repeated[i].End);
        }

        return AgentXWriter.Response(header, AgentXError.None, 0, answer);
    }

    private byte[] TestSet(in AgentXHeader header, ReadOnlySpan<byte> payload)
    {
        var wanted = new AgentXReader(header, payload).Bindings();
        for (var i = 0; i < wanted.Count; i++)
        {
            var error = test(wanted[i]);
            if (error != AgentXError.None) return AgentXWriter.Response(header, error, (ushort)(i + 1), wanted);
        }

        sets[header.Transaction] = (wanted, []);
        return AgentXWriter.Response(header, AgentXError.None, 0, wanted);
    }

    private byte[] CommitSet(in AgentXHeader header)
    {
        if (!sets.TryGetValue(header.Transaction, out var set)) return AgentXWriter.Response(header, AgentXError.CommitFailed, 0, []);
        var now = view();
        sets[header.Transaction] = (set.Wanted, [.. set.Wanted.Select(each => each with { Value = now.Get(each.Name) })]);
        foreach (var binding in set.Wanted) commit(binding);
        return AgentXWriter.Response(header, AgentXError.None, 0, []);
    }

    /// <summary>Another subagent could not do its part: all is as it was.</summary>
    private byte[] UndoSet(in AgentXHeader header)
    {
        if (sets.Remove(header.Transaction, out var set))
        {
            foreach (var binding in set.Before) commit(binding);
        }

        return AgentXWriter.Response(header, AgentXError.None, 0, []);
    }

    private byte[]? CleanupSet(in AgentXHeader header)
    {
        sets.Remove(header.Transaction);
        return null;
    }
}
