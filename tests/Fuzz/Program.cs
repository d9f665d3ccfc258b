using Fuzz;

// ./build.sh fuzz [--count=100000] [--seed=1]    mutated files: no exception, no hang, the verdict of the real haproxy
// fuzz target splitter|expressions|reader        one input on standard input, for AFL by SharpFuzz (docs/fuzzing.md)
if (args is ["target", var name]) return Targets.Run(name);
return await MutationRun.Run(Number("count", 100_000), Number("seed", Environment.TickCount));

int Number(string option, int otherwise) =>
    args.FirstOrDefault(word => word.StartsWith($"--{option}=", StringComparison.Ordinal)) is { } given ? int.Parse(given[(option.Length + 3)..], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
