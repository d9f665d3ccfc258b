using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>Finds a sample (configuration.txt 7.3.2 to 7.3.6).</summary>
/// <returns>False: there is none.</returns>
public delegate bool FetchMethod(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample);

/// <summary>Changes a sample in place; its type is the converter's input type on the way in (configuration.txt 7.3.1).</summary>
/// <returns>False: there is none any more.</returns>
public delegate bool ConverterMethod(StreamContext stream, Operands operands, ref Sample sample);

/// <summary>The implementations by the name of their signature row (ConfParsers Catalog/Signatures).</summary>
public static class Fetches
{
    private static readonly Dictionary<string, FetchMethod> ByName = new(StringComparer.Ordinal)
    {
        ["always_false"] = InternalFetches.AlwaysFalse,
        ["always_true"] = InternalFetches.AlwaysTrue,
        ["be_conn"] = InternalFetches.BackendConnections,
        ["bool"] = InternalFetches.Boolean,
        ["date"] = InternalFetches.Date,
        ["date_us"] = InternalFetches.DateMicroseconds,
        ["env"] = InternalFetches.Text,
        ["fe_conn"] = InternalFetches.FrontendConnections,
        ["hostname"] = InternalFetches.Text,
        ["int"] = InternalFetches.Integer,
        ["ipv4"] = InternalFetches.Address,
        ["ipv6"] = InternalFetches.Address,
        ["nbproc"] = InternalFetches.One,
        ["nbsrv"] = InternalFetches.UsableServers,
        ["rand"] = InternalFetches.Random,
        ["str"] = InternalFetches.Text,
        ["uuid"] = InternalFetches.Uuid,
        ["var"] = InternalFetches.Variable,
        ["be_id"] = ConnectionFetches.BackendId,
        ["be_name"] = ConnectionFetches.BackendName,
        ["dst"] = ConnectionFetches.Destination,
        ["dst_port"] = ConnectionFetches.DestinationPort,
        ["fe_id"] = ConnectionFetches.FrontendId,
        ["fe_name"] = ConnectionFetches.FrontendName,
        ["so_id"] = ConnectionFetches.ListenerId,
        ["so_name"] = ConnectionFetches.ListenerName,
        ["src"] = ConnectionFetches.Source,
        ["src_port"] = ConnectionFetches.SourcePort,
        ["srv_id"] = ConnectionFetches.ServerId,
        ["srv_name"] = ConnectionFetches.ServerName,
        ["ssl_fc"] = ConnectionFetches.IsTls,
        ["base"] = HttpFetches.Base,
        ["bin"] = InternalFetches.Bytes,
        ["hdr"] = HeaderFetches.EitherValue,
        ["hdr_cnt"] = HeaderFetches.RequestCount,
        ["hdr_ip"] = HeaderFetches.RequestAddress,
        ["hdr_val"] = HeaderFetches.RequestNumber,
        ["method"] = HttpFetches.Method,
        ["path"] = HttpFetches.Path,
        ["pathq"] = HttpFetches.PathAndQuery,
        ["query"] = HttpFetches.Query,
        ["req.fhdr"] = HeaderFetches.RequestLine,
        ["req.fhdr_cnt"] = HeaderFetches.RequestLineCount,
        ["req.hdr"] = HeaderFetches.RequestValue,
        ["req.hdr_cnt"] = HeaderFetches.RequestCount,
        ["req.hdr_ip"] = HeaderFetches.RequestAddress,
        ["req.hdr_val"] = HeaderFetches.RequestNumber,
        ["req.proto_http"] = HttpFetches.IsHttp,
        ["req.ver"] = HttpFetches.RequestVersion,
        ["res.fhdr"] = HeaderFetches.ResponseLine,
        ["res.fhdr_cnt"] = HeaderFetches.ResponseLineCount,
        ["res.hdr"] = HeaderFetches.ResponseValue,
        ["res.hdr_cnt"] = HeaderFetches.ResponseCount,
        ["res.hdr_ip"] = HeaderFetches.ResponseAddress,
        ["res.hdr_val"] = HeaderFetches.ResponseNumber,
        ["res.ver"] = HttpFetches.ResponseVersion,
        ["status"] = HttpFetches.Status,
        ["url"] = HttpFetches.Url,
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static FetchMethod? Find(string name) => ByName.GetValueOrDefault(name);
}
