using ConfParsers.Haproxy.Lines;

namespace ConfParsers.Haproxy.Migration;

/// <summary>What becomes of one old line.</summary>
/// <param name="Lines">What is written instead, perhaps nothing; null when there is no equal and the line stays.</param>
/// <param name="Reason">Why, without final period.</param>
internal sealed record Rewrite(string[]? Lines, string Reason)
{
    private static readonly Dictionary<string, Func<WrittenLine, MigratedFile, Rewrite?>> ByKeyword = new(StringComparer.Ordinal)
    {
        ["nbproc"] = Processes,
        ["cpu-map"] = CpuMap,
        ["tune.chksize"] = (_, file) => file.Section == "global" ? Drop("checks use buffers of tune.bufsize since 2.2") : null,
        ["nosepoll"] = (_, file) => file.Section == "global" ? Drop("the poller it speaks of is gone since 1.5") : null,
        ["bind"] = WithoutProcess,
        ["timeout"] = OldTimeout,
        ["no"] = Negation,
        ["debug"] = (_, file) => file.Section == "global" ? Drop("'debug' is an option of the command line (-d)") : null,
        ["stats"] = (line, file) => file.Section != "global" ? null : Word(line, 1) == "bind-process" ? Drop("there is one process, with threads") : WithoutProcess(line, file),
        ["bind-process"] = (_, _) => Drop("there is one process, with threads"),
        ["grace"] = (_, file) => file.Section == "global" ? null : Drop("removed in 2.5; 'grace' and 'hard-stop-after' of the global section delay and limit a soft stop"),
        ["clitimeout"] = (line, _) => Timeout(line, "client"),
        ["srvtimeout"] = (line, _) => Timeout(line, "server"),
        ["contimeout"] = (line, _) => Timeout(line, "connect"),
        ["redispatch"] = (line, _) => With(line, "option redispatch", "an option since 1.3"),
        ["redisp"] = (line, _) => With(line, "option redispatch", "an option since 1.3"),
        ["monitor-net"] = (line, file) => line.Words.Count < 2 ? Stays("the network is missing")
            : file.IsHttp ? new([$"http-request return status 200 if {{ src {line.Words[1].Written} }}"], "removed in 2.2")
            : new([$"tcp-request connection reject if {{ src {line.Words[1].Written} }}"], "removed in 2.2"),
        ["option"] = Option,
        ["listen"] = HeadWithAddress,
        ["frontend"] = HeadWithAddress,
        ["block"] = (line, _) => With(line, "http-request deny", "removed in 2.1"),
        ["appsession"] = (_, _) => Stays("stickiness by an application's cookie is a stick table now: 'stick-table type string', 'stick store-response res.cook(NAME)', 'stick match req.cook(NAME)'"),
        ["reqsetbe"] = (_, _) => Stays("write an 'acl' for the expression and 'use_backend NAME if ACL'"),
        ["reqisetbe"] = (_, _) => Stays("write an 'acl' for the expression and 'use_backend NAME if ACL'"),
    };

    /// <returns>Null for a line that 2.6 still understands.</returns>
    public static Rewrite? Of(WrittenLine line, MigratedFile file)
    {
        if (ByKeyword.TryGetValue(line.Keyword, out var rule)) return rule(line, file);
        return HeaderRules.Of(line);
    }

    public static Rewrite Stays(string advice) => new(null, advice);

    public static Rewrite Drop(string reason) => new([], reason);

    /// <summary>Another keyword before the same arguments.</summary>
    public static Rewrite With(WrittenLine line, string keyword, string reason) =>
        new([string.Join(' ', line.Words.Skip(1).Select(word => word.Written).Prepend(keyword))], reason);

    private static string Word(WrittenLine line, int index) => index < line.Words.Count ? line.Words[index].Text : "";

    private static Rewrite Timeout(WrittenLine line, string kind) => With(line, "timeout " + kind, "renamed in 1.3, removed in 2.1");

    private static Rewrite? Processes(WrittenLine line, MigratedFile file)
    {
        if (file.Section != "global" || line.Words.Count < 2) return null;
        if (line.Words[1].Text == "1") return Drop("one process is what there is");
        return file.HasThreads
            ? Drop("threads took the place of processes in 2.5, and 'nbthread' is given")
            : With(line, "nbthread", "threads took the place of processes in 2.5");
    }

    private static Rewrite? Option(WrittenLine line, MigratedFile file) => Word(line, 1) switch
    {
        "forceclose" => new(["option httpclose"], "the same since 2.0"),
        "http-tunnel" => Drop("removed in 2.1; a tunnel begins after CONNECT or 101 by itself"),
        "tcpsplice" => Drop("it needed a patch of the kernel; 'option splice-auto' is what the kernel can do now"),
        "independant-streams" => new(["option independent-streams"], "the old spelling was removed in 2.1"),
        "http_proxy" => Stays("combine 'http-request set-dst', 'http-request set-uri' and 'http-request do-resolve'"),
        _ => null,
    };

    private static Rewrite? Negation(WrittenLine line, MigratedFile file) =>
        Word(line, 1) == "option" && Word(line, 2) is "forceclose" or "http-tunnel" or "tcpsplice" ? Drop("the option is gone")
        : Word(line, 1) == "option" && Word(line, 2) == "independant-streams" ? new(["no option independent-streams"], "the old spelling was removed in 2.1")
        : null;

    private static Rewrite? OldTimeout(WrittenLine line, MigratedFile file)
    {
        var kind = Word(line, 1) switch { "clitimeout" => "client", "srvtimeout" => "server", "contimeout" => "connect", _ => null };
        return kind is null ? null : new([string.Join(' ', line.Words.Skip(2).Select(word => word.Written).Prepend("timeout " + kind))], "renamed in 1.3, removed in 2.1");
    }

    /// <summary>Of several processes one listened; there is one process now, of whose threads <c>process 1/2-3</c> spoke.</summary>
    private static Rewrite? WithoutProcess(WrittenLine line, MigratedFile file)
    {
        var at = line.Words.ToList().FindIndex(1, word => word.Text == "process");
        if (at < 0 || at + 1 >= line.Words.Count) return null;
        var threads = line.Words[at + 1].Text.Split('/').ElementAtOrDefault(1);
        string[] instead = threads is null or "all" ? [] : ["thread", threads];
        return new([string.Join(' ', [.. line.Words.Take(at).Select(word => word.Written), .. instead, .. line.Words.Skip(at + 2).Select(word => word.Written)])], "there is one process, with threads");
    }

    /// <summary>CPUs of processes are those of the threads that took their place.</summary>
    private static Rewrite? CpuMap(WrittenLine line, MigratedFile file)
    {
        var who = Word(line, 1);
        if (file.Section != "global" || !file.HasProcesses || line.Words.Count < 3 || who.Contains('/', StringComparison.Ordinal)) return null;
        var automatic = who.StartsWith("auto:", StringComparison.Ordinal) ? "auto:" : "";
        var cpus = string.Join(' ', line.Words.Skip(2).Select(word => word.Written));
        return new([$"cpu-map {automatic}1/{who[automatic.Length..]} {cpus}"], "threads took the place of processes in 2.5");
    }

    /// <summary>An address behind a section's name was a bind line, with its options.</summary>
    private static Rewrite? HeadWithAddress(WrittenLine line, MigratedFile file)
    {
        if (line.Words.Count < 3 || line.Words[2].Text == "from") return null;
        var address = string.Join(' ', line.Words.Skip(2).Select(word => word.Written));
        return new([$"{line.Keyword} {line.Words[1].Written}", $"    bind {address}"], "addresses stand on 'bind' lines since 1.5");
    }
}
