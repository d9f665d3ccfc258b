using ConfParsers.Haproxy.Features;

namespace HAProxy.Net.Cli;

/// <summary>One command line as it was called.</summary>
/// <param name="Words">The words after the command's own.</param>
public sealed record CliCall(CliSession Session, string[] Words)
{
    /// <summary>The word at a place, or an empty one: commands take what is missing as empty.</summary>
    public string this[int index] => index < Words.Length ? Words[index] : "";
}

/// <summary>
/// Answers a command. The text comes with its own line end; the connection adds the empty line that ends an answer. Some of HAProxy's messages have no
/// line end, and then there is no empty line either.
/// </summary>
public delegate string CliHandler(CliCall call);

/// <summary>One command of the stats socket: the words that call it, who may, what help says, and what answers (management.txt 9.3).</summary>
/// <param name="Words">Lower case, one blank between.</param>
/// <param name="Level">The least level of a connection that may call it.</param>
/// <param name="Usage">The words with their arguments, as help shows them; null: help does not show it.</param>
/// <param name="Purpose">What help says of it.</param>
public sealed record CliCommand(string Words, StatsLevel Level, string? Usage, string Purpose, CliHandler Handler)
{
    public string[] Parts { get; } = Words.Split(' ');

    /// <summary>The line of help; long usages push the text to the right, as HAProxy does.</summary>
    public string HelpLine => $"  {Usage,-40}: {Purpose}\n";
}
