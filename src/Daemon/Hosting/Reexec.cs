using System.Collections;
using System.Globalization;
using System.Text;
using Daemon.Linux;

namespace Daemon.Hosting;

/// <summary>
/// A new process of this very program: how a runtime that cannot fork goes into the background, starts workers and reloads. Descriptors are
/// handed over by number, named in an environment variable (docs/architecture.md, processes and privileges).
/// </summary>
public static class Reexec
{
    /// <summary>Starts this program again.</summary>
    /// <param name="arguments">The argument vector, without the program's name.</param>
    /// <param name="variables">Set in the child on top of this process's environment; null removes one.</param>
    /// <param name="inherited">Descriptors that the child shall have under the same numbers.</param>
    /// <param name="newSession">Detached from the terminal.</param>
    /// <param name="error">0, or an errno.</param>
    /// <returns>The child's pid; 0 on failure.</returns>
    public static int Start(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> variables, IReadOnlyCollection<int> inherited, bool newSession, out int error)
    {
        var environment = new List<string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            if (!variables.ContainsKey(name)) environment.Add(name + "=" + entry.Value);
        }

        foreach (var (name, value) in variables)
        {
            if (value is not null) environment.Add(name + "=" + value);
        }

        var (path, words) = Command(arguments);
        foreach (var fd in inherited) _ = Libc.SetCloseOnExec(fd, close: false);
        try
        {
            return Processes.Spawn(path, words, environment, newSession, out error);
        }
        finally
        {
            foreach (var fd in inherited) _ = Libc.SetCloseOnExec(fd, close: true);
        }
    }

    /// <summary>Numbers as one environment variable: <c>3,7,12</c>.</summary>
    public static string Join(IEnumerable<int> descriptors) => string.Join(',', descriptors.Select(fd => fd.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The other way round; what is no number is left out.</summary>
    public static int[] Split(string? text) =>
        [.. (text ?? "").Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var fd) ? fd : -1).Where(fd => fd >= 0)];

    // The program as it was called, so that ps and the usage text say the same of the child. Under "dotnet x.dll" the host needs the assembly's path again.
    private static (string Path, List<string> Words) Command(IReadOnlyList<string> arguments)
    {
        var path = Environment.ProcessPath ?? throw new InvalidOperationException("no /proc: the program's own path is unknown");
        var called = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).Split('\0');
        var own = called.Length - 1 - Environment.GetCommandLineArgs().Length + 1;
        var words = new List<string>(called[..Math.Max(1, own)]);
        words.AddRange(arguments);
        return (path, words);
    }
}
