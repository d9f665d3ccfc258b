namespace Daemon.Linux;

/// <summary>The error numbers the daemons tell apart (errno(3); the same on x64 and arm64).</summary>
public static class Errno
{
    public const int None = 0;
    public const int Permission = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int OutOfMemory = 12;
    public const int AccessDenied = 13;
    public const int Invalid = 22;
    public const int TableFull = 23;
    public const int TooManyFiles = 24;
    public const int BrokenPipe = 32;
    public const int Protocol = 71;
    public const int MessageTooLong = 90;
    public const int AddressInUse = 98;
    public const int AddressNotAvailable = 99;
    public const int NetworkUnreachable = 101;
    public const int ConnectionAborted = 103;
    public const int ConnectionReset = 104;
    public const int NoBuffers = 105;
    public const int NotConnected = 107;
    public const int TimedOut = 110;
    public const int ConnectionRefused = 111;
    public const int HostUnreachable = 113;
    public const int InProgress = 115;
}
