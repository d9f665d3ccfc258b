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

    /// <summary>An option with values ends with its equals sign, behind which the shell goes on.</summary>
    private static string Words(IEnumerable<Usage.Option> options) =>
        string.Join(' ', options.SelectMany(option => option.Names.Select(name => option.Values.Length > 0 ? name + "=" : name)));

    private static string Values(IEnumerable<Usage.Option> options) => string.Join(' ', options.SelectMany(option => option.Values));

    private static string Bash()
    {
        var withWord = string.Join('|', Usage.Options.Where(option => option is { TakesWord: true, TakesFile: false }).SelectMany(option => option.Names));
        var script = new StringBuilder($$"""
            _haproxy_net() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} tool=${COMP_WORDS[1]} options words values
                case $tool in

            """);
        foreach (var tool in ToolCommands.All)
        {
            script.Append($"        {tool.Name}) options='{Words(tool.Options)}' words='{string.Join(' ', tool.Choices)}' values='{Values(tool.Options)}' ;;\n");
        }

        // An equals sign is a word of its own in bash.
        return script.Append($$"""
                    *) options='{{Words(Usage.Options)}}' values='{{Values(Usage.Options)}}' tool= ;;
                esac
                if [[ $word == = || $before == = ]]; then
                    COMPREPLY=($(compgen -W "$values" -- "${word#=}"))
                elif [[ $word == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$word"))
                    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
                elif [[ $COMP_CWORD == 1 ]]; then
                    COMPREPLY=($(compgen -W "{{string.Join(' ', ToolCommands.All.Select(tool => tool.Name))}}" -- "$word"))
                elif [[ $words ]]; then
                    COMPREPLY=($(compgen -W "$words" -- "$word"))
                else
                    case $tool$before in
                        {{withWord}}) ;;
                        *) COMPREPLY=($(compgen -f -- "$word")) ;;
                    esac
                fi
            }
            complete -o filenames -F _haproxy_net {{Program}}

            """).ToString();
    }

    private static string Fish()
    {
        var script = new StringBuilder();
        foreach (var tool in ToolCommands.All)
        {
            script.Append($"complete -c {Program} -n __fish_use_subcommand -a {tool.Name} -d '{Plain(tool.Summary)}'\n");
            var within = $"-n '__fish_seen_subcommand_from {tool.Name}' ";
            if (tool.Choices.Length > 0) script.Append($"complete -c {Program} {within}-f -a '{string.Join(' ', tool.Choices)}'\n");
            foreach (var option in tool.Options) Append(script, within, option);
        }

        var names = string.Join(' ', ToolCommands.All.Select(tool => tool.Name));
        foreach (var option in Usage.Options.Where(option => option.Name != "--")) Append(script, $"-n 'not __fish_seen_subcommand_from {names}' ", option);
        return script.ToString();
    }

    private static void Append(StringBuilder script, string within, Usage.Option option)
    {
        foreach (var name in option.Names)
        {
            var flag = name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-o {name[1..]}";
            var argument = option.Values.Length > 0 ? $" -x -a '{string.Join(' ', option.Values)}'" : option.TakesFile ? " -r -F" : option.TakesWord ? " -x" : "";
            var text = option.Text.Length > 0 ? $" -d '{Plain(option.Text)}'" : "";
            script.Append($"complete -c {Program} {within}{flag}{argument}{text}\n");
        }
    }

    private static string Plain(string text) => text.Replace("'", "", StringComparison.Ordinal);
}
