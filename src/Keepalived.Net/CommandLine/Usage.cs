namespace Keepalived.Net.CommandLine;

/// <summary><c>-h</c>: keepalived's usage text, reduced to the options that are built (keepalived(8)).</summary>
internal static class Usage
{
    public const string Text = """
        Usage: keepalived.net [OPTION...]
          -f, --use-file=FILE          Use the specified configuration file
                                        default '/etc/keepalived/keepalived.conf'
          -P, --vrrp                   Only run with VRRP subsystem
          -l, --log-console            Log messages to local console
          -D, --log-detail             Detailed log messages
          -n, --dont-fork              Don't fork the daemon process
          -p, --pid=FILE               Use specified pidfile for parent process
          -r, --vrrp_pid=FILE          Use specified pidfile for VRRP child process
          -t, --config-test[=LOG_FILE] Check the configuration for obvious errors, output to
                                        stderr by default
              --strict                 Behave as keepalived 2.2.7 also where keepalived.net differs on purpose
          -v, --version                Display the version number
          -h, --help                   Display this help message

        """;
}
