namespace Keepalived.Net.Vrrp;

/// <summary>Why an advertisement is dropped. The order is the order of the checks.</summary>
public enum Refusal
{
    None,
    HeaderTooShort,
    Length,
    HeaderUnexpected,
    HeaderMissing,
    TimeToLive,
    NotAPeer,
    PeerTimeToLive,
    Version,
    AuthenticationType,
    Password,
    SecurityParameters,
    Replayed,
    CheckValue,
    Interval,
    Type,
    AddressCount,
    Checksum,
    AddressList,
}

/// <param name="Received">The offending value and <paramref name="Expected"/> the right one, for the log line.</param>
/// <param name="AddressIndex">Of AddressList: which of our addresses is not in the advertisement.</param>
public readonly record struct CheckResult(Refusal Refusal, int Received = 0, int Expected = 0, int AddressIndex = 0);
