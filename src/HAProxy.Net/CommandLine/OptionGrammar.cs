using System.CommandLine;
using System.CommandLine.Parsing;
using HAProxy.Net.Tools;

namespace HAProxy.Net.CommandLine;

/// <summary>The long options into which <see cref="ArgvNormaliser"/> turns HAProxy's, and the record they fill.</summary>
internal sealed class OptionGrammar
{
    private readonly Command _command = new("haproxy.net");
    private readonly Option<string[]> _files = Texts("--file");
    private readonly Option<string[]> _masterSockets = Texts("--master-socket");
    private readonly Option<int[]> _pids = new("--pid");
    private readonly Option<bool> _check = new("--check");
    private readonly Option<string?> _condition = Text("--condition");
    private readonly Option<bool> _verbose = new("--verbose");
    private readonly Option<bool> _quiet = new("--quiet");
    private readonly Option<bool> _debug = new("--debug");
    private readonly Option<bool> _foreground = new("--foreground");
    private readonly Option<bool> _daemon = new("--daemon");
    private readonly Option<bool> _masterWorker = new("--master-worker");
    private readonly Option<bool> _notify = new("--notify");
    private readonly Option<bool> _finish = new("--finish");
    private readonly Option<bool> _terminate = new("--terminate");
    private readonly Option<string?> _takeListeners = Text("--take-listeners");
    private readonly Option<string?> _pidFile = Text("--pidfile");
    private readonly Option<string?> _directory = Text("--directory");
    private readonly Option<int> _maxConn = Number("--maxconn");
    private readonly Option<int> _proxyMaxConn = Number("--proxy-maxconn");
    private readonly Option<int> _memory = Number("--memory");
    private readonly Option<string?> _localPeer = Text("--local-peer");
    private readonly Option<bool> _diag = new("--diag");
    private readonly Option<bool> _zeroWarning = new("--zero-warning");
    private readonly Option<bool> _noServerVerify = new("--no-server-verify");
    private readonly Option<bool> _ignoreResolution = new("--ignore-resolution");
    private readonly Option<bool> _noReusePort = new("--no-reuse-port");
    private readonly Option<bool> _dumpLibraries = new("--dump-libraries");
    private readonly Option<string?> _dumpKeywords = Text("--dump-keywords");
    private readonly Option<bool> _version = new("--version");
    private readonly Option<bool> _buildOptions = new("--build-options");
    private readonly Option<bool> _memoryDebugHelp = new("--memory-debug-help");
    private readonly Option<bool> _strict = new("--strict");
    private readonly Option<bool> _explain = new("--explain");
    private readonly Option<string?> _format = Text("--format");

    private OptionGrammar()
    {
        foreach (var option in (Option[])[_files, _masterSockets, _pids, _check, _condition, _verbose, _quiet, _debug, _foreground, _daemon, _masterWorker, _notify,
            _finish, _terminate, _takeListeners, _pidFile, _directory, _maxConn, _proxyMaxConn, _memory, _localPeer, _diag, _zeroWarning, _noServerVerify,
            _ignoreResolution, _noReusePort, _dumpLibraries, _dumpKeywords, _version, _buildOptions, _memoryDebugHelp, _strict, _explain, _format])
        {
            _command.Options.Add(option);
        }
    }

    /// <param name="tokens">As <see cref="ArgvNormaliser.Normalise"/> gives them; a repeated single option keeps its last value.</param>
    public static ProgramOptions Parse(IReadOnlyList<string> tokens)
    {
        var grammar = new OptionGrammar();
        return grammar.Read(grammar._command.Parse([.. LastOfEach(tokens)], new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false }));
    }

    private ProgramOptions Read(ParseResult parsed) => new()
    {
        Files = parsed.GetValue(_files) ?? [],
        MasterSockets = parsed.GetValue(_masterSockets) ?? [],
        OldPids = parsed.GetValue(_pids) ?? [],
        Check = parsed.GetValue(_check),
        Condition = parsed.GetValue(_condition),
        Verbose = parsed.GetValue(_verbose),
        Quiet = parsed.GetValue(_quiet),
        Debug = parsed.GetValue(_debug),
        Foreground = parsed.GetValue(_foreground),
        Daemon = parsed.GetValue(_daemon),
        MasterWorker = parsed.GetValue(_masterWorker) || parsed.GetValue(_notify),
        Notify = parsed.GetValue(_notify),
        TerminateOld = parsed.GetValue(_terminate),
        TakeListenersFrom = parsed.GetValue(_takeListeners),
        PidFile = parsed.GetValue(_pidFile),
        Directory = parsed.GetValue(_directory),
        MaxConn = parsed.GetValue(_maxConn),
        ProxyMaxConn = parsed.GetValue(_proxyMaxConn),
        MemoryMegabytes = parsed.GetValue(_memory),
        LocalPeer = parsed.GetValue(_localPeer),
        Diag = parsed.GetValue(_diag),
        ZeroWarning = parsed.GetValue(_zeroWarning),
        NoServerVerify = parsed.GetValue(_noServerVerify),
        IgnoreResolutionFailures = parsed.GetValue(_ignoreResolution),
        NoReusePort = parsed.GetValue(_noReusePort),
        DumpLibraries = parsed.GetValue(_dumpLibraries),
        DumpKeywords = parsed.GetValue(_dumpKeywords),
        ShowVersion = parsed.GetValue(_version),
        ShowBuildOptions = parsed.GetValue(_buildOptions),
        ShowMemoryDebugHelp = parsed.GetValue(_memoryDebugHelp),
        Strict = parsed.GetValue(_strict),
        Format = parsed.GetValue(_explain) ? ReportFormat.Explained : parsed.GetValue(_format) is { } format ? Report.Parse(format) : null,
    };

    private static readonly HashSet<string> Repeatable = new(StringComparer.Ordinal) { "--file", "--master-socket", "--pid" };

    private static IEnumerable<string> LastOfEach(IReadOnlyList<string> tokens)
    {
        static string NameOf(string token) => token.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? token[..at] : token;
        for (var i = 0; i < tokens.Count; i++)
        {
            var name = NameOf(tokens[i]);
            if (!Repeatable.Contains(name) && tokens.Skip(i + 1).Any(later => NameOf(later) == name)) continue;
            yield return tokens[i];
        }
    }

    private static Option<string?> Text(string name) => new(name) { CustomParser = argument => argument.Tokens[0].Value[1..] };

    private static Option<string[]> Texts(string name) => new(name) { CustomParser = argument => [.. argument.Tokens.Select(token => token.Value[1..])] };

    /// <summary>Numbers are read as atol(3) does: what does not begin with digits is 0.</summary>
    private static Option<int> Number(string name) => new(name) { CustomParser = argument => LeadingNumber(argument.Tokens[0].Value[1..]) };

    private static int LeadingNumber(string text)
    {
        long value = 0;
        foreach (var c in text.AsSpan().TrimStart())
        {
            if (!char.IsAsciiDigit(c)) break;
            value = Math.Min(int.MaxValue, (value * 10) + (c - '0'));
        }

        return (int)value;
    }
}
