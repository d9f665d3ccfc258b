// What ./build.sh does. Targets: test (default), run, publish, bench, failover, fuzz, docs. Everything is built as Release, once,
// and everything a target needs that Debian has is installed by it when it runs as root.
using System.Xml.Linq;

var target = Argument("target", "test");
var root = MakeAbsolute(Directory("."));
var results = root.Combine("artifacts/test-results");
var publish = root.Combine("artifacts/publish");
var isRoot = Environment.UserName == "root";

// The Debian packages of each need. Services of these packages are never started.
string[] linker = ["gcc", "libc6-dev", "zlib1g-dev"];
string[] testPackages =
[
    .. linker, "libpcre2-8-0", "openssl", "haproxy", "haproxy-doc", "keepalived", "varnish", "socat", "curl", "wrk",
    "tcpdump", "nftables", "tshark", "iproute2", "iputils-ping", "arping", "procps", "python3-minimal", "nghttp2-client", "strace", "prometheus",
    "dbus", "dbus-bin", "frr", "snmp", "snmpd", "snmptrapd",
];
string[] benchPackages = [.. linker, "libpcre2-8-0", "openssl", "haproxy", "wrk", "procps", "util-linux"];

int Run(string program, string arguments, IDictionary<string, string> environment = null) =>
    StartProcess(program, new ProcessSettings { Arguments = arguments, WorkingDirectory = root, EnvironmentVariables = environment });

void Must(string program, string arguments, IDictionary<string, string> environment = null)
{
    if (Run(program, arguments, environment) != 0)
        throw new Exception($"{program} {arguments} failed");
}

bool Have(string program) => Run("sh", $"-c \"command -v {program} >/dev/null 2>&1\"") == 0;

bool CanLinkNative() => Have("gcc") || Have("clang");

string[] Missing(string[] packages)
{
    if (!Have("dpkg-query")) return packages;
    StartProcess("dpkg-query", new ProcessSettings
    {
        Arguments = "-W -f=${Package}:${db:Status-Status}\\n " + string.Join(' ', packages),
        RedirectStandardOutput = true, RedirectStandardError = true, Silent = true,
    }, out var lines, out _);
    var installed = lines.Where(line => line.EndsWith(":installed")).Select(line => line.Split(':')[0]).ToHashSet();
    return packages.Where(package => !installed.Contains(package)).ToArray();
}

/// Installs what is missing, without a question and without starting a service: a policy-rc.d that answers 101 says
/// "forbidden" to invoke-rc.d while dpkg runs. Without root it only says what the tests will miss.
void Install(string[] packages)
{
    var missing = Missing(packages);
    if (missing.Length == 0) return;
    if (!isRoot || !Have("apt-get"))
    {
        Console.WriteLine($"Not root (or no apt-get): tests that need {string.Join(", ", missing)} will be skipped by name.");
        return;
    }

    Console.WriteLine($"Installing {string.Join(' ', missing)}");
    const string policy = "/usr/sbin/policy-rc.d";
    var ownPolicy = !System.IO.File.Exists(policy);
    if (ownPolicy)
    {
        System.IO.File.WriteAllText(policy, "#!/bin/sh\nexit 101\n");
        Run("chmod", "755 " + policy);
    }

    try
    {
        var environment = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive", ["NEEDRESTART_MODE"] = "l" };
        Must("apt-get", "-qq -o Acquire::Retries=3 update", environment);
        Must("sh", "-c \"apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "
            + string.Join(' ', missing) + " >/dev/null\"", environment);
    }
    finally
    {
        if (ownPolicy) System.IO.File.Delete(policy);
    }
}

void Restore()
{
    // The lock files hold the exact packages of SDK 10.0's pinned band. Another band brings its own compiler package: then the
    // restore says so and goes on without the lock, because a newer SDK is no fault of the tree.
    if (Run("dotnet", "restore haproxy.net.slnx --locked-mode -v quiet") == 0) return;
    Console.WriteLine("Locked restore was refused (another SDK band or platform?): restoring without the lock files.");
    Must("dotnet", "restore haproxy.net.slnx -v quiet -p:RestorePackagesWithLockFile=false -p:NuGetLockFilePath=artifacts/packages.lock.json");
}

void PublishAot(string project, string name)
{
    var staging = root.Combine("artifacts/staging").Combine(name);
    Must("dotnet", $"publish src/{project} -c Release --no-restore -v quiet -o {staging}");
    EnsureDirectoryExists(publish);
    var symbols = root.Combine("artifacts/symbols");
    EnsureDirectoryExists(symbols);
    // One file is the product; symbols are kept aside for profiles.
    var final = publish.CombineWithFilePath(name).FullPath;
    System.IO.File.Copy(staging.CombineWithFilePath(name).FullPath, final + ".new", overwrite: true);
    System.IO.File.Move(final + ".new", final, overwrite: true);      // a running older copy keeps its inode
    var debug = staging.CombineWithFilePath(name + ".dbg").FullPath;
    if (System.IO.File.Exists(debug)) System.IO.File.Copy(debug, symbols.CombineWithFilePath(name + ".dbg").FullPath, overwrite: true);
}

(int Passed, int Failed, int Skipped) Count(FilePath trx)
{
    if (!FileExists(trx)) return (0, 1, 0);      // the test host did not get as far as writing results
    var outcomes = XDocument.Load(trx.FullPath).Descendants()
        .Where(element => element.Name.LocalName == "UnitTestResult")
        .Select(element => (string)element.Attribute("outcome"))
        .ToList();
    return (outcomes.Count(o => o == "Passed"), outcomes.Count(o => o is not ("Passed" or "NotExecuted")), outcomes.Count(o => o == "NotExecuted"));
}

Task("test-packages").Does(() => Install(testPackages));

Task("bench-packages").Does(() => Install(benchPackages));

Task("linker").Does(() => Install(linker));

Task("restore").Does(Restore);

Task("build")
    .IsDependentOn("restore")
    .Does(() => Must("dotnet", "build haproxy.net.slnx -c Release --no-restore -v quiet"));

Task("publish")
    .IsDependentOn("linker")
    .IsDependentOn("restore")
    .Does(() =>
{
    if (!CanLinkNative()) throw new Exception("NativeAOT needs gcc or clang to link (Debian: apt-get install gcc libc6-dev zlib1g-dev).");
    PublishAot("HAProxy.Net", "haproxy.net");
    PublishAot("Keepalived.Net", "keepalived.net");
    Console.WriteLine($"{publish}/haproxy.net\n{publish}/keepalived.net");
});

Task("test")
    .IsDependentOn("test-packages")
    .IsDependentOn("build")
    .Does(() =>
{
    if (CanLinkNative()) RunTarget("publish-after-build");
    else Console.WriteLine("No gcc or clang: the scenarios run on the JIT build.");

    EnsureDirectoryExists(results);
    CleanDirectory(results);
    var projects = GetFiles("tests/*.Tests/*.csproj").Concat(GetFiles("tests/Vtc/*.csproj")).Concat(GetFiles("tests/Interop/*.csproj"));
    var sum = (Passed: 0, Failed: 0, Skipped: 0);
    foreach (var project in projects)
    {
        var name = project.GetFilenameWithoutExtension();
        var console = name.FullPath is "Vtc" or "Interop" ? "normal" : "minimal";
        Console.WriteLine($"== {name}");
        var code = Run("dotnet", $"test {project} -c Release --no-build --results-directory {results} --logger trx;LogFileName={name}.trx "
            + $"--logger console;verbosity={console} --blame-hang-timeout 8m --blame-hang-dump-type none");
        var counted = Count(results.CombineWithFilePath(name + ".trx"));
        if (code != 0 && counted.Failed == 0) counted.Failed = 1;      // the host crashed after its last result
        Console.WriteLine($"== {name}: {counted.Passed} passed, {counted.Failed} failed, {counted.Skipped} skipped");
        sum = (sum.Passed + counted.Passed, sum.Failed + counted.Failed, sum.Skipped + counted.Skipped);
    }

    System.IO.File.WriteAllText(results.CombineWithFilePath("summary.txt").FullPath, $"{sum.Passed} passed, {sum.Failed} failed, {sum.Skipped} skipped\n");
    if (sum.Failed > 0) throw new Exception("tests failed");
});

Task("publish-after-build").Does(() =>
{
    PublishAot("HAProxy.Net", "haproxy.net");
    PublishAot("Keepalived.Net", "keepalived.net");
});

// build.sh starts the program itself after this.
Task("run").Does(() => Must("dotnet", "build src/HAProxy.Net -c Release -v quiet"));

Task("bench")
    .IsDependentOn("bench-packages")
    .IsDependentOn("publish")
    .Does(() =>
{
    Must("dotnet", "build tests/Bench -c Release -v quiet");
    var passed = string.Join(' ', new[] { "rounds", "seconds", "rows", "config" }.Where(name => HasArgument(name)).Select(name => $"--{name}={Argument<string>(name)}"));
    Must("tests/Bench/bin/Release/net10.0/bench", passed);
});

// The part of the page that comes from the catalog; a test fails while it is old.
Task("docs").Does(() =>
{
    Must("dotnet", "build src/HAProxy.Net -c Release -v quiet");
    Must("dotnet", "build src/Keepalived.Net -c Release -v quiet");
    Must("src/HAProxy.Net/bin/Release/net10.0/haproxy.net", "keywords --into docs/compatibility.md");
    Must("src/HAProxy.Net/bin/Release/net10.0/haproxy.net", "lint --rules --into docs/diagnostics.md");
    Must("src/Keepalived.Net/bin/Release/net10.0/keepalived.net", "keywords --into docs/compatibility.md");
});

/// A coverage-guided run of one target (tests/Fuzz/Targets.cs): the reader's assembly is instrumented in a copy of the build.
void Afl(string name, int seconds)
{
    Install(["afl++"]);
    var folder = root.Combine("artifacts/afl");
    var copy = folder.Combine("target");
    var found = folder.Combine($"found-{name}");
    if (DirectoryExists(copy)) DeleteDirectory(copy, new DeleteDirectorySettings { Recursive = true, Force = true });
    CopyDirectory(root.Combine("tests/Fuzz/bin/Release/net10.0"), copy);
    Must("chmod", $"+x {copy}/fuzz");
    Must("dotnet", $"sharpfuzz {copy}/ConfParsers.dll");
    Must("tests/Fuzz/bin/Release/net10.0/fuzz", $"seeds {name} {folder}/seeds-{name}");

    // What has been found before is taken up again; the crashes are the result, whatever the machine thinks of core files.
    var settings = new Dictionary<string, string>
    {
        ["AFL_SKIP_BIN_CHECK"] = "1", ["AFL_NO_UI"] = "1", ["AFL_SKIP_CPUFREQ"] = "1", ["AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES"] = "1",
        ["AFL_NO_AFFINITY"] = "1", ["AFL_AUTORESUME"] = "1",
    };
    Must("nice", $"afl-fuzz -V {seconds} -i {folder}/seeds-{name} -o {found} -t 5000 -m none -- {copy}/fuzz target {name}", settings);
    var wanted = new[] { "run_time", "execs_done", "execs_per_sec", "corpus_count", "bitmap_cvg", "saved_crashes", "saved_hangs" };
    foreach (var line in System.IO.File.ReadAllLines($"{found}/default/fuzzer_stats").Where(line => wanted.Contains(line.Split(' ')[0]))) Console.WriteLine(line);
    var faults = GetFiles($"{found}/default/crashes/id*").Concat(GetFiles($"{found}/default/hangs/id*")).ToList();
    if (faults.Count > 0) throw new Exception("crashes and hangs:\n" + string.Join('\n', faults));
}

Task("fuzz")
    .IsDependentOn("test-packages")
    .IsDependentOn("restore")
    .Does(() =>
{
    Must("dotnet", "build tests/Fuzz -c Release -v quiet");
    if (HasArgument("afl"))
    {
        Afl(Argument<string>("afl"), Argument("seconds", 300));
        return;
    }

    Must("tests/Fuzz/bin/Release/net10.0/fuzz", string.Join(' ', new[] { "count", "seed" }.Where(name => HasArgument(name)).Select(name => $"--{name}={Argument<string>(name)}")
        .Concat(new[] { "generate", "manual", "missing" }.Where(name => HasArgument(name)).Select(name => $"--{name}"))));
});

Task("failover")
    .IsDependentOn("test-packages")
    .IsDependentOn("publish")
    .Does(() =>
{
    if (!isRoot) throw new Exception("failover makes network namespaces: it needs root.");
    Must("dotnet", "build tests/Failover -c Release -v quiet");
    var rounds = Argument("rounds", "3");
    Must("tests/Failover/bin/Release/net10.0/failover", HasArgument("real") ? "--real" : HasArgument("vrrp") ? $"--vrrp {rounds}" : HasArgument("instances") ? $"--instances {rounds}" : "");
});

RunTarget(target);
