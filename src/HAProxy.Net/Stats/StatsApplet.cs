using HAProxy.Net.Protocols;
using System.Globalization;
using System.Text;
using HAProxy.Net.Runtime;
using HAProxy.Net.Streams;
using Settings = ConfParsers.Haproxy.Features.StatsPage;

namespace HAProxy.Net.Stats;

/// <summary>
/// Answers requests for the statistics page of one proxy: who may see it, in which form, how often it refreshes itself.
/// (configuration.txt 4.2 "stats uri", "stats auth", "stats refresh"; management.txt 9.1)
/// </summary>
public sealed class StatsApplet : HttpApplet
{
    private readonly ProxyProcess _process;
    private readonly Settings _settings;
    private readonly byte[] _uri;
    private readonly byte[][] _credentials;
    private readonly byte[] _challenge;

    public StatsApplet(ProxyProcess process, Settings settings)
    {
        _process = process;
        _settings = settings;
        _uri = Encoding.UTF8.GetBytes(settings.Uri);
        _credentials = [.. settings.Users.Select(user => Encoding.UTF8.GetBytes("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Name}:{user.Password}"))))];
        _challenge = Encoding.UTF8.GetBytes($"Basic realm=\"{settings.Realm}\"");
    }

    public override bool TryAnswer(StreamContext stream, LoopWorker worker)
    {
        var target = stream.Request.Target;
        if (!target.StartsWith(_uri)) return false;
        if (!IsAllowed(stream.Request))
        {
            stream.Frontend.Replies.Fill(stream, 401);
            stream.Response.Add("www-authenticate"u8, _challenge);
            return true;
        }

        var options = StatsPageOptions.Parse(Encoding.UTF8.GetString(target[_uri.Length..]));
        var nowUnix = worker.Loop.UtcMs / 1000;
        var text = options.Csv
            ? StatsCsv.Write(_process, new StatsSelection { OnlyUp = options.OnlyUp, NoMaintenance = options.NoMaintenance, Scopes = [.. _settings.Scopes.Select(scope => scope.Name)], WithoutLegends = true }, worker.Loop.NowMs, nowUnix)
            : new StatsPage(_process.Facts!(), _process, _settings, worker.Loop.NowMs, nowUnix).Write(_settings.Uri, options);
        Answer(stream, Encoding.UTF8.GetBytes(text), options);
        return true;
    }

    private void Answer(StreamContext stream, byte[] body, StatsPageOptions options)
    {
        var response = stream.Response;
        response.Clear();
        response.Version = 11;
        response.Status = 200;
        response.SetReason("OK"u8);
        response.Add("cache-control"u8, "no-cache"u8);
        response.Add("content-type"u8, options.Csv ? "text/plain"u8 : "text/html"u8);
        if (_settings.Refresh > TimeSpan.Zero && !options.NoRefresh) response.Add("refresh"u8, (int)_settings.Refresh.TotalSeconds);
        if (stream.Request.Version < 11)
        {
            response.Add("content-length"u8, body.Length);
            stream.ReplyBody = body;
            return;
        }

        // One chunk: HAProxy, which writes the page piece by piece, sends it chunked, and tools have seen no other form.
        response.Add("transfer-encoding"u8, "chunked"u8);
        stream.ReplyBody = (byte[])[.. Encoding.ASCII.GetBytes(body.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
    }

    private bool IsAllowed(MessageHead request)
    {
        if (_credentials.Length == 0) return true;
        var slot = request.Find("authorization"u8);
        if (slot < 0) return false;
        var given = request.Value(slot);
        foreach (var credentials in _credentials)
        {
            if (System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(given, credentials)) return true;
        }

        return false;
    }
}
