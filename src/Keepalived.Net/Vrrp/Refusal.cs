namespace Keepalived.Net.Vrrp;

/// <summary>Why an advertisement is dropped. The order is the order of the checks.</summary>
public enum Refusal
{
    None,
    HeaderTooShort,
    HeaderUnexpected,
    HeaderMissing,
    TimeToLive,
    NotAPeer,
    PeerTimeToLive,
    Length,
    Version,
    Type,
    AuthenticationType,
    Password,
    SecurityParameters,
    Replayed,
    CheckValue,
    AddressCount,
    AddressList,
    Checksum,
    Interval,
}

/// <param name="Received">The offending value and <paramref name="Expected"/> the right one, for the log line.</param>
/// <param name="AddressIndex">Of AddressList: which of our addresses is not in the advertisement.</param>
public readonly record struct CheckResult(Refusal Refusal, int Received = 0, int Expected = 0, int AddressIndex = 0);
