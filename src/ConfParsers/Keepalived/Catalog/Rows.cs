using ConfParsers.Text;

namespace ConfParsers.Keepalived.Catalog;

/// <summary>Settings of the shapes that many keywords share.</summary>
internal static class Rows
{
    /// <summary>A keyword that says all by standing there; words after it are ignored, as 2.2.7 does.</summary>
    public static Setting<T> Flag<T>(string name, string manual, Action<T> set) =>
        new(name, "", (_, target) => set(target)) { Manual = manual };

    /// <summary><c>NAME [on|off|true|false|yes|no]</c>; nothing after it means on.</summary>
    /// <param name="fault">What 2.2.7 says to another word.</param>
    public static Setting<T> Switch<T>(string name, string manual, Action<T, bool> set, Func<T, string, string> fault) =>
        new(name, "[bool]", (words, target) =>
        {
            if (!words.Next(out var word)) set(target, true);
            else if (Words.Boolean(word) is { } value) set(target, value);
            else words.Warn(DiagnosticKind.BadValue, fault(target, word));
        })
        { Manual = manual };

    /// <summary>A setting of global_defs that stands for a flag.</summary>
    public static Setting<Reading> Global(string name, Func<GlobalDefs, GlobalDefs> set) =>
        Flag<Reading>(name, "Global definitions", reading => reading.Global = set(reading.Global));

    /// <summary>A setting of global_defs.</summary>
    public static Setting<Reading> Global(string name, string arguments, Func<Words, GlobalDefs, GlobalDefs> bind) =>
        new(name, arguments, (words, reading) => reading.Global = bind(words, reading.Global)) { Manual = "Global definitions" };

    /// <summary>A switch of global_defs.</summary>
    public static Setting<Reading> GlobalSwitch(string name, Func<GlobalDefs, bool, GlobalDefs> set, Func<string, string> fault) =>
        Switch<Reading>(name, "Global definitions", (reading, value) => reading.Global = set(reading.Global, value), (_, word) => fault(word));

    /// <summary>A switch of global_defs whose fault has the usual words.</summary>
    public static Setting<Reading> GlobalSwitch(string name, Func<GlobalDefs, bool, GlobalDefs> set) =>
        GlobalSwitch(name, set, word => $"Invalid value '{word}' for global {name} specified");
}
