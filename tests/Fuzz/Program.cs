using System.Globalization;
using System.Text;
using ConfParsers.Tests.Haproxy;
using Fuzz;
using Fuzz.Generating;

// ./build.sh fuzz [--count=100000] [--seed=1]    mutated files: no exception, no hang, the answer of the real haproxy
//                 --generate                     files made of the rows of the catalog instead
//                 --manual                       the examples of configuration.txt
//                 --missing                      and which rows stood in no file that haproxy accepted
// fuzz generate SEED NUMBER                      that file of a generated run, as a case
// fuzz minimise FILE                             a kept file as a recorded case, as small as it still differs; nothing when it does not
// fuzz compare FILE                              a haproxy.cfg or a case: both answers when they differ
// fuzz record FILE                               a haproxy.cfg or a case as a recorded case with haproxy's answer
// fuzz seeds TARGET FOLDER                       what AFL begins with
// fuzz target splitter|expressions|reader        one input on standard input, for AFL by SharpFuzz (docs/fuzzing.md)
switch (args)
{
    case ["target", var name]:
        return Targets.Run(name);
    case ["seeds", var name, var folder]:
        return Targets.WriteSeeds(name, folder);
    case ["minimise", var file]:
        if (await Minimiser.Run(ReadCase(file)) is not { } smaller) return 0;
        Print(smaller);
        return await Compare(smaller);
    case ["compare", var file]:
        return await Compare(ReadCase(file));
    case ["record", var file]:
        var wanted = ReadCase(file);
        Print(wanted with { Recorded = await RealHaproxy.Answer(wanted) });
        return 0;
    case ["generate", var seed, var number]:
        var generator = new Generator(int.Parse(seed, CultureInfo.InvariantCulture));
        for (var before = int.Parse(number, CultureInfo.InvariantCulture); before > 0; before--) generator.Next();
        Print(generator.Next());
        return 0;
    default:
        if (args.Contains("--manual"))
        {
            var manual = new ManualExamples();
            return await ComparisonRun.Run(manual, manual.Count, "manual", args.Contains("--missing"));
        }

        var start = Number("seed", Environment.TickCount);
        return args.Contains("--generate")
            ? await ComparisonRun.Run(new Generator(start), Number("count", 10_000), $"generated-{start}", args.Contains("--missing"))
            : await ComparisonRun.Run(new Mutator(ConfigCase.Names().Select(name => ConfigCase.Read(name)), start), Number("count", 100_000), $"{start}", args.Contains("--missing"));
}

int Number(string option, int otherwise) =>
    args.FirstOrDefault(word => word.StartsWith($"--{option}=", StringComparison.Ordinal)) is { } given ? int.Parse(given[(option.Length + 3)..], CultureInfo.InvariantCulture) : otherwise;

static async Task<int> Compare(ConfigCase wanted)
{
    var comparison = await Comparison.Of(wanted, compare: true);
    Console.Error.WriteLine($"{comparison.Outcome} {comparison.Kind}");
    if (comparison.Outcome == Outcome.Same) return 0;
    Console.Error.WriteLine($"ours ({comparison.Ours?.Exit}):\n{comparison.Ours?.Errors}\nhaproxy ({comparison.Real?.Exit}):\n{comparison.Real?.Errors}");
    return 1;
}

static ConfigCase ReadCase(string path)
{
    var text = File.ReadAllText(path, Encoding.Latin1);
    return ConfigCase.Parse(path, text) ?? ConfigCase.Parse(path, $"=== haproxy.cfg\n{text}=== exit 0\n=== stdout\n=== stderr\n") ?? throw new InvalidDataException($"{path} is no case");
}

static void Print(ConfigCase wanted)
{
    using var output = Console.OpenStandardOutput();
    output.Write(Encoding.Latin1.GetBytes(wanted.ToText()));
}
