using Keepalived.Net.Notify;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Notify;

/// <summary>The words of scripts, FIFOs and mails.</summary>
public sealed class NotifyEventTests
{
    [Theory]
    [InlineData(NotifiedState.Deleted, false, "FAULT", true)]
    [InlineData(NotifiedState.Deleted, true, "DELETED", true)]
    [InlineData(NotifiedState.Stop, false, "STOP", true)]
    [InlineData(NotifiedState.MasterReceivedLowerPriority, false, "MASTER_RX_LOWER_PRI", false)]
    [InlineData(NotifiedState.MasterPriority, false, "MASTER_PRIORITY", false)]
    [InlineData(NotifiedState.BackupPriority, false, "BACKUP_PRIORITY", false)]
    public void Each_event_has_its_word(NotifiedState state, bool tellsDeleted, string word, bool isTransition)
    {
        var happened = new NotifyEvent(IsGroup: false, "VI_1", state, 100, tellsDeleted);
        Assert.Equal((word, isTransition), (happened.Word, happened.IsTransition));
    }

    [Fact]
    public void A_mail_is_keepalived_s_to_the_byte()
    {
        var mail = new MailSettings("127.0.0.1", 25, TimeSpan.FromSeconds(1), "host", "k@x.y", ["a@b.c", "d@e.f"]);
        var happened = new NotifyEvent(IsGroup: true, "G", NotifiedState.Backup, 0);
        var message = SmtpAlert.Message(mail, AlertText.Subject("lab", happened), AlertText.Body(happened), new DateTimeOffset(2026, 11, 6, 1, 23, 18, TimeSpan.FromHours(-3.5)));
        Assert.Equal(
            "Date: Fri, 06 Nov 2026 01:23:18 -0330\r\nFrom: k@x.y\r\nSubject: [lab] VRRP Group G - Entering BACKUP state\r\nX-Mailer: Keepalived\r\nTo: a@b.c, d@e.f\r\n\r\n"
            + "=> All VRRP group instances are now in BACKUP state <=\r\n\r\n.\r\n", message);
    }
}
