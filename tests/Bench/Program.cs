using System.Diagnostics;
using System.Globalization;
using Bench;
using Testing;

// ./build.sh bench [--rounds=9] [--seconds=2] [--rows=64,512,new,check,check-section] [--lines=100000]
// haproxy.net and the real haproxy, both alive on the same configuration, measured in alternation: a pair of runs a round, the order
// changing from round to round, so that what the machine does meanwhile strikes both.

const int idleConnections = 5000;
var rounds = (int)Option("rounds", 9);
var seconds = Option("seconds", 2);
var wanted = Array.Find(args, a => a.StartsWith("--rows=", StringComparison.Ordinal))?[7..].Split(',');
var rows = Row.All.Where(row => wanted is null || wanted.Contains(row.Key)).ToArray();

if (Binaries.HAProxyNet is null || Binaries.RealHAProxy is null)
{
    Console.Error.WriteLine("bench needs both programs: ./build.sh publish, and the Debian package haproxy");
    return 1;
}

if (wanted is null || wanted.Contains("check")) PrintChecks("lines", ConfigurationCheck.Write);
if (wanted?.Contains("check-section") == true) PrintChecks("lines of one section", ConfigurationCheck.WriteSection);
if (wanted?.All(row => row.StartsWith("check", StringComparison.Ordinal)) == true) return 0;

Native.Pin(1);      // this process, its threads and wrk; the proxies go to core 0
var origin = new Origin();
var log = new LogReceiver();
var folder = Directory.CreateTempSubdirectory("haproxy-bench-").FullName;
var certificate = Path.Combine(folder, "bench.pem");
using (var openssl = Process.Start(new ProcessStartInfo("sh", ["-c",
    $"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bench -keyout {certificate} -out {certificate}.crt 2>/dev/null && cat {certificate}.crt >> {certificate}"]) { UseShellExecute = false })!)
{
    openssl.WaitForExit();
}

var environment = new Dictionary<string, string>(StringComparer.Ordinal)
{
    ["BENCH_LOG_PORT"] = log.Port.ToString(CultureInfo.InvariantCulture),
    ["BENCH_ORIGIN_PORT"] = origin.Port.ToString(CultureInfo.InvariantCulture),
    ["BENCH_CERTIFICATE"] = certificate,
};
var configuration = Path.Combine(AppContext.BaseDirectory, "bench.cfg");
using var ours = new Contestant("haproxy.net", Binaries.HAProxyNet, configuration, 22110, environment);
using var real = new Contestant("haproxy", Binaries.RealHAProxy, configuration, 22120, environment);
var failed = false;

Console.WriteLine($"haproxy.net: {Binaries.HAProxyNet}");
Console.WriteLine($"haproxy:     {Binaries.RealHAProxy}");
Console.WriteLine($"{rounds} paired rounds of {Table.Number(seconds)} s a row; medians; the ratio is ours to real, with its quartiles; proxy on core 0, load and origin on core 1\n");

var starts = Measured(() => { ours.Stop(); return ours.Start(); }, () => { real.Stop(); return real.Start(); });
var fresh = Measured(() => ours.ResidentBytes() / 1048576.0, () => real.ResidentBytes() / 1048576.0, 1);

foreach (var path in rows.Select(row => row.Path).Distinct())
{
    var length = int.Parse(path.AsSpan(1), CultureInfo.InvariantCulture);
    if (!ours.Answers(path, length) || !real.Answers(path, length)) throw new InvalidOperationException($"GET {path} is not answered rightly by both");
}

Console.WriteLine("| | CPU us/request: ours | real | ratio | bar | req/s: ours | real | ratio | p99 ms: ours | real | lines logged: ours | real | errors |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
foreach (var row in rows)
{
    var a = new List<Measure>();
    var b = new List<Measure>();
    row.Run(ours, log, 1);      // warm: connections to the origin, caches, the CPU's clock
    row.Run(real, log, 1);
    for (var round = 0; round < rounds; round++)
    {
        if (round % 2 == 0)
        {
            a.Add(row.Run(ours, log, seconds));
            b.Add(row.Run(real, log, seconds));
        }
        else
        {
            b.Add(row.Run(real, log, seconds));
            a.Add(row.Run(ours, log, seconds));
        }
    }

    var cpuA = a.ConvertAll(m => m.CpuMicroseconds);
    var cpuB = b.ConvertAll(m => m.CpuMicroseconds);
    var rateA = a.ConvertAll(m => m.RequestsPerSecond);
    var rateB = b.ConvertAll(m => m.RequestsPerSecond);
    var errors = a.Where(m => m.Errors.Length > 0).Select(m => "ours: " + m.Errors).Concat(b.Where(m => m.Errors.Length > 0).Select(m => "real: " + m.Errors)).Distinct().ToArray();
    var ratio = Table.Median(cpuA.Zip(cpuB, (x, y) => x / y));
    var bar = row.Bar is { } limit ? string.Create(CultureInfo.InvariantCulture, $"{limit} {(ratio <= limit ? "met" : "MISSED")}") : "-";
    failed |= row.Bar < ratio || a.Exists(m => m.Errors.Length > 0);
    Console.WriteLine($"| {row.Name} | {Table.Number(Table.Median(cpuA))} | {Table.Number(Table.Median(cpuB))} | {Table.Ratio(cpuA, cpuB)} | {bar} "
        + $"| {Table.Number(Table.Median(rateA))} | {Table.Number(Table.Median(rateB))} | {Table.Ratio(rateA, rateB)} "
        + $"| {Table.Number(Table.Median(a.Select(m => m.Percentile99Ms)))} | {Table.Number(Table.Median(b.Select(m => m.Percentile99Ms)))} "
        + $"| {Logged(row, a)} | {Logged(row, b)} | {(errors.Length == 0 ? "none" : string.Join("; ", errors))} |");
}

var loaded = Measured(() => ours.ResidentBytes() / 1048576.0, () => real.ResidentBytes() / 1048576.0, 1);
var idle = Measured(() => BytesPerIdle(ours), () => BytesPerIdle(real), 1);

Console.WriteLine();
Console.WriteLine("| | ours | real | ratio |");
Console.WriteLine("|---|---|---|---|");
Print("start to first answer, ms", starts);
Print("resident after start, MB", fresh);
Print("resident after the load above, MB", loaded);
Print($"bytes per idle keep-alive connection ({idleConnections} of them)", idle);
ours.Stop();
real.Stop();
Directory.Delete(folder, recursive: true);
return failed ? 1 : 0;

double Option(string name, double ifAbsent)
{
    var prefix = $"--{name}=";
    return Array.Find(args, a => a.StartsWith(prefix, StringComparison.Ordinal)) is { } given
        ? double.Parse(given.AsSpan(prefix.Length), CultureInfo.InvariantCulture)
        : ifAbsent;
}

(List<double> Ours, List<double> Real) Measured(Func<double> measureOurs, Func<double> measureReal, int? times = null)
{
    var result = (Ours: new List<double>(), Real: new List<double>());
    for (var i = 0; i < (times ?? rounds); i++)
    {
        result.Ours.Add(measureOurs());
        result.Real.Add(measureReal());
    }

    return result;
}

// A fresh process: what earlier load left behind in free lists would hide what a connection costs.
double BytesPerIdle(Contestant contestant)
{
    contestant.Stop();
    contestant.Start();
    contestant.OpenIdle(200).ForEach(socket => socket.Dispose());      // what the first connections allocate once
    var before = contestant.ResidentBytes();
    var sockets = contestant.OpenIdle(idleConnections);
    var after = contestant.ResidentBytes();
    sockets.ForEach(socket => socket.Dispose());
    return Math.Max(0, after - before) / (double)idleConnections;
}

void PrintChecks(string what, Action<string, int> write)
{
    var file = Path.GetTempFileName();
    var lines = (int)Option("lines", 100_000);
    write(file, lines);
    var costs = (Ours: new List<ConfigurationCheck.Cost>(), Real: new List<ConfigurationCheck.Cost>());
    for (var i = 0; i < rounds; i++)
    {
        costs.Ours.Add(ConfigurationCheck.Run(Binaries.HAProxyNet!, file));
        costs.Real.Add(ConfigurationCheck.Run(Binaries.RealHAProxy!, file));
    }

    File.Delete(file);
    Console.WriteLine($"| -c on {lines} {what} | ours | real | ratio |");
    Console.WriteLine("|---|---|---|---|");
    Print("CPU time, ms", (costs.Ours.ConvertAll(c => c.CpuMs), costs.Real.ConvertAll(c => c.CpuMs)));
    Print("elapsed, ms", (costs.Ours.ConvertAll(c => c.WallMs), costs.Real.ConvertAll(c => c.WallMs)));
    Print("peak memory, MB", (costs.Ours.ConvertAll(c => c.PeakMegabytes), costs.Real.ConvertAll(c => c.PeakMegabytes)));
    Console.WriteLine();
}

// HTTP logs a line a request, TCP a line a connection. Lines travel by UDP, so the kernel may drop some: a few in a thousand are no finding.
static string Logged(Row row, List<Measure> runs)
{
    var lines = runs.Sum(m => m.LogLines);
    return row.Tcp ? $"{lines} lines" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * lines / runs.Sum(m => m.Requests):0.0}%");
}

void Print(string name, (List<double> Ours, List<double> Real) values) =>
    Console.WriteLine($"| {name} | {Table.Number(Table.Median(values.Ours))} | {Table.Number(Table.Median(values.Real))} | {Table.Ratio(values.Ours, values.Real)} |");
