using ConfParsers.Haproxy.Listing;
using HAProxy.Net.Cli;

namespace HAProxy.Net.CommandLine;

/// <summary><c>-dK</c>: the known keywords by class, on standard output once the configuration was read (management.txt 3; measured on 2.6.12).</summary>
public static class KeywordDump
{
    private static readonly (string Class, string Help, string Title, Func<IEnumerable<string>> Lines)[] Classes =
    [
        ("acl", "ACL keywords", "ACL keywords", () => KeywordListing.AclKeywords),
        ("cfg", "configuration keywords", "configuration keywords", () => KeywordListing.Configuration),
        ("cli", "CLI keywords", "CLI keywords", () => KnownCommands.Lines),
        ("cnv", "sample converter keywords", "sample converter functions", () => KeywordListing.Converters),
        ("flt", "filter names", "filter names", () => KeywordListing.Filters),
        ("smp", "sample fetch functions", "sample fetch functions", () => KeywordListing.Fetches),
        ("svc", "service names", "service names", () => KeywordListing.Services),
    ];

    /// <param name="wanted">Classes separated by commas; those that there are not are passed over.</param>
    public static void Print(string wanted, TextWriter output)
    {
        foreach (var name in wanted.Split(','))
        {
            if (name == "help") Help(output);
            foreach (var one in Classes.Where(one => one.Class == name || name == "all"))
            {
                output.WriteLine($"# List of registered {one.Title}:");
                foreach (var line in one.Lines()) output.WriteLine(line);
            }
        }

        output.Flush();
    }

    private static void Help(TextWriter output)
    {
        output.WriteLine("# List of supported keyword classes:");
        output.WriteLine("all: list all keywords");
        foreach (var one in Classes) output.WriteLine($"{one.Class}: {one.Help}");
    }
}
