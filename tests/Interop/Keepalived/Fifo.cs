using System.Diagnostics;

namespace Interop.Keepalived;

/// <summary>Reads a FIFO line by line, also over the time in which nobody has it open for writing.</summary>
internal sealed class Fifo : IDisposable
{
    private readonly Process reader;

    private Fifo(Process reader, string path)
    {
        this.reader = reader;
        Path = path;
        reader.OutputDataReceived += (_, line) => Lines.Add(line.Data);
        reader.BeginOutputReadLine();
    }

    public string Path { get; }

    public LineFeed Lines { get; } = new();

    /// <summary>The lines so far.</summary>
    public string[] All => Lines.All.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Fifo Read(Segment segment, string name)
    {
        var path = System.IO.Path.Combine(segment.Folder, name);
        using (var make = Process.Start("mkfifo", path)) make.WaitForExit();
        // Opened for both: then no writer's end ends the reading.
        return segment.Own(new Fifo(Process.Start(new ProcessStartInfo("sh", ["-c", "exec cat <> \"$0\"", path]) { UseShellExecute = false, RedirectStandardOutput = true })!, path));
    }

    public void Dispose()
    {
        if (!reader.HasExited) reader.Kill();
        reader.Dispose();
    }
}
