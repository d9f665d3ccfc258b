namespace Interop.Keepalived;

/// <summary>Waits until a file in a folder was written and closed, or moved to its name: the kernel tells (inotify).</summary>
internal sealed class FileAwaiter : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FileSystemWatcher watcher;
    private readonly string path;
    private readonly SemaphoreSlim changed = new(0);

    public FileAwaiter(string folder, string file)
    {
        path = Path.Combine(folder, file);
        watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
        watcher.Created += (_, _) => changed.Release();
        watcher.Changed += (_, _) => changed.Release();
        watcher.Renamed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
    }

    /// <summary>Whole: keepalived's dumps end with a line feed, or with the bracket of JSON.</summary>
    public async Task Written()
    {
        using var end = new CancellationTokenSource(Patience);
        while (!IsWhole()) await changed.WaitAsync(end.Token);
    }

    public async Task Contains(string text)
    {
        using var end = new CancellationTokenSource(Patience);
        while (!File.Exists(path) || !File.ReadAllText(path).Contains(text, StringComparison.Ordinal)) await changed.WaitAsync(end.Token);
    }

    public void Dispose()
    {
        watcher.Dispose();
        changed.Dispose();
    }

    private bool IsWhole()
    {
        if (!File.Exists(path)) return false;
        var text = File.ReadAllText(path);
        return text.EndsWith("\n\n", StringComparison.Ordinal) || text.TrimEnd().EndsWith(']') || (text.Length > 0 && text.EndsWith('\n') && !text.StartsWith('['));
    }
}
