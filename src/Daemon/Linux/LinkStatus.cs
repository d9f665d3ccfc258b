using System.Runtime.InteropServices;
using System.Text;

namespace Daemon.Linux;

/// <summary>
/// Asks a driver, not the kernel's notifications, whether an interface has a link: by the registers of its transceiver (MII), by ETHTOOL, or by
/// the flags of the interface. (netdevice(7), linux/mii.h, linux/ethtool.h)
/// </summary>
public sealed unsafe partial class LinkStatus : IDisposable
{
    private const nuint GetFlags = 0x8913;
    private const nuint Ethtool = 0x8946;
    private const nuint MiiPhy = 0x8947;
    private const nuint MiiRegister = 0x8948;
    private const uint EthtoolGetLink = 0xa;

    /// <summary>Basic mode status register, and the bit in it that says there is a link (IEEE 802.3 §22.2.4.2).</summary>
    private const ushort BasicModeStatus = 1;
    private const ushort StatusLink = 0x0004;

    private const int NameLength = 16;

    private readonly int descriptor;

    /// <exception cref="IOException">There are no descriptors left.</exception>
    public LinkStatus()
    {
        descriptor = Sockets.Create(SockFamily.IPv4, Sockets.Datagram);
        if (descriptor < 0) throw new IOException("socket: " + Libc.ErrorText(Libc.Errno));
    }

    /// <returns>Null: the driver knows no MII.</returns>
    public bool? ByMii(string name)
    {
        var request = For(name);
        if (ioctl(descriptor, MiiPhy, ref request) < 0) return null;
        request.Mii.Register = BasicModeStatus;
        if (ioctl(descriptor, MiiRegister, ref request) < 0) return null;
        // The bit stays off after a loss until it is read: the second reading says what is true now (IEEE 802.3 §22.2.4.2.13).
        if ((request.Mii.Read & StatusLink) == 0 && ioctl(descriptor, MiiRegister, ref request) < 0) return null;
        return (request.Mii.Read & StatusLink) != 0;
    }

    /// <returns>Null: the driver does not tell.</returns>
    public bool? ByEthtool(string name)
    {
        var value = new EthtoolValue { Command = EthtoolGetLink };
        var request = For(name);
        request.Pointer = &value;
        return ioctl(descriptor, Ethtool, ref request) < 0 ? null : value.Value != 0;
    }

    /// <returns>IFF_ flags; null: there is no such interface.</returns>
    public uint? Flags(string name)
    {
        var request = For(name);
        return ioctl(descriptor, GetFlags, ref request) < 0 ? null : request.Flags;
    }

    public void Dispose() => _ = Libc.Close(descriptor);

    private static InterfaceRequest For(string name)
    {
        var request = default(InterfaceRequest);
        // The last byte stays zero.
        Encoding.UTF8.TryGetBytes(name, new Span<byte>(request.Name, NameLength - 1), out _);
        return request;
    }

    /// <summary>struct ifreq.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    private struct InterfaceRequest
    {
        [FieldOffset(0)]
        public fixed byte Name[NameLength];

        [FieldOffset(NameLength)]
        public ushort Flags;

        [FieldOffset(NameLength)]
        public void* Pointer;

        [FieldOffset(NameLength)]
        public MiiData Mii;
    }

    /// <summary>struct mii_ioctl_data.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MiiData
    {
        public ushort Phy;
        public ushort Register;
        public ushort Write;
        public ushort Read;
    }

    /// <summary>struct ethtool_value.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct EthtoolValue
    {
        public uint Command;
        public uint Value;
    }

    [LibraryImport(Libc.Library)]
    private static partial int ioctl(int descriptor, nuint request, ref InterfaceRequest argument);
}
