namespace Keepalived.Net.CommandLine;

/// <summary><c>-h</c>: keepalived's usage text, reduced to the options that are built (keepalived(8)).</summary>
internal static class Usage
{
    public const string Text = """
        Usage: keepalived.net [OPTION...]
          -f, --use-file=FILE          Use the specified configuration file
                                        default '/etc/keepalived/keepalived.conf'
          -P, --vrrp                   Only run with VRRP subsystem
          -C, --check                  Only run with Health-checker subsystem
          -B, --no_bfd                 Don't run BFD subsystem
              --all                    Force all child processes to run, even if have no configuration
          -l, --log-console            Log messages to local console
          -D, --log-detail             Detailed log messages
          -S, --log-facility=([0-7]|local[0-7]|user|daemon)
                                       Set syslog facility to LOG_LOCAL[0-7], user or daemon (default)
          -g, --log-file[=FILE]        Also log to FILE (default /tmp/keepalived.log)
              --flush-log-file         Flush log file on write
          -G, --no-syslog              Don't log via syslog
          -u, --umask=MASK             umask for file creation (in numeric form)
          -X, --release-vips           Drop VIP on transition from signal.
          -V, --dont-release-vrrp      Don't remove VRRP VIPs and VROUTEs on daemon stop
          -I, --dont-release-ipvs      Don't remove IPVS topology on daemon stop
          -R, --dont-respawn           Don't respawn child processes
          -n, --dont-fork              Don't fork the daemon process
          -d, --dump-conf              Dump the configuration data
          -p, --pid=FILE               Use specified pidfile for parent process
          -r, --vrrp_pid=FILE          Use specified pidfile for VRRP child process
          -c, --checkers_pid=FILE      Use specified pidfile for checkers child process
          -a, --address-monitoring     Report all address additions/deletions notified via netlink
          -b, --bfd_pid=FILE           Use specified pidfile for BFD child process
          -x, --snmp                   Enable SNMP subsystem
          -A, --snmp-agent-socket=FILE Use the specified socket for master agent
          -s, --namespace=NAME         Run in network namespace NAME (overrides config)
          -m, --core-dump              Produce core dump if terminate abnormally
          -M, --core-dump-pattern[=PATN] Also set /proc/sys/kernel/core_pattern to PATN (default 'core')
          -e, --all-config             Error if any configuration file missing (same as includet)
          -i, --config-id id           Skip any configuration lines beginning '@' that don't match id
                                        or any lines beginning @^ that do match.
                                        The config-id defaults to the node name if option not used
              --signum=SIGFUNC         Return signal number for STOP, RELOAD, DATA, STATS, STATS_CLEAR, JSON
          -t, --config-test[=LOG_FILE] Check the configuration for obvious errors, output to
                                        stderr by default
              --format=text|json|sarif With -t: faults for people, or for tools, on stdout
              --metrics=ADDRESS:PORT   Answer Prometheus there
              --status-socket=PATH     Where 'keepalived.net status' asks, default beside the pid file
              --strict                 Behave as keepalived 2.2.7 also where keepalived.net differs on purpose
          -v, --version                Display the version number
          -h, --help                   Display this help message

        keepalived.net lint [--pair] FILE...   names traps that keepalived accepts in silence; --pair compares two nodes
        keepalived.net fmt [-w|--check] FILE...  writes files in one layout
        keepalived.net dump FILE               prints what a configuration means, as JSON
        keepalived.net status                  asks a running daemon

        """;
}
