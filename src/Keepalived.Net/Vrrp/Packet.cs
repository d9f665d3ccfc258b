namespace Keepalived.Net.Vrrp;

/// <summary>How advertisements of version 2 are authenticated. (RFC 2338 §5.3.6)</summary>
public enum AdvertisementAuthentication
{
    None,

    /// <summary>Eight bytes in the message itself.</summary>
    Password,

    /// <summary>An IPsec authentication header in front of the message.</summary>
    Header,
}

/// <summary>The layout of an advertisement and of the headers that stand in front of it on a raw socket. (RFC 3768 §5, RFC 5798 §5, RFC 2402 §2)</summary>
public static class Packet
{
    public const int Protocol = 112;
    public const int AuthenticationHeaderProtocol = 51;
    public const int Ipv4HeaderLength = 20;
    public const int HeaderLength = 8;

    /// <summary>Next header, length, reserved, SPI, sequence number and 12 bytes of the HMAC.</summary>
    public const int AuthenticationHeaderLength = 24;

    /// <summary>keepalived always sends and expects the eight bytes of authentication data in version 2, also without authentication.</summary>
    public const int AuthenticationLength = 8;

    /// <summary>None, password, header; more are no types.</summary>
    public const int LastAuthenticationType = 2;

    public const byte AdvertisementType = 1;
    public const byte TimeToLive = 255;

    /// <summary>Precedence internetwork control.</summary>
    public const byte TypeOfService = 0xc0;

    /// <summary>Bytes of a message without the headers in front.</summary>
    public static int MessageLength(int version, int addresses, bool ipv6) =>
        HeaderLength + (addresses * (ipv6 ? 16 : 4)) + (version == 2 ? AuthenticationLength : 0);

    /// <summary>The authentication type that stands in the message.</summary>
    public static byte TypeNumber(AdvertisementAuthentication authentication) => (byte)authentication;
}
