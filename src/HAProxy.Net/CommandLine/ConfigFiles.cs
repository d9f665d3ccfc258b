using ConfParsers.Text;

namespace HAProxy.Net.CommandLine;

/// <summary>
/// The files that <c>-f</c> means: a directory stands for its <c>*.cfg</c> files that are not hidden, in the order of the C locale
/// (management.txt 3).
/// </summary>
public static class ConfigFiles
{
    public static string[] Expand(IEnumerable<string> paths, IFiles files)
    {
        var expanded = new List<string>();
        foreach (var path in paths)
        {
            // A path that is no directory stays, so that the reader says what is wrong with it.
            if (files.List(path) is not { } names)
            {
                expanded.Add(path);
                continue;
            }

            var folder = path.EndsWith('/') ? path : path + "/";
            expanded.AddRange(names.Where(name => name.Length > 4 && name[0] != '.' && name.EndsWith(".cfg", StringComparison.Ordinal)
                && files.List(folder + name) is null).Select(name => folder + name));
        }

        return [.. expanded];
    }
}
