using Keepalived.Net.Process;

namespace Keepalived.Net.Tests.Process;

public sealed class ControlMessageTests
{
    [Fact]
    public void A_message_is_read_back_as_it_was_written()
    {
        var message = new ControlMessage(ControlKind.Notify, 2, 150, "VI_über");
        var buffer = new byte[ControlMessage.MaxLength];
        Assert.True(ControlMessage.TryDecode(buffer.AsSpan(0, message.Encode(buffer)), out var decoded));
        Assert.Equal(message, decoded);
    }

    [Fact]
    public void A_name_that_is_too_long_is_cut_and_nothing_overflows()
    {
        var buffer = new byte[ControlMessage.MaxLength];
        var length = new ControlMessage(ControlKind.Notify, 1, 1, new string('ü', 1000)).Encode(buffer);
        Assert.True(ControlMessage.TryDecode(buffer.AsSpan(0, length), out var decoded));
        Assert.Equal(new string('ü', (ControlMessage.MaxLength - 9) / 2), decoded.Text);
    }

    [Fact]
    public void A_short_message_is_refused() => Assert.False(ControlMessage.TryDecode([1, 2, 3], out _));
}
