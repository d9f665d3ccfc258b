using CsCheck;
using HAProxy.Net.Protocols.Http1;

namespace HAProxy.Net.Tests.Protocols;

/// <summary>Heads and framing against what haproxy 2.6.12 forwarded or refused, byte for byte; and independence of how bytes arrive.</summary>
public class Http1CodecTests
{
    // Refused here and taken there, or the other way round, on purpose; docs/compatibility.md has the reasons.
    private static readonly string[] Different = [];

    public static TheoryData<string, string, string> Requests()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var fields in RawCases.Read("requests-2.6.12.txt").Where(fields => !Different.Contains(fields[0]))) data.Add(fields[0], fields[1], fields[2]);
        return data;
    }

    public static TheoryData<string, string, string, string> Responses()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var fields in RawCases.Read("responses-2.6.12.txt")) data.Add(fields[0], fields[1], fields[2], fields[3]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_forwarded_or_refused_as_by_haproxy(string name, string received, string expected)
    {
        Assert.False(string.IsNullOrEmpty(name));
        Assert.Equal(expected, Http1Driver.Forward(RawCases.Bytes(received)));
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void A_response_is_forwarded_or_refused_as_by_haproxy(string name, string request, string received, string expected)
    {
        Assert.False(string.IsNullOrEmpty(name));
        Assert.Equal(expected, Http1Driver.Answer(RawCases.Bytes(request), RawCases.Bytes(received)));
    }

    [Fact]
    public void A_length_beyond_63_bits_is_refused()
    {
        Assert.Equal("400", Http1Driver.Forward("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551619\r\n\r\nabc"u8));
    }

    [Fact]
    public void The_preface_of_http2_is_no_request()
    {
        Assert.Equal("400", Http1Driver.Forward("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8));
    }

    private static readonly byte[][] Samples = [.. RawCases.Read("requests-2.6.12.txt").Select(fields => RawCases.Bytes(fields[1]))];

    /// <summary>A recorded request, perhaps with one byte changed, and the places at which reads end.</summary>
    private static readonly Gen<(byte[] Bytes, int[] Splits)> Reads =
        from sample in Gen.Int[0, Samples.Length - 1].Select(i => Samples[i])
        from change in Gen.Bool
        from place in Gen.Int[0, Math.Max(0, sample.Length - 1)]
        from value in Gen.Byte
        from splits in Gen.Int[1, Math.Max(1, sample.Length)].Array[0, 8]
        select (Changed(sample, change, place, value), splits.Distinct().Order().ToArray());

    [Fact]
    public void Any_split_of_a_request_into_reads_gives_the_same_result()
    {
        Reads.Sample((bytes, splits) =>
        {
            var whole = ParseOnce(bytes);
            foreach (var end in splits.Where(end => end < bytes.Length))
            {
                var part = ParseOnce(bytes.AsSpan(0, end));
                if (part.Status == ParseStatus.NeedMore) continue;
                return part == whole;
            }

            return true;
        });
    }

    [Fact]
    public void Any_split_of_chunks_into_reads_gives_the_same_body()
    {
        byte[][] bodies =
        [
            "3\r\nabc\r\n0\r\n\r\n"u8.ToArray(),
            "3;x=y\r\nabc\r\nA \r\n0123456789\r\n00\r\nX-T: 1\r\nfoo: bar \r\n\r\nrest"u8.ToArray(),
            "1\nx\n0\n\n"u8.ToArray(),
            "3\r\nabcd\r\n"u8.ToArray(),
            "fffffffffffffffff\r\n"u8.ToArray(),
        ];
        Gen.Select(Gen.Int[0, bodies.Length - 1], Gen.Int[1, 5]).Sample((body, step) => Decode(bodies[body], step) == Decode(bodies[body], bodies[body].Length));
    }

    private static byte[] Changed(byte[] sample, bool change, int place, byte value)
    {
        if (!change || sample.Length == 0) return sample;
        var copy = (byte[])sample.Clone();
        copy[place] = value;
        return copy;
    }

    private static (ParseStatus Status, int Consumed, string Head) ParseOnce(ReadOnlySpan<byte> bytes)
    {
        var head = Http1Driver.NewHead();
        var message = default(Http1Message);
        var status = RequestParser.Parse(bytes, head, 101, ref message, out var consumed);
        if (status != ParseStatus.Done) return (status, 0, "");
        var output = new byte[40000];
        var length = HeadWriter.WriteRequest(head, ConnectionHeader.None, output);
        return (status, consumed, RawCases.Text(output.AsSpan(0, length)) + message.Body + message.Length);
    }

    /// <summary>Payload, trailers and the last step, when each read brings at most so many bytes.</summary>
    private static string Decode(byte[] body, int step)
    {
        var decoder = default(ChunkDecoder);
        var text = "";
        var start = 0;
        var end = 0;
        while (true)
        {
            var read = decoder.Read(body.AsSpan(start, end - start), out var consumed, out var data);
            if (read is ChunkStep.Data or ChunkStep.End) text += RawCases.Text(data);
            start += consumed;
            if (read is ChunkStep.End or ChunkStep.Bad) return text + read;
            if (read != ChunkStep.NeedMore) continue;
            if (end == body.Length) return text + read;
            end = Math.Min(body.Length, end + step);
        }
    }
}
