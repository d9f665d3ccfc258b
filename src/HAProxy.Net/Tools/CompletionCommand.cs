using System.Text;
using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Tools;

/// <summary><c>haproxy.net completion bash|zsh|fish</c>: a script for the shell, made of the rows of the usage text and of the tools.</summary>
internal static class CompletionCommand
{
    private const string Program = "haproxy.net";

    public static int Run(IReadOnlyList<string> words)
    {
        var script = words.Count == 1 ? Script(words[0]) : null;
        if (script is null) return ToolCommands.ShowUsage("completion");
        Console.Out.Write(script);
        return 0;
    }

    public static string? Script(string shell) => shell switch
    {
        "bash" => Bash(),
        "zsh" => "#compdef haproxy.net\nautoload -U +X bashcompinit && bashcompinit\n" + Bash(),
        "fish" => Fish(),
        _ => null,
    };

    private static IEnumerable<Usage.Row> Rows => [.. Usage.Synopsis, .. Usage.Rows];

    private static IEnumerable<string> Options => Rows.SelectMany(row => row.Options).Append("-C");

    private static string Bash()
    {
        var withFile = string.Join('|', Rows.Where(row => row.Argument == "file").SelectMany(row => row.Options).Append("-C"));
        return $$"""
            _haproxy_net() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
                case $before in
                    {{withFile}}) COMPREPLY=($(compgen -f -- "$word")); return ;;
                    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")); return ;;
                esac
                if [[ $word == -* ]]; then
                    COMPREPLY=($(compgen -W "{{string.Join(' ', Options)}}" -- "$word"))
                elif [[ $COMP_CWORD == 1 ]]; then
                    COMPREPLY=($(compgen -W "{{string.Join(' ', ToolCommands.All.Select(tool => tool.Name))}}" -- "$word"))
                else
                    COMPREPLY=($(compgen -f -- "$word"))
                fi
            }
            complete -o filenames -F _haproxy_net {{Program}}

            """;
    }

    private static string Fish()
    {
        var script = new StringBuilder();
        foreach (var tool in ToolCommands.All)
        {
            script.Append($"complete -c {Program} -n __fish_use_subcommand -a {tool.Name} -d '{Plain(tool.Summary)}'\n");
        }

        foreach (var row in Rows)
        {
            foreach (var option in row.Options.Where(option => option != "--"))
            {
                var flag = option.StartsWith("--", StringComparison.Ordinal) ? $"-l {option[2..]}" : $"-o {option[1..]}";
                var argument = row.Argument.Length == 0 ? "" : row.Argument == "file" ? " -r -F" : " -x";
                script.Append($"complete -c {Program} {flag}{argument} -d '{Plain(row.Text)}'\n");
            }
        }

        return script.ToString();
    }

    private static string Plain(string text) => text.Replace("'", "", StringComparison.Ordinal);
}
