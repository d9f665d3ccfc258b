using ConfParsers.Haproxy.Catalog;

namespace ConfParsers.Haproxy.Features;

/// <summary>Why a server is not used, or used no more than it is already: a mask (management.txt 9.3 "show servers state", srv_admin_state).</summary>
[Flags]
public enum SavedAdminState
{
    None = 0,
    ForcedMaintenance = 0x01,
    InheritedMaintenance = 0x02,

    /// <summary><c>disabled</c> on the server's line.</summary>
    ConfiguredMaintenance = 0x04,
    ForcedDrain = 0x08,
    InheritedDrain = 0x10,

    /// <summary>Its name had no address.</summary>
    ResolutionMaintenance = 0x20,

    /// <summary>The name was set on the stats socket.</summary>
    NameFromSocket = 0x40,
}

/// <summary>How far a server was up (management.txt 9.3 "show servers state", srv_op_state).</summary>
public enum SavedOperationalState : byte
{
    Stopped,
    Starting,
    Running,

    /// <summary>Up, and taking no new sessions.</summary>
    Stopping,
}

/// <summary>
/// One line of a file of server states, version 1: a server as a process left it (management.txt 9.3 "show servers state"). Numbers are what the
/// file says within the bounds of HAProxy 2.6.12; ids are told, but servers are found by names.
/// </summary>
public sealed record ServerStateLine(string BackendName, string ServerName)
{
    /// <summary>Fields without which a line is not one of a server: up to srvrecord.</summary>
    private const int FewestFields = 20;

    private const int LargestWeight = 256;
    private const int LastCheckStatus = 20;
    private const int LastCheckResult = 4;
    private const int AllCheckFlags = 0x1f;
    private const int AllAdminFlags = 0x7f;
    private const int LongestName = 255;

    public int BackendId { get; init; }

    /// <summary>As it stands in the file, which may be no number.</summary>
    public required string WrittenBackendId { get; init; }

    public required string Address { get; init; }

    public SavedOperationalState OperationalState { get; private init; }

    public SavedAdminState AdminState { get; private init; }

    /// <summary>0..256, as seen by the user; it counts only while <see cref="InitialWeight"/> is still that of the configuration.</summary>
    public int Weight { get; private init; }

    /// <summary>0..256, of the configuration that the process had.</summary>
    public int InitialWeight { get; private init; }

    public TimeSpan SinceLastChange { get; private init; }

    /// <summary>Number of the last check's status; -1 and less where none is known.</summary>
    public short CheckStatus { get; private init; }

    /// <summary>0 unknown, 1 neutral, 2 failed, 3 passed, 4 passed for known clients only.</summary>
    public int CheckResult { get; private init; }

    /// <summary>Counter of rise and fall.</summary>
    public int CheckHealth { get; private init; }

    /// <summary>Mask: 1 running, 2 configured, 4 enabled, 8 paused.</summary>
    public int CheckState { get; private init; }

    /// <summary>The mask of <see cref="CheckState"/>, and 0x10.</summary>
    public int AgentState { get; private init; }

    /// <summary>Null: the server had an address only.</summary>
    public string? HostName { get; private init; }

    /// <summary>0..65535</summary>
    public int Port { get; private init; }

    /// <summary>Name of the DNS record that the server came from; null: none.</summary>
    public string? ServiceRecord { get; private init; }

    public bool UsesTls { get; private init; }

    /// <summary>As written, for it is judged by the server; null where the line is shorter.</summary>
    public string? CheckPort { get; init; }

    public string? CheckAddress { get; init; }

    public string? AgentAddress { get; init; }

    public string? AgentPort { get; init; }

    /// <summary>What cannot be taken over, such as <c>invalid srv_uweight value '999'</c>: a line with any is not used at all.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    /// <param name="fields">Words of a line.</param>
    /// <returns>Null when the line has too few of them.</returns>
    public static ServerStateLine? Read(string[] fields)
    {
        if (fields.Length < FewestFields) return null;
        var faults = new List<string>();
        var operational = unchecked((byte)Number(5, "srv_op_state", n => unchecked((byte)n) <= (byte)SavedOperationalState.Stopping));
        var admin = unchecked((byte)Number(6, "srv_admin_state", n => unchecked((byte)n) <= AllAdminFlags && !BothForced((SavedAdminState)unchecked((byte)n))));
        var weight = unchecked((int)Number(7, "srv_uweight", n => unchecked((uint)n) <= LargestWeight));
        var initialWeight = unchecked((int)Number(8, "srv_iweight", n => unchecked((uint)n) <= LargestWeight));
        var seconds = Number(9, "srv_last_time_change", _ => true);
        var checkStatus = unchecked((short)Number(10, "srv_check_status", n => unchecked((short)n) <= LastCheckStatus));
        var checkResult = unchecked((int)Number(11, "srv_check_result", n => unchecked((uint)n) <= LastCheckResult));
        var checkHealth = unchecked((int)Number(12, "srv_check_health", _ => true));
        var checkState = unchecked((int)Number(13, "srv_check_state", n => unchecked((uint)n) <= AllCheckFlags));
        var agentState = unchecked((int)Number(14, "srv_agent_state", n => unchecked((uint)n) <= AllCheckFlags));
        Number(15, "bk_f_forced_id", n => unchecked((uint)n) <= 1);
        Number(16, "srv_f_forced_id", n => unchecked((uint)n) <= 1);
        if (!IsHostName(fields[17])) faults.Add($"invalid srv_fqdn value '{fields[17]}'");
        var port = LeadingDigits(fields[18]);
        if (port > ushort.MaxValue) faults.Add($"invalid srv_port value '{fields[18]}'");
        return new(fields[1], fields[3])
        {
            BackendId = Words.LooseInt32(fields[0]),
            WrittenBackendId = fields[0],
            Address = fields[4],
            OperationalState = (SavedOperationalState)operational,
            AdminState = (SavedAdminState)admin,
            Weight = weight,
            InitialWeight = initialWeight,
            SinceLastChange = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, uint.MaxValue)),
            CheckStatus = checkStatus,
            CheckResult = checkResult,
            CheckHealth = checkHealth,
            CheckState = checkState,
            AgentState = agentState,
            HostName = fields[17] == "-" ? null : fields[17],
            Port = (int)Math.Min(port, ushort.MaxValue),
            ServiceRecord = fields[19] == "-" ? null : fields[19],
            UsesTls = Field(20) is { } tls && Words.LooseInt32(tls) != 0,
            CheckPort = Field(21),
            CheckAddress = Field(22),
            AgentAddress = Field(23),
            AgentPort = Field(24),
            Faults = faults,
        };

        string? Field(int at) => fields.ElementAtOrDefault(at);

        long Number(int at, string name, Func<long, bool> isGood)
        {
            if (TryNumber(fields[at], out var number) && isGood(number)) return number;
            faults.Add($"invalid {name} value '{fields[at]}'");
            return 0;
        }
    }

    private static bool BothForced(SavedAdminState state) => state.HasFlag(SavedAdminState.ForcedMaintenance) && state.HasFlag(SavedAdminState.ForcedDrain);

    // strtol(3) with what it says of its errors: digits there must be, what follows them is not looked at.
    private static bool TryNumber(string text, out long number)
    {
        var at = 0;
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        var sign = at < text.Length && text[at] is '+' or '-' ? 1 : 0;
        var digits = text.AsSpan(at + sign);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        if (end >= 0) digits = digits[..end];
        return long.TryParse(sign == 1 && text[at] == '-' ? $"-{digits}" : digits, out number);
    }

    private static uint LeadingDigits(string text)
    {
        var number = 0u;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) break;
            number = unchecked((number * 10) + (uint)(c - '0'));
        }

        return number;
    }

    private static bool IsHostName(string text) =>
        text == "-" || (text.Length <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
}
