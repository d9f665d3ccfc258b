namespace Keepalived.Net.Status;

/// <summary>What a virtual router may depend on besides its own interface.</summary>
public enum TrackerKind
{
    None,
    Interface,
    Script,
    File,
    Process,
}

public enum TrackerStatus
{
    /// <summary>No result yet.</summary>
    Init,
    Good,
    Failed,
}

/// <summary>The standing of one tracked thing, as the VRRP child sees it.</summary>
public struct TrackerRecord
{
    private NameField name;

    public TrackerKind Kind { get; private set; }

    public TrackerStatus Status { get; set; }

    /// <summary>A file's number, a script's exit code, a process's count.</summary>
    public int Value { get; set; }

    /// <summary>Of a script: keepalived's running result, 0 to rise+fall-1.</summary>
    public int Result { get; set; }

    public long ChangedUnixUs { get; set; }

    public readonly string Name => name.ToString();

    public readonly bool IsNamed(string text) => name.Is(text);

    public void Take(TrackerKind kind, string text)
    {
        Kind = kind;
        name.Set(text);
    }
}
