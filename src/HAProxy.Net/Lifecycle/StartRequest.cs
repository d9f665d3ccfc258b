using System.Collections;
using ConfParsers.Haproxy;
using ConfParsers.Text;
using Daemon.Hosting;
using Daemon.Logging;
using HAProxy.Net.CommandLine;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Lifecycle;

/// <summary>What was asked for at the start, kept for reloads: the argument vector, what it means, and the files with directories expanded.</summary>
public sealed record StartRequest(string[] Arguments, ProgramOptions Options, string[] Files)
{
    /// <summary>What reading a byte of a configuration allocates, as measured, and something more.</summary>
    private const int HeapForByte = 16;

    /// <summary>Reads the configuration.</summary>
    public LoadResult Read(IFiles files)
    {
        // A check ends after it; a proxy that starts wants a small heap more than a fast start.
        if (Options.Check) OneLargeHeap.Expect(HeapForByte * Files.Select(path => new FileInfo(path)).Where(file => file.Exists).Sum(file => file.Length));
        return HaproxyConfig.Load(Files, files, ProcessEnvironment(), Settings);
    }

    /// <summary>How the configuration is to be read.</summary>
    public LoadOptions Settings => new()
    {
        Carries = EngineKeywords.Carries,
        ForStart = !Options.Check,
        CheckRegex = Samples.Matching.RegexCheck.Check,
        CheckCertificate = CertificateCheck.Check,
        AcceptsTls = CertificateCheck.Accepts,
        CheckLua = static (path, source) => Daemon.Linux.Lua.SyntaxFault(path, source),
        Strict = Options.Strict,
        LocalPeer = Options.LocalPeer ?? Environment.MachineName,
        Diag = Options.Diag,
        ZeroWarning = Options.ZeroWarning,
        NoServerVerify = Options.NoServerVerify,
        IgnoreResolutionFailures = Options.IgnoreResolutionFailures,
    };

    /// <summary>Reads the configuration and prints what was found.</summary>
    public LoadResult Load(IFiles files, StartupLog log)
    {
        var result = Read(files);
        if (result.Model is not null && Options.MasterSockets.Length > 0 && !Options.MasterWorker && !result.Model.Global.Process.MasterWorker)
        {
            log.Warning("config : a master CLI socket was defined, but master-worker mode (-W) is not enabled.");
        }

        var findings = result.Diagnostics.Items;
        var spoken = result.Diagnostics.QuietFrom is { } from && !Options.Verbose ? from : findings.Count;
        Findings.Print(findings.Take(spoken), log, Options.Diag);
        log.Quiet |= spoken < findings.Count || (result.Diagnostics.QuietFrom is not null && !Options.Verbose);
        Findings.Print(findings.Skip(spoken), log, Options.Diag);
        return result;
    }

    public static IEnumerable<KeyValuePair<string, string>> ProcessEnvironment()
    {
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) yield return new((string)entry.Key, (string?)entry.Value ?? "");
    }
}
