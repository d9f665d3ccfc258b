using HAProxy.Net.Runtime;

namespace HAProxy.Net.Streams;

/// <summary>What a set of rules decided.</summary>
public enum RuleOutcome : byte
{
    /// <summary>The message goes on.</summary>
    Continue,

    /// <summary><c>deny</c>: the answer stands in <see cref="StreamContext.Response"/> and <see cref="StreamContext.ReplyBody"/>; counted as denied, <c>PR</c>.</summary>
    Denied,

    /// <summary><c>return</c>, <c>redirect</c> and the like: the answer stands there likewise; <c>LR</c>.</summary>
    Answered,

    /// <summary>A rule could not be carried out (no room for a rewrite): 500.</summary>
    Failed,
}

/// <summary>
/// The compiled <c>http-request</c> or <c>http-response</c> rules of one proxy. Runs on the stream's loop, allocates nothing. An answer is
/// put into <see cref="StreamContext.Response"/> as status, reason and headers (content-length included, connection not).
/// </summary>
public abstract class HttpRules
{
    public abstract RuleOutcome Run(StreamContext stream);
}

/// <summary>The compiled <c>use_backend</c> lines of a frontend.</summary>
public abstract class BackendSwitch
{
    /// <returns>Null when no line applies: the default backend is used.</returns>
    public abstract Backend? Choose(StreamContext stream);
}

/// <summary>How far a stream has come when its line is written.</summary>
public enum LogMoment : byte
{
    /// <summary>HTTP: the request is understood; TCP: the connection is taken up.</summary>
    Start,

    /// <summary>TCP: the server is reached.</summary>
    Connected,

    /// <summary>HTTP: the response's head is there.</summary>
    Response,

    End,
}

/// <summary>Writes the line of a stream; called once a stream on its loop.</summary>
public abstract class StreamLog
{
    /// <summary>The line is written as soon as this is reached, and at the end at the latest (measured; <c>option logasap</c>).</summary>
    public virtual LogMoment Moment => LogMoment.End;

    /// <summary>The line names the address from which the server was connected to (<c>%bi</c>, <c>%bp</c>).</summary>
    public virtual bool WantsServerSide => false;

    public abstract void Write(StreamContext stream, LoopWorker worker);

    /// <summary>A connection ended before there was a stream: its TLS handshake failed.</summary>
    internal virtual void WriteFailedHandshake(ClientSession session, LoopWorker worker, Daemon.Transport.TransportEnd end)
    {
    }
}

/// <summary>Something inside the process that answers requests, such as the statistics page.</summary>
public abstract class HttpApplet
{
    /// <summary>Answers into <see cref="StreamContext.Response"/> and <see cref="StreamContext.ReplyBody"/>.</summary>
    /// <returns>False when the request is not for it.</returns>
    public abstract bool TryAnswer(StreamContext stream, LoopWorker worker);
}

/// <summary>HAProxy's own answers (400, 403, 408, 500, 502, 503, 504 ...) of one proxy, error files included.</summary>
public abstract class OwnReplies
{
    /// <summary>A whole raw message for what a parser refuses: sent as it stands, then the connection closes.</summary>
    public abstract ReadOnlyMemory<byte> Raw(int status);

    /// <summary>Puts the answer into <see cref="StreamContext.Response"/> and <see cref="StreamContext.ReplyBody"/>.</summary>
    public abstract void Fill(StreamContext stream, int status);
}
