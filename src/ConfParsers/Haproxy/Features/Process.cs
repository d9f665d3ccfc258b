namespace ConfParsers.Haproxy.Features;

/// <summary>The process: identity, confinement, threads (configuration.txt 3.1).</summary>
public sealed record ProcessSettings
{
    public bool Daemon { get; init; }

    public bool MasterWorker { get; init; }

    public string? Chroot { get; init; }

    public string? PidFile { get; init; }

    /// <summary>User or group as written: a name, or digits for uid/gid keywords; resolved at start.</summary>
    public string? User { get; init; }

    public int? Uid { get; init; }

    public string? Group { get; init; }

    public int? Gid { get; init; }

    /// <summary>0: as many as the process may use.</summary>
    public int Threads { get; init; }

    public CpuMap[] CpuMaps { get; init; } = [];

    /// <summary>Connections of the whole process; 0: derived from the descriptor limit.</summary>
    public int MaxConn { get; init; }

    /// <summary>Soft stop ends by force after this time; null: never.</summary>
    public TimeSpan? HardStopAfter { get; init; }

    public string? Node { get; init; }

    public string? Description { get; init; }
}

/// <summary><c>cpu-map auto:1/1-4 0-3</c>: thread N (from 1) runs on the listed processors (numbers from 0).</summary>
public sealed record CpuMap(int Thread, int[] Processors);
