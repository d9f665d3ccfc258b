using System.Text;
using HAProxy.Net.Checks;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Runtime;

/// <summary>Tells standard error and the log targets of a backend about its servers. Reports come on any thread; lines are sent on the first loop.</summary>
internal sealed class ServerEventLog(LoopWorker worker, Action<int, string>? standardError) : IServerEventLog
{
    public void Report(Backend backend, int level, string text, string logText)
    {
        standardError?.Invoke(level, text);
        if (backend.LogTargets.Length == 0) return;
        worker.Loop.Post(static state =>
        {
            var (worker, backend, level, text) = ((LoopWorker, Backend, int, string))state!;
            foreach (var target in backend.LogTargets) worker.Syslog.Write(target, (Daemon.Logging.SyslogLevel)level, backend.LogTag, Encoding.UTF8.GetBytes(text));
        }, (worker, backend, level, logText));
    }
}
